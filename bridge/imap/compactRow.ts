import { COLUMN, emptyCompactRow, type CompactRow } from '../../shared/mail/compactRow.ts'
import {
  MAX_ADDRESSES_LENGTH,
  MAX_HEADERS_LENGTH,
  MAX_MESSAGE_ID_LENGTH,
  MAX_RAW_TEXT_LENGTH,
  MAX_SUBJECT_LENGTH,
} from '../limits.ts'
import { withoutComment } from './envelope.ts'
import { decodedHeaders } from './headers.ts'
import { toTime } from './instant.ts'
import { decodeWords, parseEnvelope, type ParsedResponse, type TokenTree } from './library.ts'
import { cutText, TextBudget } from './textBudget.ts'
import { flagsOf } from './toMessage.ts'
import { bytesOf, isList, numberOf, sectionOf, textOf } from './tokens.ts'

/** Addresses looked at for the first that says something: a group's name and its end come before its members. */
const FIRST_ADDRESSES = 8

/**
 * A FETCH response of UID, FLAGS, INTERNALDATE, RFC822.SIZE, ENVELOPE and some header fields as a `CompactRow`, read in one go:
 * of a hundred thousand messages, reading what a row does not show would take longer than all the rest.
 * @returns `undefined` when it is no answer: not of a message, without UID, or nothing but the news of a change of flags
 */
export function toCompactRow(response: ParsedResponse): CompactRow | undefined {
  const list = response.attributes?.[1]
  if (!numberOf(response.command) || !isList(list)) return undefined
  const row = emptyCompactRow()
  let inReplyTo = ''
  let isAnswer = false
  for (let at = 0; at < list.length; at += 2) {
    const value = list[at + 1]
    if (sectionOf(list[at])) {
      isAnswer = true
      takeHeaders(row, bytesOf(value))
      continue
    }
    const name = textOf(list[at])?.toUpperCase()
    isAnswer ||= !(name === 'UID' || name === 'FLAGS' || name === 'MODSEQ')
    if (name === 'UID') row[COLUMN.uid] = numberOf(value) ?? 0
    else if (name === 'FLAGS') row[COLUMN.flags] = flagsOf(value)
    else if (name === 'INTERNALDATE') row[COLUMN.received] = toTime(textOf(value)) ?? 0
    else if (name === 'RFC822.SIZE') row[COLUMN.size] = numberOf(value) ?? 0
    else if (name === 'ENVELOPE' && isList(value)) inReplyTo = takeEnvelope(row, value)
  }
  if (row[COLUMN.references] === '') row[COLUMN.references] = inReplyTo
  return row[COLUMN.uid] > 0 && isAnswer ? row : undefined
}

/** ENVELOPE, RFC 3501 section 7.4.2, with the same bounds as a whole one. @returns In-Reply-To */
function takeEnvelope(row: CompactRow, envelope: TokenTree[]): string {
  const budget = new TextBudget(MAX_ADDRESSES_LENGTH)
  row[COLUMN.subject] = cutText(subjectOf(rawText(envelope[1])), MAX_SUBJECT_LENGTH)
  const from = firstAddress(envelope[2], budget)
  row[COLUMN.fromName] = from.name
  row[COLUMN.fromAddress] = from.address
  const to = firstAddress(envelope[5], budget)
  row[COLUMN.to] = to.name || to.address
  const date = rawText(envelope[0])
  if (date !== '') row[COLUMN.sent] = toTime(date) ?? toTime(withoutComment(date)) ?? 0
  row[COLUMN.messageId] = cutText(rawText(envelope[9]).trim(), MAX_MESSAGE_ID_LENGTH)
  return cutText(rawText(envelope[8]).trim(), MAX_MESSAGE_ID_LENGTH)
}

function firstAddress(list: TokenTree | undefined, budget: TextBudget): { name: string; address: string } {
  const none = { name: '', address: '' }
  if (!isList(list)) return none
  for (const one of list.slice(0, FIRST_ADDRESSES)) {
    if (!isList(one)) continue
    const mailbox = rawText(one[2])
    const host = rawText(one[3])
    const name = personName(rawText(one[0])) || (host === '' ? personName(mailbox) : '')
    const address = host === '' ? '' : `${mailbox}@${host}`
    if (name === '' && address === '') continue
    return budget.take(address.length) ? { name: budget.cut(name), address } : none
  }
  return none
}

/** References, and whether there seem to be files: the structure of a hundred thousand messages would be most of what is sent. */
function takeHeaders(row: CompactRow, bytes: Buffer | undefined): void {
  if (!bytes) return
  const headers = decodedHeaders(bytes, new TextBudget(MAX_HEADERS_LENGTH))
  row[COLUMN.references] = headers['references']?.[0] ?? ''
  const hasFiles =
    /^\s*yes\b/i.test(headers['x-ms-has-attach']?.[0] ?? '') ||
    /^\s*multipart\/mixed\b/i.test(headers['content-type']?.[0] ?? '')
  row[COLUMN.files] = hasFiles ? 1 : 0
}

/** What will not be passed on is not decoded either. */
function rawText(node: TokenTree | undefined): string {
  return cutText(textOf(node) ?? '', MAX_RAW_TEXT_LENGTH)
}

/** As the library reads a subject, whose quotes are its own. */
function subjectOf(text: string): string {
  if (!text.includes('=?')) return text
  return parseEnvelope([null, { type: 'STRING', value: text }] as never).subject ?? ''
}

/** Some servers leave quotes around names; `decodeWords` takes them away. */
function personName(text: string): string {
  return text.includes('=?') || text.startsWith('"') ? decodeWords(text) : text
}
