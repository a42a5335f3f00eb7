import { FLAG_MARKS, flagsOf, marksOf } from '../index/marks.ts'
import type { FlagChange } from '../index/news.ts'
import { flagsWith } from './row.ts'

export type { FlagChange }

export function changedFlags(flags: readonly string[], change: FlagChange): string[] {
  return 'flags' in change ? [...change.flags] : flagsWith(flags, change.flag, change.on)
}

/** The same for flags as bits of `MARK`; other bits stay. */
export function changedMarks(marks: number, change: FlagChange): number {
  return (marks & ~FLAG_MARKS) | marksOf(changedFlags(flagsOf(marks), change))
}
