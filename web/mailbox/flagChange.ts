import { FLAG_MARKS, flagsOf, marksOf } from '../index/marks.ts'
import type { FlagChange } from '../index/news.ts'
import { withFlag } from './row.ts'

export type { FlagChange }

export function changedFlags(flags: readonly string[], change: FlagChange): string[] {
  return 'flags' in change
    ? [...change.flags]
    : (withFlag({ seq: 0, uid: 0, flags: [...flags] }, change.flag, change.on).flags ?? [])
}

/** The same for flags as bits of `MARK`; other bits stay. */
export function changedMarks(marks: number, change: FlagChange): number {
  return (marks & ~FLAG_MARKS) | marksOf(changedFlags(flagsOf(marks), change))
}
