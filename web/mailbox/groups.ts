import type { Arrangement } from '../index/arrange.ts'

/** A conversation's messages in the folder on screen, oldest first, and the row it stands at: its newest. */
export interface Group {
  head: number
  members: readonly number[]
}

/** The oldest member: it stays the same while newer ones come. */
export function keyOf({ members }: Group): number {
  return members[0] ?? 0
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
export function groupsOf(arrangement: Arrangement | undefined): Groups {
  const { uids, members, ends } = arrangement ?? {}
  if (!uids || !members || !ends) return { get: () => undefined }
  /** The place of the row a message stands at. */
  let placeOf = (uid: number): number | undefined => {
    const at = members.lastIndexOf(uid)
    return at < 0 ? undefined : firstAbove(ends, at)
  }
  const known = new Map<number, Group | undefined>()
  return {
    get(uid) {
      if (known.has(uid)) return known.get(uid)
      if (known.size === LOOKED_THROUGH) {
        const places = placesOf(members, ends)
        placeOf = (one) => places.get(one)
      }
      const group = groupAt(placeOf(uid))
      known.set(uid, group)
      return group
    },
  }

  function groupAt(place: number | undefined): Group | undefined {
    if (place === undefined || !uids || !members || !ends) return undefined
    const own = members.subarray(ends[place - 1] ?? 0, ends[place])
    return own.length > 1 ? { head: uids[place] ?? 0, members: [...own] } : undefined
  }
}

/** By the UID of each member. */
function placesOf(members: Uint32Array, ends: Uint32Array): Map<number, number> {
  const places = new Map<number, number>()
  for (let place = 0, at = 0; place < ends.length; place++)
    for (; at < (ends[place] ?? 0); at++) places.set(members[at] ?? 0, place)
  return places
}

/** The first place whose number is above this one, in ascending numbers. */
function firstAbove(numbers: Uint32Array, one: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) > one) high = middle
    else low = middle + 1
  }
  return low
}

/** The rows at the top, from the bottom. */
export function lastRows({ uids }: Arrangement, count: number): number[] {
  return [...uids.subarray(-count)]
}
