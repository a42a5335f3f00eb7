/** Flags as bits of a byte: what the list shows and filters by. Keywords of a user's own are told with the whole row. */
export const MARK = {
  seen: 1,
  answered: 2,
  flagged: 4,
  deleted: 8,
  draft: 16,
  forwarded: 32,
} as const

/** All of them. */
export const FLAG_MARKS = 63

/** The system flags (RFC 3501 section 2.3.2) and one keyword that clients agree on. */
const FLAGS: readonly (readonly [flag: string, bit: number])[] = [
  ['\\Seen', MARK.seen],
  ['\\Answered', MARK.answered],
  ['\\Flagged', MARK.flagged],
  ['\\Deleted', MARK.deleted],
  ['\\Draft', MARK.draft],
  ['$Forwarded', MARK.forwarded],
]
const BITS = new Map(FLAGS.map(([flag, bit]) => [flag.toLowerCase(), bit]))

/** Whether a flag is among them: what marks say of any other proves nothing. */
export function isMark(flag: string): boolean {
  return BITS.has(flag.toLowerCase())
}

export function marksOf(flags: readonly string[]): number {
  return flags.reduce((marks, flag) => marks | (BITS.get(flag.toLowerCase()) ?? 0), 0)
}

export function flagsOf(marks: number): string[] {
  return FLAGS.flatMap(([flag, bit]) => (marks & bit ? [flag] : []))
}
