import { fallen, rangesOf, unionOf, type NumberRanges } from './numberRanges.ts'

/**
 * What the sequence numbers of a mailbox mean (RFC 3501 section 2.3.1.2), as far as that is known, kept right while the
 * server tells what came and went. Pure: each function returns new numbers, or the same ones when nothing changed.
 */
export interface Numbers {
  readonly kind: 'numbers'
  /** Messages in the mailbox. */
  readonly exists: number
  /** UIDs by sequence number, as far as they are known. */
  readonly uids: ReadonlyMap<number, number>
  /** What the index takes other numbers for: shown, and asked for all the same. Never a UID that is known to stand elsewhere. */
  readonly guessed: ReadonlyMap<number, number>
  /** Numbers the server listed and did not hand out (Outlook has such messages). */
  readonly missing: ReadonlySet<number>
  /** Numbers of messages on their way out, by the wish that takes them away. */
  readonly leaving: ReadonlyMap<string, NumberRanges>
  /** All of `leaving`: out of sight. */
  readonly hidden: NumberRanges
  /** Grows whenever a number comes to mean another message: an answer that spans such a change may have gaps. */
  readonly shifts: number
}

const NONE: ReadonlyMap<number, number> = new Map()

export function openNumbers(exists: number, shifts = 0): Numbers {
  return {
    kind: 'numbers',
    exists,
    uids: new Map(),
    guessed: NONE,
    missing: new Set(),
    leaving: new Map(),
    hidden: [],
    shifts,
  }
}

export function numberOf(numbers: Numbers, uid: number): number | undefined {
  for (const [seq, known] of numbers.uids) if (known === uid) return seq
  return undefined
}

/** FETCH told which message a number means now. It may tell of messages EXISTS has not counted yet. */
export function named(numbers: Numbers, pairs: Iterable<readonly [seq: number, uid: number]>): Numbers {
  const uids = new Map(numbers.uids)
  const missing = new Set(numbers.missing)
  let { exists } = numbers
  for (const [seq, uid] of pairs) {
    uids.set(seq, uid)
    missing.delete(seq)
    exists = Math.max(exists, seq)
  }
  return { ...numbers, exists, uids, missing, guessed: stillGuessed(numbers.guessed, uids) }
}

/** The index tells what it takes numbers for. */
export function guess(numbers: Numbers, pairs: Iterable<readonly [seq: number, uid: number]>): Numbers {
  return { ...numbers, guessed: stillGuessed(new Map([...numbers.guessed, ...pairs]), numbers.uids) }
}

/** These messages are not shown by a guess any more. */
export function withoutGuesses(numbers: Numbers, isOut: (uid: number) => boolean): Numbers {
  const left = [...numbers.guessed].filter(([, uid]) => !isOut(uid))
  return left.length === numbers.guessed.size ? numbers : { ...numbers, guessed: new Map(left) }
}

function stillGuessed(
  guessed: ReadonlyMap<number, number>,
  uids: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  if (guessed.size === 0) return NONE
  const known = new Set(uids.values())
  return new Map([...guessed].filter(([seq, uid]) => !uids.has(seq) && !known.has(uid)))
}

export function withMissing(numbers: Numbers, seqs: Iterable<number>): Numbers {
  const missing = new Set([...numbers.missing, ...seqs])
  return missing.size === numbers.missing.size ? numbers : { ...numbers, missing }
}

/** `* n EXISTS`. Fewer than before without EXPUNGE means that the server lost us: all numbers are unknown then. */
export function grown(numbers: Numbers, exists: number): Numbers {
  if (exists === numbers.exists) return numbers
  return exists < numbers.exists
    ? openNumbers(exists, numbers.shifts + 1)
    : { ...numbers, exists, guessed: NONE }
}

/** `* n EXPUNGE`: the number is gone, and every greater one falls by one. */
export function expunged(numbers: Numbers, seq: number): Numbers {
  if (seq < 1 || seq > numbers.exists) return numbers
  const fall = (number: number): number => (number > seq ? number - 1 : number)
  const uids = new Map<number, number>()
  for (const [number, uid] of numbers.uids) if (number !== seq) uids.set(fall(number), uid)
  const missing = new Set([...numbers.missing].filter((number) => number !== seq).map(fall))
  const leaving = mapped(numbers.leaving, (ranges) => fallen(ranges, seq))
  return {
    ...numbers,
    exists: numbers.exists - 1,
    uids,
    guessed: NONE,
    missing,
    leaving,
    hidden: union(leaving),
    shifts: numbers.shifts + 1,
  }
}

/**
 * `* VANISHED` (RFC 7162) names a UID. If its number is not known, numbers ascend with UIDs, so the known ones around
 * it still tell which of them fall; what has no known UID is no longer sure.
 */
export function vanished(numbers: Numbers, uid: number): Numbers {
  const known = numberOf(numbers, uid)
  if (known !== undefined) return expunged(numbers, known)
  if (numbers.exists === 0) return numbers
  const uids = new Map<number, number>()
  for (const [seq, other] of numbers.uids) {
    const number = other > uid ? seq - 1 : seq
    if (number > 0) uids.set(number, other)
  }
  const moved = { ...numbers, exists: numbers.exists - 1, uids, guessed: NONE, missing: new Set<number>() }
  const leaving = mapped(numbers.leaving, (ranges) => {
    const leavingUids = new Set<number>()
    for (const [low, high] of ranges)
      for (let seq = low; seq <= high; seq++) leavingUids.add(numbers.uids.get(seq) ?? 0)
    return rangesOf([...uids].filter(([, other]) => leavingUids.has(other)).map(([seq]) => seq))
  })
  return { ...moved, leaving, hidden: union(leaving), shifts: numbers.shifts + 1 }
}

/**
 * The mailbox was selected anew. If it grew by exactly as many as UIDNEXT did, nothing was expunged and the numbers
 * still mean the same. Otherwise nothing is sure.
 *
 * @param uidNextGrowth `undefined` where the server does not tell UIDNEXT.
 */
export function resynced(
  numbers: Numbers,
  { exists, uidNextGrowth }: { exists: number; uidNextGrowth: number | undefined },
): Numbers {
  const growth = exists - numbers.exists
  return growth >= 0 && uidNextGrowth === growth
    ? grown(numbers, exists)
    : openNumbers(exists, numbers.shifts + 1)
}

/** Takes numbers out of sight on behalf of a wish. */
export function hide(numbers: Numbers, wish: string, seqs: NumberRanges): Numbers {
  if (seqs.length === 0) return numbers
  const leaving = new Map(numbers.leaving).set(wish, unionOf(numbers.leaving.get(wish) ?? [], seqs))
  return { ...numbers, leaving, hidden: union(leaving) }
}

/** Puts them back into sight. */
export function unhide(numbers: Numbers, wish: string): Numbers {
  if (!numbers.leaving.has(wish)) return numbers
  const leaving = new Map(numbers.leaving)
  leaving.delete(wish)
  return { ...numbers, leaving, hidden: union(leaving) }
}

/** The known numbers of these messages. */
export function numbersOf(numbers: Numbers, uids: ReadonlySet<number>): NumberRanges {
  return rangesOf([...numbers.uids].filter(([, uid]) => uids.has(uid)).map(([seq]) => seq))
}

function mapped(
  leaving: ReadonlyMap<string, NumberRanges>,
  change: (ranges: NumberRanges) => NumberRanges,
): ReadonlyMap<string, NumberRanges> {
  if (leaving.size === 0) return leaving
  return new Map([...leaving].map(([wish, ranges]) => [wish, change(ranges)]))
}

function union(leaving: ReadonlyMap<string, NumberRanges>): NumberRanges {
  let all: NumberRanges = []
  for (const ranges of leaving.values()) all = unionOf(all, ranges)
  return all
}
