import type { Arrangement } from '../index/arrange.ts'
import type { ConversationSummary } from '../index/conversations.ts'
import { at } from './at.ts'
import { groupsOf, keyOf, rowsOf, type Group, type Groups } from './groups.ts'
import { inOrderOf, joined, openOrder, refreshed, replaced, without, type Order, type Uids } from './order.ts'

/**
 * What the list shows: all messages by number, all in the index's order or folded by it, or what a filter or a search
 * found. Each is a source of UIDs by place; nothing outside asks which one it is. Pure.
 */
export interface List {
  /** Grows when another list is on screen, which begins at its top. */
  readonly key: number
  readonly arranged?: Arranged | undefined
  /** Conversations whose messages all have rows, each by its oldest member: that one stays while others come. */
  readonly unfolded: ReadonlySet<number>
  /** What a filter or a search found, ascending; while it is there, the list shows nothing else. */
  readonly results?: Uids | undefined
  /** All messages from the bottom, in the order results stand in; without, they stand in the order of arrival. */
  readonly resultsOrder?: Uint32Array | undefined
  /** What rows of conversations show, by the row's UID, as the index told last. */
  readonly summaries: ReadonlyMap<number, ConversationSummary>
  /** The rows on screen; without, they are those of the mailbox's numbers. */
  readonly order?: Order | undefined
}

/** How the index arranged the folder. */
export interface Arranged {
  readonly arrangement: Arrangement
  readonly groups: Groups
  /** The newest are on top: a message that comes back has a place. */
  readonly byDate: boolean
  /** Messages that came back here, each on top of another, until the index arranges them. */
  readonly filed: readonly { uid: number; above: number | undefined }[]
  /** It is of an earlier visit: what came since, by UIDs that follow it, stands on top until the index has arranged anew. */
  readonly snapshot?: { uidNext: number; fresh: readonly number[] } | undefined
}

/** Tells whether a message left or is on its way out. */
export type IsAbsent = (uid: number) => boolean

export function emptyList(key: number): List {
  return { key, unfolded: new Set(), summaries: new Map() }
}

export function arrangedBy(
  arrangement: Arrangement,
  { snapshotUidNext, byDate = false }: { snapshotUidNext?: number; byDate?: boolean } = {},
): Arranged {
  const snapshot = snapshotUidNext === undefined ? undefined : { uidNext: snapshotUidNext, fresh: [] }
  return { arrangement, groups: groupsOf(arrangement), byDate, filed: [], snapshot }
}

/** Another arrangement of the same messages: those that came back and it does not know yet keep their places. */
export function rearranged(before: Arranged | undefined, next: Arranged): Arranged {
  const { members, uids } = next.arrangement
  const filed = before?.filed.filter(({ uid }) => !(members ?? uids).includes(uid)) ?? []
  return filed.length === 0 ? next : { ...next, filed }
}

/** The same list with its rows made anew: what was on screen stays where it is as far as it can. */
export function rebuilt(list: List, isAbsent: IsAbsent, shifts: number): List {
  const uids = rowUids(list, isAbsent)
  if (!uids) return { ...list, order: undefined }
  return { ...list, order: list.order ? refreshed(list.order, uids) : openOrder(uids, shifts + 1) }
}

/** Another list. */
export function opened(list: List, isAbsent: IsAbsent, shifts: number): List {
  return rebuilt({ ...list, key: list.key + 1, order: undefined }, isAbsent, shifts)
}

/** @returns `undefined` for the mailbox's own numbers */
function rowUids(list: List, isAbsent: IsAbsent): Uint32Array | undefined {
  const { results, resultsOrder, arranged } = list
  if (results) {
    const ordered = resultsOrder ? inOrderOf(resultsOrder, results) : new Uint32Array(results)
    return without(ordered, isAbsent)
  }
  if (!arranged) return undefined
  const uids = rowsOf(arranged.arrangement, unfoldedGroups(arranged, list.unfolded))
  const live = uids.some(isAbsent)
    ? Uint32Array.from(
        Array.from(uids).flatMap((uid) => (isAbsent(uid) ? (heir(list, uid, isAbsent) ?? []) : uid)),
      )
    : uids
  const fresh = arranged.snapshot?.fresh.filter((uid) => !isAbsent(uid)) ?? []
  const all = fresh.length === 0 ? live : joined(live, fresh)
  const filed = arranged.filed.filter(({ uid }) => !isAbsent(uid) && !all.includes(uid))
  return filed.reduce(withFiled, all)
}

function withFiled(
  uids: Uint32Array,
  { uid, above }: { uid: number; above: number | undefined },
): Uint32Array {
  const place = above === undefined ? 0 : uids.indexOf(above) + 1 || uids.length
  return joined(joined(uids.subarray(0, place), [uid]), uids.subarray(place))
}

function unfoldedGroups({ groups }: Arranged, unfolded: ReadonlySet<number>): Group[] {
  return [...unfolded].flatMap((uid) => groups.get(uid) ?? [])
}

/** Which message stands for a folded conversation whose newest one is absent. */
function heir(list: List, uid: number, isAbsent: IsAbsent): number | undefined {
  const group = list.arranged?.groups.get(uid)
  if (!group || group.head !== uid || isUnfolded(list, group)) return undefined
  return group.members.findLast((member) => !isAbsent(member))
}

/** These messages left for good. */
export function withoutUids(list: List, uids: readonly number[], isAbsent: IsAbsent): List {
  let { order } = list
  if (!order) return list
  for (const uid of uids) {
    // What stands for its conversation may be an heir by now.
    const group = list.results ? undefined : list.arranged?.groups.get(uid)
    const isFolded = group !== undefined && !isUnfolded(list, group)
    order = replaced(order, uid, isFolded ? group.members.findLast((member) => !isAbsent(member)) : undefined)
  }
  return { ...list, order }
}

/**
 * Rows of messages that came back: each on top of the first one, from the top, that was received before it.
 *
 * @param receivedOf INTERNALDATE; `undefined` where it is not known.
 */
export function withFiledRows(
  list: List,
  rows: readonly { uid: number; received: string | undefined }[],
  {
    receivedOf,
    isAbsent,
    shifts,
  }: { receivedOf(uid: number): string | undefined; isAbsent: IsAbsent; shifts: number },
): List {
  const { arranged, order } = list
  if (!arranged?.byDate || list.results || !order) return list
  const filed = rows.map(({ uid, received = '' }) => {
    const below = order.uids.findLast((other) => (receivedOf(other) ?? '\uffff') <= received)
    return { uid, above: below }
  })
  const more = filed.filter(({ uid }) => !order.uids.includes(uid))
  if (more.length === 0) return list
  return rebuilt(
    { ...list, arranged: { ...arranged, filed: [...arranged.filed, ...more] } },
    isAbsent,
    shifts,
  )
}

/** Rows that came after the snapshot. */
export function withFresh(
  list: List,
  uids: readonly number[],
  { isAbsent, shifts }: { isAbsent: IsAbsent; shifts: number },
): List {
  const { arranged } = list
  if (!arranged?.snapshot) return list
  const { snapshot } = arranged
  const more = uids.filter((uid) => uid >= snapshot.uidNext && !snapshot.fresh.includes(uid))
  if (more.length === 0) return list
  const fresh = [...snapshot.fresh, ...more].sort((one, other) => one - other)
  return rebuilt({ ...list, arranged: { ...arranged, snapshot: { ...snapshot, fresh } } }, isAbsent, shifts)
}

/** Whether the conversation of a message has a row for each of its messages. */
export function isUnfoldedAt(list: List, uid: number): boolean {
  const group = list.arranged?.groups.get(uid)
  return group !== undefined && isUnfolded(list, group)
}

function isUnfolded({ unfolded }: List, { members }: Group): boolean {
  return unfolded.size > 0 && members.some((uid) => unfolded.has(uid))
}

export function withUnfolded(list: List, group: Group, on: boolean): List {
  const unfolded = new Set(list.unfolded)
  if (on) unfolded.add(keyOf(group))
  else for (const uid of group.members) unfolded.delete(uid)
  return { ...list, unfolded }
}

/** The conversation a message is part of here, as far as its messages are there; `undefined` when it is by itself. */
export function groupIn(list: List, uid: number, isAbsent: IsAbsent): Group | undefined {
  if (list.results || !list.order) return undefined
  const group = list.arranged?.groups.get(uid)
  if (!group?.members.some(isAbsent)) return group
  const members = group.members.filter((member) => !isAbsent(member))
  return members.length > 1 ? { head: at(members, members.length - 1), members } : undefined
}

export function withSummaries(list: List, told: readonly ConversationSummary[]): List {
  if (told.length === 0) return list
  const summaries = new Map(list.summaries)
  for (const summary of told) summaries.set(summary.uid, summary)
  return { ...list, summaries }
}
