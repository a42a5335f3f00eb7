import { FIRST_SLICE, MAX_SLICES, WHOLE_SEARCH } from './limits.ts'

/** A part of a mailbox that is searched by one command. */
export interface SearchSlice {
  /** Its UIDs, as SEARCH takes them: `5001:*`, `1:5000`. Absent: all of them, without naming any. */
  set?: string
  /** How many messages it holds, as far as is known; all slices together hold as many as the mailbox. */
  messages: number
}

export interface Sliced {
  /** Messages of the mailbox. */
  exists: number
  /** RFC 3501 section 2.3.1.1; servers may leave it out. */
  uidNext?: number | undefined
  /** The UIDs at the places of `sliceEnds`, as far as somebody knows them. */
  known?: readonly (number | undefined)[]
}

/**
 * Where slices end, counted in messages from the newest: small ones first, so that something shows soon, then growing, so
 * that even the largest mailbox takes no more than `MAX_SLICES` commands. The last is the oldest message's. Pure.
 */
export function sliceEnds(exists: number): number[] {
  if (exists <= WHOLE_SEARCH) return [exists]
  const growth = growthFor(exists)
  const ends: number[] = []
  let end = 0
  for (let size = FIRST_SLICE; end < exists; size *= growth) {
    // What would be left over by little is searched along.
    end = exists - (end + size) < size / 2 ? exists : Math.round(end + size)
    ends.push(end)
  }
  return ends
}

/** By how much each slice is larger than the one before. */
function growthFor(exists: number): number {
  let growth = 2
  while ((FIRST_SLICE * (growth ** MAX_SLICES - 1)) / (growth - 1) < exists) growth *= 1.1
  return growth
}

/**
 * The slices of a mailbox, newest first. They are told apart by UID, which, unlike a sequence number, means the same message
 * whatever is expunged meanwhile; together they name every UID there can be, and each once, so that a boundary that was
 * guessed makes one slice larger than another and nothing else. Pure.
 */
export function sliceMailbox({ exists, uidNext, known = [] }: Sliced): SearchSlice[] {
  const ends = sliceEnds(exists)
  const slices: SearchSlice[] = []
  // UIDs go evenly from what is known last down to 1.
  let from = { place: 0, uid: uidNext }
  let above: number | undefined
  let searched = 0
  for (const [at, end] of ends.slice(0, -1).entries()) {
    const uid = known[at]
    const fall = from.uid && ((end - from.place) * (from.uid - 1)) / (exists - from.place)
    const low = uid ?? (from.uid && fall && Math.round(from.uid - fall))
    if (uid !== undefined) from = { place: end, uid }
    // A boundary that parts nothing is none.
    if (!low || low < 2 || (above !== undefined && low > above)) continue
    slices.push({ set: `${low}:${above ?? '*'}`, messages: end - searched })
    above = low - 1
    searched = end
  }
  const messages = exists - searched
  return [...slices, above === undefined ? { messages } : { set: `1:${above}`, messages }]
}
