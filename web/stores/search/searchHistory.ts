import { ref, watch } from 'vue'
import { defineKeyedStore } from '../kit/keyed.ts'
import { useSettings } from '../kit/settings.ts'
import { MAX_RECENT_SEARCHES } from './limits.ts'

/** Words somebody looked for: signing out wipes them, as everything that begins so. */
const KEY = 'ponte.searches.'

/** What was searched for last, newest first: in this browser, or, where it is to keep no mail, as long as the page. */
export const useSearchHistory = defineKeyedStore('searchHistory', (accountId) => {
  const settings = useSettings()
  const key = KEY + accountId
  const recent = ref<readonly string[]>(settings.view.keepMail ? parseRecent(read(key)) : [])

  function remember(text: string): void {
    recent.value = withRecent(recent.value, text.trim())
    keep()
  }

  function keep(): void {
    try {
      if (settings.view.keepMail) localStorage.setItem(key, JSON.stringify(recent.value))
      else localStorage.removeItem(key)
    } catch {
      // No room or no permission: they hold as long as the page.
    }
  }

  watch(
    () => settings.view.keepMail,
    (keeps) => {
      if (!keeps) recent.value = []
      keep()
    },
  )

  return { recent, remember }
})

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** The same search again takes its older place's. Pure. */
export function withRecent(recent: readonly string[], text: string): readonly string[] {
  if (text === '') return recent
  return [text, ...recent.filter((one) => one !== text)].slice(0, MAX_RECENT_SEARCHES)
}

/** Whatever is stored, as searches. Pure. */
export function parseRecent(stored: string | null): readonly string[] {
  try {
    const found: unknown = JSON.parse(stored ?? '[]')
    const texts = Array.isArray(found) ? found.filter((one) => typeof one === 'string' && one !== '') : []
    return [...new Set<string>(texts)].slice(0, MAX_RECENT_SEARCHES)
  } catch {
    return []
  }
}
