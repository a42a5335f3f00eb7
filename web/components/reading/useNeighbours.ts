import { computed, type ComputedRef } from 'vue'
import { useMessages } from '../../stores/list/index.ts'
import { useReading } from '../../stores/reading/index.ts'
import { useSearch, useSearchEverywhere } from '../../stores/search/index.ts'

export interface Neighbours {
  neighbours: ComputedRef<{ previous: boolean; next: boolean }>
  /** To the message before (-1) or behind (1) in the list, as far as it is loaded.  */
  go(by: -1 | 1): void
}

export function useNeighbours(accountId: string): Neighbours {
  const messages = useMessages(accountId)
  const reading = useReading(accountId)
  const search = useSearch(accountId)
  const everywhere = useSearchEverywhere(accountId)
  const index = computed(() => messages.selectedIndex)
  return {
    neighbours: computed(() =>
      everywhere.shown
        ? search.neighbours
        : {
            previous: index.value !== undefined && index.value > 0,
            next: index.value !== undefined && index.value < messages.count - 1,
          },
    ),
    go(by) {
      if (everywhere.shown) return void search.stepResult(by)
      if (index.value === undefined) return
      reading.openAt(index.value + by)
      // Its row is on its way: the next press finds it.
      messages.want({ first: Math.max(0, index.value + by - 1), last: index.value + by + 1 })
    },
  }
}
