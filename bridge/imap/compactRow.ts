import { COLUMN, emptyCompactRow, type CompactRow } from '../../shared/mail/compactRow.ts'
import { TRAIT } from '../../shared/mail/traits.ts'
import {
  MAX_ADDRESSES,
  MAX_ADDRESSES_LENGTH,
  MAX_HEADERS_LENGTH,
  MAX_MESSAGE_ID_LENGTH,
  MAX_RAW_TEXT_LENGTH,
  MAX_ROW_RECIPIENTS,
  MAX_SUBJECT_LENGTH,
} from '../limits.ts'
import { isPlaceholder, withoutComment } from './envelope.ts'
import { decodedHeaders } from './headers.ts'
import { toTime } from './instant.ts'
import { decodeWords, parseEnvelope, type ParsedResponse, type TokenTree } from './library.ts'
import { cutText, TextBudget } from './textBudget.ts'
import { flagsOf } from './toMessage.ts'
import { listIdOf, TRAIT_HEADERS, traitsOf } from './traits.ts'
import { bytesOf, isList, numberOf, sectionOf, textOf } from './tokens.ts'

/** What a row in bulk is read from, and `fetch` asks for. */
export const COMPACT_HEADERS: readonly string[] = ['References', ...TRAIT_HEADERS]

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
  const to = peopleIn(envelope[5], { budget, room: MAX_ROW_RECIPIENTS })
  const cc = peopleIn(envelope[6], { budget, room: MAX_ROW_RECIPIENTS - to.people.length })
  row[COLUMN.to] = flat(to.people)
  row[COLUMN.cc] = flat(cc.people)
  if (to.more || cc.more) row[COLUMN.traits] |= TRAIT.moreRecipients
  const date = rawText(envelope[0])
  if (date !== '') row[COLUMN.sent] = toTime(date) ?? toTime(withoutComment(date)) ?? 0
  row[COLUMN.messageId] = cutText(rawText(envelope[9]).trim(), MAX_MESSAGE_ID_LENGTH)
  return cutText(rawText(envelope[8]).trim(), MAX_MESSAGE_ID_LENGTH)
}

function firstAddress(list: TokenTree | undefined, budget: TextBudget): Person {
  return peopleIn(list, { budget, room: 1 }).people[0] ?? { name: '', address: '' }
}

interface Person {
  name: string
  address: string
}

/** The first that say something. A group is its name: what follows it are its members, if it has any. */
function peopleIn(
  list: TokenTree | undefined,
  { budget, room }: { budget: TextBudget; room: number },
): { people: Person[]; more: boolean } {
  const people: Person[] = []
  if (!isList(list)) return { people, more: false }
  for (const entry of list.slice(0, MAX_ADDRESSES)) {
    if (!isList(entry)) continue
    const mailbox = rawText(entry[2])
    const host = rawText(entry[3])
    const told = host === '' ? '' : `${mailbox}@${host}`
    const address = isPlaceholder(told) ? '' : told
    const name = personName(rawText(entry[0])) || (host === '' ? personName(mailbox) : '')
    if (name === '' && address === '') continue
    if (people.length >= room || !budget.take(address.length)) return { people, more: true }
    people.push({ name: budget.cut(name), address })
  }
  return { people, more: list.length > MAX_ADDRESSES }
}

const flat = (people: readonly Person[]): string[] => people.flatMap(({ name, address }) => [name, address])

/** What References, and the fields of the traits, say: the structure of a hundred thousand messages would be most of what is sent. */
function takeHeaders(row: CompactRow, bytes: Buffer | undefined): void {
  if (!bytes) return
  const headers = decodedHeaders(bytes, new TextBudget(MAX_HEADERS_LENGTH))
  row[COLUMN.references] = headers['references']?.[0] ?? ''
  row[COLUMN.traits] |= traitsOf(headers)
  row[COLUMN.listId] = listIdOf(headers)
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
