import type { Envelope } from '../../shared/mail/message.ts'
import { MAX_CONVERSATION } from './limits.ts'
import { messageIdsIn } from './messageId.ts'

/** What a message tells about the conversation it belongs to. */
export interface Threaded {
  envelope?: Envelope | undefined
  internalDate?: string | undefined
  headers?: Record<string, string[]> | undefined
}

/** Its own Message-ID, and those of the messages it goes back to (RFC 5322 section 3.6.4). */
export interface ThreadIds {
  own: string | undefined
  ancestors: string[]
}

const known = new WeakMap<object, ThreadIds>()

export function threadIdsOf(message: Threaded): ThreadIds {
  const found = known.get(message)
  if (found) return found
  const references = messageIdsIn(message.headers?.['references']?.join(' '))
  const parents = messageIdsIn(message.envelope?.inReplyTo)
  const ids = {
    own: messageIdsIn(message.envelope?.messageId).at(0),
    ancestors: [...new Set([...references, ...parents])],
  }
  known.set(message, ids)
  return ids
}

/**
 * Those of `candidates` that belong to the same conversation as `message`, by Message-ID, References and In-Reply-To, or because
 * `belongs` says so; a message that is there twice (sent to oneself) counts once. `message` itself is not among them.
 */
export function relatedTo<Candidate extends Threaded>(
  message: Threaded,
  candidates: Iterable<Candidate>,
  belongs: (one: Candidate) => boolean = () => false,
): Candidate[] {
  const start = threadIdsOf(message)
  const ids = new Set([...(start.own === undefined ? [] : [start.own]), ...start.ancestors])
  const taken = new Set<string>(start.own === undefined ? [] : [start.own])
  const related: Candidate[] = []
  let left = [...candidates].filter((one) => (one as Threaded) !== message)
  for (let grown = true; grown;) {
    grown = false
    const others: Candidate[] = []
    for (const one of left) {
      const { own, ancestors } = threadIdsOf(one)
      const isNamed = (own !== undefined && ids.has(own)) || ancestors.some((id) => ids.has(id))
      if (!isNamed && !belongs(one)) {
        others.push(one)
        continue
      }
      for (const id of own === undefined ? ancestors : [own, ...ancestors]) {
        grown ||= !ids.has(id)
        ids.add(id)
      }
      if (own !== undefined && taken.has(own)) continue
      if (own !== undefined) taken.add(own)
      related.push(one)
    }
    left = others
  }
  return related.sort((one, other) => timeOf(one) - timeOf(other)).slice(-MAX_CONVERSATION)
}

/** When it was written, in milliseconds; 0 where nobody says. */
export function timeOf(message: Threaded): number {
  const time = Date.parse(message.envelope?.date ?? message.internalDate ?? '')
  return Number.isNaN(time) ? 0 : time
}
