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

/** The rows from the bottom: an unfolded conversation has its older messages below its row. */
export function rowsOf(
  { uids }: Arrangement,
  groups: ReadonlyMap<number, Group>,
  isUnfolded: (group: Group) => boolean,
): number[] {
  return Array.from(uids).flatMap((uid) => {
    const group = groups.get(uid)
    return group && isUnfolded(group) ? [...group.members.filter((one) => one !== uid), uid] : [uid]
  })
}

/** By UID, of every member of a conversation of more than one message here. */
export function groupsOf(arrangement: Arrangement | undefined): Map<number, Group> {
  const found = new Map<number, Group>()
  const { uids, members, ends } = arrangement ?? {}
  if (!uids || !members || !ends) return found
  for (const [place, head] of uids.entries()) {
    const from = ends[place - 1] ?? 0
    const end = ends[place] ?? 0
    if (end - from < 2) continue
    const group = { head, members: [...members.subarray(from, end)] }
    for (const member of group.members) found.set(member, group)
  }
  return found
}

/** Flags as they are after the news, the mark of files as it was. */
export function markedBy(marks: number, change: FlagNews['change']): number {
  if ('flags' in change) return (marks & ~marksOf(flagsOf(255))) | marksOf(change.flags)
  const bit = marksOf([change.flag])
  return change.on ? marks | bit : marks & ~bit
}
