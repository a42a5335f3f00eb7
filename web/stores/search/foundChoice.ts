import { computed, proxyRefs, shallowRef, type ComputedRef } from 'vue'
import { mailboxKey } from '../../mailbox/mailboxKey.ts'
import type { ListRow } from '../../mailbox/row.ts'
import type { NamedMessages } from '../list/index.ts'
import type { FoundMessage } from './foundMessage.ts'

export interface FoundChoiceOptions {
  list: ComputedRef<readonly FoundMessage[]>
  /** Where each stands in it, by key. */
  places: ComputedRef<ReadonlyMap<string, number>>
  rowOf(found: FoundMessage): ListRow | undefined
}

/** Results chosen together, in whatever folders they lie: by key, and only those that are still listed. */
export function createFoundChoice({ list, places, rowOf }: FoundChoiceOptions) {
  const wanted = shallowRef<ReadonlySet<string>>(new Set())
  /** Where a span begins. */
  const anchor = shallowRef<string>()
  const chosen = computed(() => list.value.filter(({ key }) => wanted.value.has(key)))
  const keys = computed(() => new Set(chosen.value.map(({ key }) => key)))

  /** The first one toggled takes the open result along, as in the list of a folder. */
  function toggle(key: string, along?: string): void {
    const next = new Set(keys.value)
    if (next.size === 0 && along !== undefined && places.value.has(along) && along !== key) next.add(along)
    if (!next.delete(key)) next.add(key)
    wanted.value = next
    anchor.value = key
  }

  /** All between the anchor, or `from`, and this place, both included. */
  function extendTo(index: number, from: string | undefined): void {
    anchor.value ??= from
    const start = places.value.get(anchor.value ?? '') ?? index
    const span = list.value.slice(Math.min(start, index), Math.max(start, index) + 1)
    wanted.value = new Set(span.map(({ key }) => key))
  }

  /** What is done to them is done in each mailbox. */
  function targets(): NamedMessages[] {
    const groups = new Map<string, FoundMessage[]>()
    for (const found of chosen.value) {
      const key = mailboxKey(found.mailbox)
      groups.set(key, [...(groups.get(key) ?? []), found])
    }
    return [...groups.values()].flatMap((group) => {
      const [first] = group
      const rows = group.flatMap((found) => rowOf(found) ?? [])
      return first ? [{ mailbox: first.mailbox, uids: group.map(({ uid }) => uid), rows }] : []
    })
  }

  return proxyRefs({
    keys,
    count: computed(() => chosen.value.length),
    total: computed(() => list.value.length),
    toggle,
    extendTo,
    targets,
    /** Those whose rows are here. */
    rows: (): ListRow[] => chosen.value.flatMap((found) => rowOf(found) ?? []),
    clear(): void {
      wanted.value = new Set()
      anchor.value = undefined
    },
    all(): Promise<void> {
      wanted.value = new Set(places.value.keys())
      return Promise.resolve()
    },
  })
}

export type FoundChoice = ReturnType<typeof createFoundChoice>
