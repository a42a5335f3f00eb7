import { MAX_SET_LENGTH } from '../../shared/protocol/limits.ts'
import type { ParsedResponse } from './library.ts'
import { isList, textOf } from './tokens.ts'

/** UIDs from `low` to `high`, both included. */
interface UidRange {
  low: number
  high: number
}

/** What `* VANISHED (EARLIER) 41,43:116` tells, RFC 7162 section 3.2.10. */
export interface Vanished {
  /** Gone before this session looked; otherwise they have just gone, as with EXPUNGE. */
  earlier: boolean
  /** As the server wrote them. Never unfolded: it may name UIDs that no message ever had, up to all there are. */
  ranges: UidRange[]
}

export function readVanished({ attributes = [] }: ParsedResponse): Vanished {
  const earlier = isList(attributes[0])
  const set = textOf(attributes[earlier ? 1 : 0]) ?? ''
  const ranges = set.split(',').flatMap((part) => {
    const [, one, other = one] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(part) ?? []
    const ends = [Number(one), Number(other)]
    return one === undefined ? [] : [{ low: Math.min(...ends), high: Math.max(...ends) }]
  })
  return { earlier, ranges }
}

/**
 * VANISHED without EARLIER counts as so many EXPUNGEs: a server tells it only of messages that were there.
 * @returns what it told
 */
export function takeVanished(
  connection: { selected: { exists: number } | undefined; expunges: number },
  response: ParsedResponse,
): Vanished {
  const told = readVanished(response)
  const { earlier, ranges } = told
  if (earlier || !connection.selected) return told
  const gone = ranges.reduce((sum, { low, high }) => sum + high - low + 1, 0)
  connection.expunges += gone
  connection.selected.exists = Math.max(0, connection.selected.exists - gone)
  return told
}

/** All of them as sets, ascending, each no longer than a command takes; none when nothing vanished. */
export function vanishedSets(ranges: readonly UidRange[]): string[] {
  const folded: UidRange[] = []
  for (const { low, high } of [...ranges].sort((one, other) => one.low - other.low)) {
    const last = folded.at(-1)
    if (last && low <= last.high + 1) last.high = Math.max(last.high, high)
    else folded.push({ low, high })
  }
  const sets: string[] = []
  for (const { low, high } of folded) {
    const range = low === high ? String(low) : `${low}:${high}`
    const set = sets.at(-1)
    if (set !== undefined && set.length + 1 + range.length <= MAX_SET_LENGTH)
      sets[sets.length - 1] = `${set},${range}`
    else sets.push(range)
  }
  return sets
}
