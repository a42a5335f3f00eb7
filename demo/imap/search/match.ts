import { structureOf } from '../fetch/parsed.ts'
import type { Message } from '../mailbox.ts'
import { decodedTexts, decodeHeader } from '../mime/decode.ts'
import { endOfHeader, fieldValue, type HeaderField, parseFields } from '../mime/header.ts'
import { inSet } from '../sequence.ts'
import type { MailboxView } from '../view.ts'
import { monthIndex } from '../wire/output.ts'
import { dayNumber, type SearchKey } from './parse.ts'

/** Whether a message matches. Headers and text are decoded only when a key asks for them, and once. */
export function matches(key: SearchKey, message: Message, view: MailboxView): boolean {
  return matchKey(key, new Candidate(message, view))
}

function matchKey(key: SearchKey, candidate: Candidate): boolean {
  const { message, view } = candidate
  switch (key.kind) {
    case 'all':
      return true
    case 'recent':
      return view.isRecent(message)
    case 'flag':
      return message.flags.has(key.flag)
    case 'and':
      return key.keys.every((part) => matchKey(part, candidate))
    case 'or':
      return key.keys.some((part) => matchKey(part, candidate))
    case 'not':
      return !matchKey(key.key, candidate)
    case 'arrived':
      return compareDay(Math.floor(message.internalDate.getTime() / 86_400_000), key)
    case 'sent':
      return compareDay(candidate.sentDay(), key)
    case 'header':
      return candidate.header(key.name).some((value) => value.includes(key.text))
    case 'body':
      return candidate.body().includes(key.text)
    case 'text':
      return candidate.headerText().includes(key.text) || candidate.body().includes(key.text)
    case 'larger':
      return message.size > key.size
    case 'smaller':
      return message.size < key.size
    case 'uid':
      return inSet(message.uid, key.set, view.messages.at(-1)?.uid ?? 0)
    case 'sequence':
      return inSet(view.sequence(message), key.set, view.messages.length)
  }
}

function compareDay(day: number | undefined, key: { when: 'before' | 'on' | 'since'; day: number }): boolean {
  if (day === undefined) return false
  if (key.when === 'on') return day === key.day
  return key.when === 'before' ? day < key.day : day >= key.day
}

class Candidate {
  readonly message: Message
  readonly view: MailboxView
  #raw: Buffer | undefined
  #fields: HeaderField[] | undefined
  #body: string | undefined

  constructor(message: Message, view: MailboxView) {
    this.message = message
    this.view = view
  }

  fields(): HeaderField[] {
    return (this.#fields ??= parseFields(
      this.#bytes(),
      0,
      endOfHeader(this.#bytes(), 0, this.#bytes().length),
    ))
  }

  header(name: string): string[] {
    return this.fields()
      .filter((field) => field.name.toLowerCase() === name)
      .map((field) => decodeHeader(field.value).toLowerCase())
  }

  headerText(): string {
    return this.fields()
      .map((field) => `${field.name}: ${decodeHeader(field.value)}`)
      .join('\r\n')
      .toLowerCase()
  }

  body(): string {
    this.#body ??= [...decodedTexts(this.#bytes(), structureOf(this.message.content))]
      .join('\r\n')
      .toLowerCase()
    return this.#body
  }

  /** The calendar date as the sender wrote it: RFC 3501 disregards time and zone. */
  sentDay(): number | undefined {
    const [, day, month = '', year = ''] =
      /(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{2,4})/i.exec(fieldValue(this.fields(), 'date') ?? '') ?? []
    if (day === undefined || monthIndex(month) === -1) return undefined
    const written = Number(year)
    const full = year.length > 3 ? written : written + (written < 50 ? 2000 : 1900) // RFC 5322 section 4.3
    return dayNumber(full, monthIndex(month), Number(day))
  }

  #bytes(): Buffer {
    return (this.#raw ??= this.message.raw)
  }
}
