import type { Arrangement } from '../index/arrange.ts'
import { flagsOf, marksOf } from '../index/marks.ts'
import type { FlagNews } from './headerIndex.ts'

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
export function rowsOf({ uids }: Arrangement, groups: Groups, unfolded: readonly Group[]): number[] {
  if (unfolded.length === 0) return Array.from(uids)
  return Array.from(uids).flatMap((uid) => {
    const group = groups.get(uid)
    const open = group && unfolded.some((one) => keyOf(one) === keyOf(group))
    return open ? [...group.members.filter((one) => one !== uid), uid] : [uid]
  })
}

/** Made in one pass without copies: a large mailbox has tens of thousands, and this runs where the page is drawn. */
export function groupsOf(arrangement: Arrangement | undefined): Groups {
  const { uids, members, ends } = arrangement ?? {}
  const places = new Map<number, number>()
  if (!uids || !members || !ends) return { get: () => undefined }
  for (let place = 0, from = 0; place < ends.length; place++) {
    const end = ends[place] ?? 0
    if (end - from > 1) for (let at = from; at < end; at++) places.set(members[at] ?? 0, place)
    from = end
  }
  return {
    get(uid) {
      const place = places.get(uid)
      if (place === undefined) return undefined
      return { head: uids[place] ?? 0, members: [...members.subarray(ends[place - 1] ?? 0, ends[place])] }
    },
  }
}

/** Flags as they are after the news, the mark of files as it was. */
export function markedBy(marks: number, change: FlagNews['change']): number {
  if ('flags' in change) return (marks & ~marksOf(flagsOf(255))) | marksOf(change.flags)
  const bit = marksOf([change.flag])
  return change.on ? marks | bit : marks & ~bit
}
