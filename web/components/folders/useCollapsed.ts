import { ref } from 'vue'

/** Paths are names of somebody's folders: signing out wipes them, as everything that begins so. */
const KEY = 'ponte.folders.'

/** Which folders of an account are collapsed, remembered in this browser. */
export function useCollapsed(accountId: string) {
  const collapsed = ref(new Set(read(accountId)))

  function setCollapsed(path: string, on: boolean): void {
    const next = new Set(collapsed.value)
    if (on) next.add(path)
    else next.delete(path)
    collapsed.value = next
    try {
      if (next.size === 0) localStorage.removeItem(KEY + accountId)
      else localStorage.setItem(KEY + accountId, JSON.stringify([...next]))
    } catch {
      // No room or no permission: it holds as long as the page.
    }
  }

  return { collapsed, setCollapsed }
}

function read(accountId: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY + accountId) ?? '[]')
    return Array.isArray(stored) ? stored.filter((path) => typeof path === 'string') : []
  } catch {
    return []
  }
}
