import { indexOfUid, type Message } from './mailbox.ts'
import type { MailboxView } from './view.ts'
import type { SequenceRange } from './wire/cursor.ts'

/** The set names a sequence number that no message has. */
export class MessageSetError extends Error {
  constructor() {
    super('The specified message set is invalid.')
    this.name = 'MessageSetError'
  }
}

/** A range with `*` replaced by `last`; `5:*` with `last` 3 is 3 to 5 (RFC 3501 section 9, seq-range). */
function resolve({ from, to }: SequenceRange, last: number): [low: number, high: number] {
  const a = from === Infinity ? last : from
  const b = to === Infinity ? last : to
  return [Math.min(a, b), Math.max(a, b)]
}

/** Whether a number is in a sequence set, `*` being `last`. */
export function inSet(number: number, set: readonly SequenceRange[], last: number): boolean {
  return set.some((range) => {
    const [low, high] = resolve(range, last)
    return number >= low && number <= high
  })
}

/**
 * The messages of a view that a set names, in order, each once. UIDs that are not there are nobody; a sequence number
 * that is not there throws {@link MessageSetError}.
 */
export function messagesIn(
  view: MailboxView,
  set: readonly SequenceRange[],
  options: { byUid: boolean },
): Message[] {
  const all = view.messages
  const last = options.byUid ? (all.at(-1)?.uid ?? 0) : all.length
  const picked = new Set<number>()
  for (const range of set) {
    const [low, high] = resolve(range, last)
    if (!options.byUid && high > all.length) throw new MessageSetError()
    const from = options.byUid ? indexOfUid(all, low) : Math.max(0, low - 1)
    for (let index = from; index < all.length; index++) {
      if ((options.byUid ? (all[index]?.uid ?? 0) : index + 1) > high) break
      picked.add(index)
    }
  }
  return [...picked].sort((a, b) => a - b).flatMap((index) => all[index] ?? [])
}
