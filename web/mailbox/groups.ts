import type { Arrangement } from '../index/arrange.ts'
import { at } from './at.ts'

/** A conversation's messages in the folder on screen, oldest first, and the row it stands at: its newest. */
export interface Group {
  head: number
  members: readonly number[]
}

/** The oldest member: it stays the same while newer ones come. */
export function keyOf({ members }: Group): number {
  return at(members, 0)
}

/** The conversations of more than one message here, by the UID of any of them. */
export interface Groups {
  get(uid: number): Group | undefined
}

/** The rows from the bottom: an unfolded conversation has its older messages below its row. */
export function rowsOf({ uids }: Arrangement, unfolded: readonly Group[]): Uint32Array {
  if (unfolded.length === 0) return uids
  const open = new Map(unfolded.map((group) => [group.head, group]))
  return Uint32Array.from(
    Array.from(uids).flatMap((uid) => {
      const group = open.get(uid)
      return group ? [...group.members.filter((one) => one !== uid), uid] : [uid]
    }),
  )
}

/** Lookups by looking through the members, which is quick for rows near the top; then an index of all is the cheaper. */
const LOOKED_THROUGH = 300

/** Nothing is copied or indexed ahead: a large mailbox has tens of thousands, and this runs where the page is drawn. */
export function groupsOf({ uids, members, ends }: Arrangement): Groups {
  if (!members || !ends) return { get: () => undefined }
  /** The place of the row a message stands at. */
  let placeOf = (uid: number): number | undefined => {
    const index = members.lastIndexOf(uid)
    return index < 0 ? undefined : firstAbove(ends, index)
  }
  const groupAt = (place: number): Group | undefined => {
    const own = members.subarray(ends[place - 1] ?? 0, ends[place])
    return own.length > 1 ? { head: at(uids, place), members: [...own] } : undefined
  }
  const known = new Map<number, Group | undefined>()
  return {
    get(uid) {
      if (known.has(uid)) return known.get(uid)
      if (known.size === LOOKED_THROUGH) {
        const places = placesOf(members, ends)
        placeOf = (one) => places.get(one)
      }
      const place = placeOf(uid)
      const group = place === undefined ? undefined : groupAt(place)
      known.set(uid, group)
      return group
    },
  }
}

/** By the UID of each member. */
function placesOf(members: Uint32Array, ends: Uint32Array): Map<number, number> {
  const places = new Map<number, number>()
  let begin = 0
  for (const [place, end] of ends.entries()) {
    for (const uid of members.subarray(begin, end)) places.set(uid, place)
    begin = end
  }
  return places
}

/** The first place whose number is above this one, in ascending numbers. */
function firstAbove(numbers: Uint32Array, one: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(numbers, middle) > one) high = middle
    else low = middle + 1
  }
  return low
}

/** The rows at the top, from the bottom. */
export function lastRows({ uids }: Arrangement, count: number): number[] {
  return [...uids.subarray(-count)]
}
