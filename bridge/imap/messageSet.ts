import type { CommandArgument } from './library.ts'

/** Messages named by UID or by sequence number, as the commands take them. */
export interface MessageSet {
  by: 'uid' | 'sequence'
  set: string
}

/** `FETCH` or `UID FETCH`, RFC 3501 section 6.4.8. */
export function commandFor(verb: string, messages: MessageSet): string {
  return messages.by === 'uid' ? `UID ${verb}` : verb
}

/**
 * Whether a FETCH response can be the answer of a command on these messages; otherwise it tells another client's
 * change. A command by UID is answered with UIDs (RFC 3501 section 6.4.8). `*` depends on what the server has: with
 * it, any message can be.
 */
export function answerTo(messages: MessageSet): (row: { seq: number; uid?: number }) => boolean {
  const { by, set } = messages
  const numberIn = (row: { seq: number; uid?: number }): number | undefined =>
    by === 'uid' ? row.uid : row.seq
  if (set.includes('*')) return (row) => numberIn(row) !== undefined
  const ranges = set.split(',').map((range) => {
    const [from = 0, to = from] = range.split(':').map(Number)
    return { low: Math.min(from, to), high: Math.max(from, to) }
  })
  return (row) => {
    const number = numberIn(row)
    return number !== undefined && ranges.some(({ low, high }) => number >= low && number <= high)
  }
}

export function setArgument(set: string): CommandArgument {
  return { type: 'SEQUENCE', value: set }
}

export function atom(value: string): CommandArgument {
  return { type: 'ATOM', value }
}

export function atoms(values: readonly string[]): CommandArgument {
  return values.map(atom)
}
