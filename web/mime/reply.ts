import type { Address } from '../../shared/mail/address.ts'
import type { Envelope } from '../../shared/mail/message.ts'
import { messageIdsIn } from './messageId.ts'

export type ReplyKind = 'reply' | 'replyAll' | 'forward'

export interface Recipients {
  to: Address[]
  cc: Address[]
}

/**
 * Who an answer goes to (RFC 5322 section 3.6.2): Reply-To, else From; for all, also the other recipients. One's own
 * addresses are left out, except where nobody would remain: an answer to a message of one's own goes to whom that went.
 */
export function replyRecipients(envelope: Envelope, own: readonly string[], kind: ReplyKind): Recipients {
  if (kind === 'forward') return { to: [], cc: [] }
  const isOwn = (one: Address): boolean => isAmong(one.address, own)
  const author = usable(envelope.replyTo.length > 0 ? envelope.replyTo : envelope.from)
  const fromSelf = author.length > 0 && author.every(isOwn)
  const direct = fromSelf ? usable(envelope.to) : author
  if (kind === 'reply') return { to: unique(direct.length > 0 ? direct : author), cc: [] }
  const to = unique([...direct, ...(fromSelf ? [] : usable(envelope.to))]).filter((one) => !isOwn(one))
  const cc = unique(usable(envelope.cc)).filter(
    (one) => !isOwn(one) && !to.some((other) => sameAddress(other.address, one.address)),
  )
  return { to: to.length > 0 || cc.length > 0 ? to : unique(author), cc }
}

const REPLY_PREFIX = /^\s*(?:re|aw|sv|antw|r|rif|rép|odp)(?:\[\d{1,3}\])?\s*:\s*/i
const FORWARD_PREFIX = /^\s*(?:fwd?|i|wg|tr|rv|enc|inoltra)\s*:\s*/i

/** The subject says that the message passes another one on. */
export function isForward(subject: string): boolean {
  return FORWARD_PREFIX.test(subject)
}

/** `Re: ` before the subject once, however many there are (RFC 5322 section 3.6.5). */
export function replySubject(subject: string, kind: ReplyKind): string {
  const prefix = kind === 'forward' ? FORWARD_PREFIX : REPLY_PREFIX
  let rest = subject.replace(/[\r\n\0]+/g, ' ')
  for (let times = 0; times < 20 && prefix.test(rest); times++) rest = rest.replace(prefix, '')
  return `${kind === 'forward' ? 'Fwd' : 'Re'}: ${rest.trim()}`.trim()
}

export interface ThreadHeaders {
  inReplyTo?: string
  references: string[]
}

/** RFC 5322 section 3.6.4: the original's References (or In-Reply-To) and its own id behind them. */
export function threadHeaders(envelope: Envelope, references: string | undefined): ThreadHeaders {
  const own = messageIdsIn(envelope.messageId).at(0)
  const before = messageIdsIn(references)
  const chain = before.length > 0 ? before : messageIdsIn(envelope.inReplyTo).slice(0, 1)
  if (own === undefined) return { references: chain }
  return { inReplyTo: own, references: messageIdsIn([...chain.filter((id) => id !== own), own].join(' ')) }
}

/** Each line with `> ` before it, `>` before what is a quote already (RFC 3676 section 4.5). */
export function quoteText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\s+$/, '')
    .split('\n')
    .map((line) => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`))
    .join('\n')
}

function usable(addresses: readonly Address[]): Address[] {
  return addresses.filter((one) => one.address.includes('@'))
}

function unique(addresses: Address[]): Address[] {
  return addresses.filter(
    (one, at) => addresses.findIndex((other) => sameAddress(other.address, one.address)) === at,
  )
}

/** Mail systems treat addresses without case, whatever RFC 5321 section 2.4 says of the local part. */
export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

export function isAmong(address: string, own: readonly string[]): boolean {
  return own.some((one) => sameAddress(one, address))
}
