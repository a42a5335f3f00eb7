import { computed, ref, useId, watch } from 'vue'
import { useSearch, useSearchHistory } from '../../stores/search/index.ts'

/**
 * The searches of before below an empty search box: the focus stays in the box, the arrows go through them, Enter takes one.
 */
export function useRecentSearches(accountId: string, choose: (text: string) => void) {
  const search = useSearch(accountId)
  const history = useSearchHistory(accountId)
  const listId = useId()
  const asked = ref(false)
  const active = ref(-1)
  const open = computed(() => asked.value && search.text === '' && history.recent.length > 0)
  const activeId = computed(() => (open.value && active.value >= 0 ? optionId(active.value) : undefined))

  function optionId(index: number): string {
    return `${listId}-${index}`
  }

  function show(): void {
    asked.value = true
    active.value = -1
  }

  function hide(): void {
    asked.value = false
  }

  function take(text: string): void {
    hide()
    choose(text)
  }

  /** @returns whether the key was theirs */
  function onKey({ key }: KeyboardEvent): boolean {
    if (key === 'ArrowDown' && !open.value && search.text === '' && history.recent.length > 0) show()
    if (!open.value) return false
    const count = history.recent.length
    if (key === 'ArrowDown') active.value = (active.value + 1) % count
    else if (key === 'ArrowUp') active.value = (Math.max(active.value, 0) - 1 + count) % count
    else if (key === 'Escape') hide()
    else if (key === 'Enter' && active.value >= 0) take(history.recent[active.value] ?? '')
    else return false
    return true
  }

  // What was typed and cleared leaves none of them chosen.
  watch(
    () => search.text,
    () => (active.value = -1),
  )

  return { open, active, activeId, listId, optionId, show, hide, take, onKey }
}
