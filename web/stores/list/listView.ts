import { computed, ref, shallowRef, type Ref } from 'vue'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import {
  openHits,
  placeOf,
  refreshedHits,
  rowsByUid,
  withHitRows,
  withoutHit,
  type HitList,
  type Uids,
} from './hitList.ts'
import { LIST_FRAME_MS } from './listLimits.ts'
import type { ListRow } from '../kit/listRow.ts'
import * as rows from './rowWindow.ts'
import { throttledRef } from '../kit/throttledRef.ts'

export type ListWindow = rows.RowWindow<ListRow>

export interface ListViewOptions {
  mailbox: Readonly<Ref<MailboxRef | undefined>>
  /** The row with what the user has just changed. */
  shown(mailbox: MailboxRef | undefined, row: ListRow): ListRow
  /** UIDs on their way elsewhere: out of sight, however late their rows come. */
  leavingFrom(mailbox: MailboxRef): ReadonlySet<number>
}

/** The rows of one folder, and of the hits while a filter or a search narrows it; `window` is the one on screen. */
export function createListView({ mailbox, shown, leavingFrom }: ListViewOptions) {
  const { ref: folder, setSoon: setFolderSoon } = throttledRef<ListWindow>(rows.openWindow(0), LIST_FRAME_MS)
  const { ref: hits, setSoon: setHitsSoon } = throttledRef<HitList | undefined>(undefined, LIST_FRAME_MS)
  /** What stood at the top before numbers changed: shown where nothing else is known yet, until the new rows come. */
  const earlier = shallowRef<readonly ListRow[]>([])
  /** The row that stands for a message which has none, in a list of conversations. */
  const standsFor = shallowRef<(uid: number) => number>((uid) => uid)
  /** Another list than before is on screen, which begins at its top. */
  const listKey = ref(0)
  // Not cached: it is exact even between two drawings.
  const now = (): ListWindow => hits.value?.window ?? folder.value
  const window = computed(now)
  const count = computed(() => rows.rowCount(window.value))

  function setHits(next: HitList | undefined): void {
    hits.value = next
    listKey.value++
  }

  /** @param uids From the bottom. */
  function narrow(uids: Uids): void {
    setHits(openHits(uids, rowsByUid(folder.value.rows.values())))
  }

  function refreshHits(uids: Uids): void {
    if (hits.value) hits.value = refreshedHits(hits.value, uids)
  }

  /** The same messages in another order: what is on screen stays there as far as it can. @param uids From the bottom. */
  function rearrange(uids: Uids | undefined): void {
    if (uids && hits.value) return refreshHits(uids)
    const { shifts } = now()
    const known = rowsByUid([...folder.value.rows.values(), ...(hits.value?.window.rows.values() ?? [])])
    const next = uids && openHits(uids, known)
    // The numbers mean other messages now: answers under way must not be taken for those of these.
    hits.value = next && { ...next, window: withoutLeaving({ ...next.window, shifts: shifts + 1 }) }
    if (!uids) folder.value = { ...folder.value, shifts: Math.max(shifts, folder.value.shifts) + 1 }
  }

  function removeHit(uid: number): void {
    if (hits.value) setHitsSoon(withoutHit(hits.value, uid))
  }

  /** Rows as fetched, whose sequence numbers hold now. */
  function arrive(fetched: readonly ListRow[]): void {
    earlier.value = []
    // A row of the index found by its UID has no number.
    const numbered = fetched.filter(({ seq }) => seq > 0).map((row) => [row.seq, row] as const)
    folder.value = withoutLeaving(rows.withRows(folder.value, numbered))
    if (!hits.value) return
    const next = withHitRows(hits.value, fetched)
    hits.value = { ...next, window: withoutLeaving(next.window) }
  }

  function withoutLeaving(next: ListWindow): ListWindow {
    const leaving = mailbox.value && leavingFrom(mailbox.value)
    return leaving && leaving.size > 0 ? rows.withHidden(next, leaving) : next
  }

  /** Changes the folder's window, and that of the hits by the same UIDs. */
  function both(next: (window: ListWindow) => ListWindow): void {
    folder.value = next(folder.value)
    if (hits.value) hits.value = { ...hits.value, window: next(hits.value.window) }
  }

  /** Changes the window on screen alone: by its own numbers. */
  function update(next: (window: ListWindow) => ListWindow): void {
    if (hits.value) hits.value = { ...hits.value, window: next(hits.value.window) }
    else folder.value = next(folder.value)
  }

  /** What the server told of a row, in the folder and among the hits. */
  function changeRow(uid: number, change: Partial<ListRow>): void {
    both((one) => rows.withRow(one, uid, (row) => ({ ...row, ...change })))
  }

  /** A message's number in the window on screen, where it is known. */
  function seqOf(uid: number): number | undefined {
    return hits.value ? placeOf(hits.value, uid) : rows.seqOf(folder.value, uid)
  }

  function rowOf(uid: number | undefined): ListRow | undefined {
    const seq = uid === undefined ? undefined : seqOf(uid)
    const row = seq === undefined ? undefined : now().rows.get(seq)
    return row && shown(mailbox.value, row)
  }

  function rowAt(index: number): ListRow | undefined {
    const row = rows.rowAt(now(), index) ?? (hits.value ? undefined : earlier.value[index])
    return row && shown(mailbox.value, row)
  }

  /** All that are known of the list on screen. */
  function knownRows(): ListRow[] {
    return [...now().rows.values()].map((row) => shown(mailbox.value, row))
  }

  /** Where a message, or the row that stands for it, is on screen, from the top; `undefined` when that is not known. */
  function indexOf(uid: number | undefined): number | undefined {
    const seq = uid === undefined ? undefined : (seqOf(uid) ?? seqOf(standsFor.value(uid)))
    return seq === undefined ? undefined : rows.indexOf(now(), seq)
  }

  return {
    folder,
    hits,
    earlier,
    listKey,
    window,
    count,
    now,
    setFolderSoon,
    setHits,
    narrow,
    refreshHits,
    rearrange,
    standsFor,
    removeHit,
    arrive,
    both,
    update,
    changeRow,
    seqOf,
    rowOf,
    rowAt,
    knownRows,
    indexOf,
  }
}
