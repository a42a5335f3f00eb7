import { computed, ref, shallowRef } from 'vue'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { KeptConversations } from '../../cache/viewCache.ts'
import type { createHeaderRows } from './headerRows.ts'
import { byArrival, inOrderOf, joined, type Uids } from './hitList.ts'
import { FIRST_ROWS, GUESS_MS } from '../kit/limits.ts'
import { GUESSED_ROWS } from './listLimits.ts'
import type { ListRow } from '../kit/listRow.ts'
import type { createListView } from './listView.ts'
import type { RowFetcher } from './rowFetcher.ts'

/** The folder in another order than the server's, or by conversations. */
export interface ArrangedRows {
  /** A row each, from the bottom. */
  uids: Uint32Array
  /** The row a message is part of; the message itself where it has one. */
  standsFor(uid: number): number
  /** What of it is kept through a reload. */
  kept(): KeptConversations | undefined
  /** It is of an earlier visit, until the index has it. */
  isRecalled(): boolean
}

export interface ListModesOptions {
  view: ReturnType<typeof createListView>
  fetcher: RowFetcher
  showHeaders: ReturnType<typeof createHeaderRows>
  mailboxRef(): MailboxRef
}

/** Which messages the list shows, and in what order: all as the server has them, all arranged otherwise, or what a search left. */
export function createListModes({ view, fetcher, showHeaders, mailboxRef }: ListModesOptions) {
  const { hits } = view
  /** Whether what `hits` holds is what a filter or a search left, and not all in another order. */
  const narrowing = ref(false)
  const arranged = shallowRef<ArrangedRows>()
  /** All messages from the bottom, where the list goes by something else than arrival; hits stand in that order too. */
  const order = shallowRef<Uint32Array>()
  /** While the user types: rows of the index will do. */
  let guessing: ReturnType<typeof setTimeout> | undefined

  /** Another folder, or the same replaced: all as the server has them. */
  function reset(): void {
    narrowing.value = false
    order.value = undefined
    arranged.value = undefined
    view.standsFor.value = itself
    view.setHits(undefined)
  }

  /** All messages, but in this order; without one, as the server has them. Waits while a search narrows the list. */
  function arrange(next: ArrangedRows | undefined): void {
    arranged.value = next
    if (narrowing.value) return
    view.standsFor.value = next?.standsFor ?? itself
    view.rearrange(next?.uids)
    fetcher.refresh()
  }

  /** Messages that came since it was arranged, until they are arranged too. */
  function addOnTop(fresh: readonly ListRow[]): void {
    const before = arranged.value
    if (!before || narrowing.value) return
    const known = new Set(before.uids)
    const more = fresh.filter(({ uid }) => !known.has(uid)).sort((one, other) => one.uid - other.uid)
    if (more.length === 0) return
    const uids = joined(
      before.uids,
      more.map(({ uid }) => uid),
    )
    arranged.value = { ...before, uids }
    view.rearrange(uids)
    view.arrive(more)
  }

  function inOrder(uids: Uids): Uids {
    return order.value ? inOrderOf(order.value, uids) : uids
  }

  /** From now on hits stand as here, from the bottom; without, as they arrived. */
  function orderHits(all: Uint32Array | undefined): void {
    if (!all && !order.value) return
    order.value = all
    if (!narrowing.value || !hits.value) return
    view.refreshHits(all ? inOrder(hits.value.uids) : byArrival(hits.value.uids))
    fetcher.refresh()
  }

  /** Shows only these, ascending UIDs; `again` when the same filter or search was run anew, so that nothing moves. */
  function showHits(found: readonly number[], again = false): void {
    const uids = inOrder(found)
    const same = again && narrowing.value
    narrow()
    if (same && hits.value) view.refreshHits(uids)
    else {
      fetcher.stop()
      view.narrow(uids)
      fetcher.want({ first: 0, last: Math.min(FIRST_ROWS, uids.length) - 1 })
    }
    fetcher.refresh()
  }

  /**
   * Hits of what is being typed, ascending, drawn from headers at hand, those of the newest at once where they stand on top; the
   * rows themselves are asked for after a pause.
   */
  function guessHits(found: { uids: Uint32Array; newest: readonly ListRow[] }): void {
    const uids = inOrder(found.uids)
    fetcher.stop()
    clearTimeout(guessing)
    guessing = setTimeout(() => {
      guessing = undefined
      fetcher.refresh()
    }, GUESS_MS)
    narrow()
    view.narrow(uids)
    if (found.newest.length > 0) view.arrive(found.newest)
    if (!order.value) return
    const shown = Math.min(uids.length, GUESSED_ROWS)
    void showHeaders(
      mailboxRef(),
      Array.from({ length: shown }, (_, at) => uids.length - shown + at + 1),
    )
  }

  function narrow(): void {
    narrowing.value = true
    view.standsFor.value = itself
  }

  /** The whole folder again. */
  function showAll(): void {
    if (!narrowing.value) return
    narrowing.value = false
    fetcher.stop()
    view.standsFor.value = arranged.value?.standsFor ?? itself
    if (arranged.value) view.narrow(arranged.value.uids)
    else view.setHits(undefined)
    fetcher.want({ first: 0, last: FIRST_ROWS - 1 })
  }

  return {
    narrowing,
    arranged,
    isGuessing: () => guessing !== undefined,
    reset,
    arrange,
    addOnTop,
    /** Whether hits stand in another order than that of arrival. */
    ordered: computed(() => order.value !== undefined),
    orderHits,
    showHits,
    guessHits,
    showAll,
  }
}

function itself(uid: number): number {
  return uid
}
