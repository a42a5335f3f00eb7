import type { ListRow } from '../kit/listRow.ts'
import { rangesOf, type NumberRanges } from '../kit/numberRanges.ts'
import * as rows from './rowWindow.ts'

/**
 * Some messages of a folder, as a filter or a search found them, or all in another order than the server's: a window like the
 * folder's own, in which a message's place in the list, counted from the bottom, stands for its sequence number. Pure.
 */
export interface HitList {
  /** From the bottom; no UID twice. */
  readonly uids: Uint32Array
  /** Whether `uids` are, as SEARCH's are: then a place is found without looking through all. */
  readonly ascending: boolean
  readonly window: rows.RowWindow<ListRow>
}

/** UIDs as they come: of a search as numbers, of the index as it packs them. */
export type Uids = readonly number[] | Uint32Array

/** @param uids From the bottom. @param known Rows at hand, mostly of the top, by UID. */
export function openHits(uids: Uids, known: ReadonlyMap<number, ListRow>): HitList {
  const found: [number, ListRow][] = []
  for (let at = uids.length - 1; at >= 0 && found.length < known.size; at--) {
    const row = known.get(uids[at] ?? 0)
    if (row) found.push([at + 1, row])
  }
  const packed = uids instanceof Uint32Array ? uids : new Uint32Array(uids)
  const window = rows.withRows(rows.openWindow<ListRow>(uids.length), found)
  return { uids: packed, ascending: isAscending(packed), window }
}

function isAscending(uids: Uint32Array): boolean {
  for (let at = 1; at < uids.length; at++) if ((uids[at] ?? 0) <= (uids[at - 1] ?? 0)) return false
  return true
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
  const uids = joined(hits.uids.subarray(0, place - 1), hits.uids.subarray(place))
  return { ...hits, uids, window: rows.expunged(hits.window, place) }
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
export function refreshedHits(hits: HitList, uids: Uids): HitList {
  const { uids: before, window } = hits
  if (uids.length === before.length && before.every((uid, at) => uid === uids[at])) return hits
  const next = openHits(uids, rowsByUid(window.rows.values()))
  const hidden = new Set(window.hidden.flatMap(([low, high]) => [...before.subarray(low - 1, high)]))
  const places = hidden.size === 0 ? [] : placesOf(uids, hidden)
  return { ...next, window: { ...rows.withHiddenSeqs(next.window, places), shifts: window.shifts + 1 } }
}

/** Where some of them stand, as ranges; those that are none of them are left out. */
export function placesOf(uids: Uids, wanted: ReadonlySet<number>): NumberRanges {
  const places: number[] = []
  for (let at = 0; at < uids.length; at++) if (wanted.has(uids[at] ?? 0)) places.push(at + 1)
  return rangesOf(places)
}

/**
 * What a search found, in the order of all messages. What that does not have yet, for it has just come, is above; what it has no
 * more, for it has just gone, is below: either is found out soon.
 */
export function inOrderOf(all: Uint32Array, uids: Uids): Uint32Array {
  const left = new Set(uids)
  const known = all.filter((uid) => left.delete(uid))
  const newest = left.size === 0 ? 0 : all.reduce((highest, uid) => Math.max(highest, uid), 0)
  const [gone, fresh] = [[...left].filter((uid) => uid < newest), [...left].filter((uid) => uid > newest)]
  return joined(joined(Uint32Array.from(gone), known), fresh)
}

/** Ascending: as they arrived. */
export function byArrival(uids: Uids): Uint32Array {
  return new Uint32Array(uids).sort()
}

export function joined(uids: Uint32Array, more: Uids): Uint32Array {
  const all = new Uint32Array(uids.length + more.length)
  all.set(uids)
  all.set(more, uids.length)
  return all
}

export function rowsByUid(known: Iterable<ListRow>): Map<number, ListRow> {
  return new Map(Array.from(known, (row) => [row.uid, row]))
}
