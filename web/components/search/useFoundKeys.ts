import { computed } from 'vue'
import { type FoundMessage, useSearch, useSearchEverywhere } from '../../stores/search/index.ts'

export interface FoundKeysOptions {
  accountId: string
  /** Rows that fit on screen. */
  page(): number
  reveal(index: number): void
  /** Opens the menu of the result there. */
  menu(found: FoundMessage): void
}

/** The keys of the listbox of results (WAI-ARIA): arrows open, Ctrl goes without opening, as in the list of a folder. */
export function useFoundKeys({ accountId, page, reveal, menu }: FoundKeysOptions) {
  const search = useSearch(accountId)
  const everywhere = useSearchEverywhere(accountId)
  const cursor = computed(() => everywhere.list?.cursor ?? search.openKey)

  function at(): number | undefined {
    return everywhere.list?.places.get(cursor.value ?? '')
  }

  function target(key: string): number | undefined {
    const here = at()
    const targets: Record<string, number> = {
      ArrowDown: (here ?? -1) + 1,
      ArrowUp: (here ?? 1) - 1,
      PageDown: (here ?? 0) + page(),
      PageUp: (here ?? 0) - page(),
      Home: 0,
      End: (everywhere.list?.list.length ?? 0) - 1,
      Enter: here ?? 0,
    }
    return targets[key]
  }

  function onKey(event: KeyboardEvent): void {
    const { list } = everywhere
    const here = list?.list[at() ?? 0]
    if (list && here && (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))) {
      menu(here)
      return event.preventDefault()
    }
    if (list && here && event.key === ' ') {
      list.choice.toggle(here.key)
      return event.preventDefault()
    }
    const index = event.altKey ? undefined : target(event.key)
    if (!list || index === undefined || list.list.length === 0) return
    const within = Math.min(Math.max(index, 0), list.list.length - 1)
    const found = list.list[within]
    if (!found) return
    reveal(within)
    if (event.shiftKey) list.choice.extendTo(within, cursor.value)
    else if (!event.ctrlKey && !event.metaKey) list.choice.clear()
    list.cursor = found.key
    if (event.shiftKey) return event.preventDefault()
    if (!event.ctrlKey && !event.metaKey) void search.openResult(found)
    event.preventDefault()
  }

  return { cursor, onKey }
}
