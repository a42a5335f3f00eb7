import type { ListRow } from './listRow.ts'
import * as rows from './rowWindow.ts'

/**
 * Some messages of a folder, as a filter or a search found them, or all in another order than the server's: a window like the
 * folder's own, in which a message's place in the list, counted from the bottom, stands for its sequence number. Pure.
 */
export interface HitList {
  /** From the bottom; no UID twice. */
  readonly uids: readonly number[]
  /** Whether `uids` are, as SEARCH's are: then a place is found without looking through all. */
  readonly ascending: boolean
  readonly window: rows.RowWindow<ListRow>
}

export type KnownRow = (uid: number) => ListRow | undefined

/** @param uids From the bottom. */
export function openHits(uids: readonly number[], known: KnownRow): HitList {
  const found: [number, ListRow][] = []
  for (let at = 0; at < uids.length; at++) {
    const row = known(uids[at] ?? 0)
    if (row) found.push([at + 1, row])
  }
  const ascending = uids.every((uid, at) => at === 0 || uid > (uids[at - 1] ?? 0))
  return { uids, ascending, window: rows.withRows(rows.openWindow<ListRow>(uids.length), found) }
}

/** Where a message stands in the window; `undefined` when it is no hit. */
export function placeOf({ uids, ascending }: HitList, uid: number): number | undefined {
  if (!ascending) return uids.indexOf(uid) + 1 || undefined
  let [low, high] = [0, uids.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = uids[middle] ?? 0
    if (found === uid) return middle + 1
    if (found < uid) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

export function withoutHit(hits: HitList, uid: number): HitList {
  const place = placeOf(hits, uid)
  if (place === undefined) return hits
  return { ...hits, uids: hits.uids.toSpliced(place - 1, 1), window: rows.expunged(hits.window, place) }
}

/** Rows enter at their places; those that are no hits are left out. */
export function withHitRows(hits: HitList, fetched: readonly ListRow[]): HitList {
  const placed = fetched.flatMap((row): [number, ListRow][] => {
    const place = placeOf(hits, row.uid)
    return place === undefined ? [] : [[place, row]]
  })
  return { ...hits, window: rows.withRows(hits.window, placed) }
}

/** The search was run again: rows that are known, and those the user has just moved away, stay so. */
export function refreshedHits(hits: HitList, uids: readonly number[]): HitList {
  const { uids: before, window } = hits
  if (uids.length === before.length && uids.every((uid, at) => uid === before[at])) return hits
  const known = new Map([...window.rows.values()].map((row) => [row.uid, row]))
  const next = openHits(uids, (uid) => known.get(uid))
  const hidden = window.hidden.length === 0 ? [] : before.filter((_, at) => rows.isHidden(window, at + 1))
  return { ...next, window: { ...rows.withHidden(next.window, hidden), shifts: window.shifts + 1 } }
}
