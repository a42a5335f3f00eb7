import type { Envelope } from '../../shared/mail/message.ts'
import {
  MAX_ADDRESSES,
  MAX_ADDRESSES_LENGTH,
  MAX_MESSAGE_ID_LENGTH,
  MAX_RAW_TEXT_LENGTH,
  MAX_SUBJECT_LENGTH,
} from '../limits.ts'
import { toInstant } from './instant.ts'
import { parseEnvelope, type ParsedEnvelope, type TokenTree } from './library.ts'
import { cutText, TextBudget } from './textBudget.ts'
import { isList, textOf } from './tokens.ts'

/** ENVELOPE, RFC 3501 section 7.4.2, bounded: one message sent to twenty thousand must not fill a frame, or the event loop. */
export function toEnvelope(list: TokenTree[]): Envelope {
  const parsed: ParsedEnvelope = parseEnvelope(list.map(bounded) as never)
  const budget = new TextBudget(MAX_ADDRESSES_LENGTH)
  const envelope: Envelope = {
    subject: cutText(parsed.subject ?? '', MAX_SUBJECT_LENGTH),
    from: addresses(parsed.from, budget),
    sender: addresses(parsed.sender, budget),
    replyTo: addresses(parsed.replyTo, budget),
    to: addresses(parsed.to, budget),
    cc: addresses(parsed.cc, budget),
    bcc: addresses(parsed.bcc, budget),
  }
  const date = parsed.date instanceof Date ? toInstant(parsed.date) : toInstant(withoutComment(parsed.date))
  if (date !== undefined) envelope.date = date
  if (parsed.messageId) envelope.messageId = cutText(parsed.messageId, MAX_MESSAGE_ID_LENGTH)
  if (parsed.inReplyTo) envelope.inReplyTo = cutText(parsed.inReplyTo, MAX_MESSAGE_ID_LENGTH)
  return envelope
}

/** What will not be passed on is not decoded either. */
function bounded(field: TokenTree): TokenTree {
  if (isList(field)) return field.slice(0, MAX_ADDRESSES).map((one) => (isList(one) ? one.map(bounded) : one))
  const text = textOf(field)
  if (text === undefined || text.length <= MAX_RAW_TEXT_LENGTH) return field
  return { type: 'STRING', value: cutText(text, MAX_RAW_TEXT_LENGTH) }
}

/** Units that an address costs beside its texts: `{"name":"","address":""},` in JSON. */
const ADDRESS_COST = 5

function addresses(
  list: { name?: string; address?: string }[] | undefined,
  budget: TextBudget,
): { name: string; address: string }[] {
  const taken: { name: string; address: string }[] = []
  for (const { name = '', address: told = '' } of list ?? []) {
    const address = isPlaceholder(told) ? '' : told
    // An address is whole or not there: half of one would be another's.
    if (!budget.take(ADDRESS_COST + address.length)) break
    taken.push({ name: budget.cut(name), address })
  }
  return taken
}

/** `… +0200 (CEST)`: RFC 5322 allows comments, JavaScript's Date does not like all of them. */
export function withoutComment(date: string | undefined): string | undefined {
  return date?.replace(/\([^()]*\)/g, ' ').trim()
}

/**
 * What servers write where a message has no address: Dovecot `MISSING_MAILBOX@MISSING_DOMAIN`, c-client and Exchange
 * `x@.MISSING-HOST-NAME.` and `INVALID_ADDRESS@.SYNTAX-ERROR.`. Nobody can be reached there.
 */
export function isPlaceholder(address: string): boolean {
  return /^MISSING_MAILBOX@|@MISSING_DOMAIN$|^(?:INVALID_ADDRESS|UNEXPECTED_DATA_AFTER_ADDRESS)@|@\.?(?:SYNTAX[-_]ERROR|MISSING-HOST-NAME|unspecified-domain)\.?$/.test(
    address,
  )
}
