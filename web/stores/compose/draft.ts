import { toRaw } from 'vue'
import type { DraftInput } from '../../../shared/mail/draft.ts'
import { docToHtml, escapeHtml, quoteHtml } from '../../editor/docHtml.ts'
import { docToText } from '../../editor/docText.ts'
import { emptyDoc, isEmptyDoc, picturesIn, type DocNode } from '../../editor/doc.ts'
import type { AddressList, AddressProblem } from '../../mime/addressList.ts'
import { asciiDomain, parseAddressList } from '../../mime/addressList.ts'
import { newMessageId } from '../../mime/messageId.ts'
import { quoteText, sameAddress, type ReplyKind } from '../../mime/reply.ts'
import type { Letter } from '../../mime/letter.ts'
import type { Sender } from '../../mime/senders.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { DraftFile } from './draftFiles.ts'
import { WRITING, type SendState } from './outgoing.ts'
import { unsigned } from './signature.ts'

/** One recipient field as typed: its finished entries, and the text still being typed. Nothing typed is ever lost. */
export interface RecipientText {
  chips: string[]
  typing: string
}

/** The HTML original below an answer. Separate from the text, because an editor would change it. */
export interface DraftQuote {
  kind: ReplyKind
  /** The lines above it; plain text. */
  intro: string
  /** Safe, pictures as `cid:`; made safe again whenever it is drawn. */
  html: string
  text: string
}

/** The draft's copy in the Drafts folder. A server without APPENDUID tells no uid: then its Message-ID finds it. */
export interface ServerCopy {
  path: string
  uidValidity?: string | undefined
  uid?: number | undefined
  /** `draftPrint` of the draft at the time it was saved. */
  print: string
}

/** What the original of an answer is marked with. */
export type AnswerFlag = '\\Answered' | '$Forwarded'

/** The message that an answer was begun from. */
export interface AnswerAbout {
  kind: ReplyKind
  mailbox: MailboxRef
  uid: number
  /** Bytes of the whole message, as the server tells. */
  size: number
  subject: string
  /** Whom it answers, as people say it. */
  name: string
  /** `draftPrint` of the answer as it was begun. */
  print: string
}

/** A message being written. Plain data but for the Blobs of its files; `browserDrafts.ts` stores it. */
export interface ComposerDraft {
  /** The draft's key everywhere. Made once, so that a repeat of a message is recognised as one. */
  messageId: string
  /** Whom it is sent as; absent: as the account's default. */
  from?: Sender | undefined
  to: RecipientText
  cc: RecipientText
  bcc: RecipientText
  subject: string
  format: 'rich' | 'plain'
  /** The text in the `rich` format. */
  doc: DocNode
  /** The text in the `plain` format. */
  text: string
  quote?: DraftQuote | undefined
  files: DraftFile[]
  priority?: 'high' | 'low' | undefined
  /** Ask for a note that it was read. */
  readReceipt?: boolean | undefined
  /** The answer to an invitation that goes along. */
  calendar?: Letter['calendar'] | undefined
  inReplyTo?: string | undefined
  /** Oldest first. */
  references: string[]
  /** Marked once this message is sent. */
  original?: { mailbox: MailboxRef; uid: number; flag: AnswerFlag } | undefined
  about?: AnswerAbout | undefined
  /** Where it is written: below the message it answers, while that is open, or at the bottom of the page. */
  place?: 'beside' | 'docked' | undefined
  /** What `sign` put in: see signature.ts. */
  signature?: readonly DocNode[] | undefined
  tail?: DocNode | undefined
  serverCopy?: ServerCopy | undefined
  state: SendState
  /** The Date header, set when the message is first sent; ISO 8601. */
  date?: string | undefined
  /** Milliseconds since the epoch. */
  changedAt: number
}

export type RecipientField = 'to' | 'cc' | 'bcc'
export const RECIPIENT_FIELDS: readonly RecipientField[] = ['to', 'cc', 'bcc']

export interface FieldProblem extends AddressProblem {
  field: RecipientField
}

export function recipientText(chips: string[] = []): RecipientText {
  return { chips, typing: '' }
}

export interface EmptyDraftOptions {
  from: Sender | undefined
  format: ComposerDraft['format']
  to?: string[]
}

export function emptyDraft({ from, format, to = [] }: EmptyDraftOptions): ComposerDraft {
  return {
    messageId: newMessageId(from?.address ?? ''),
    from: from && { name: from.name, address: from.address },
    to: recipientText(to),
    cc: recipientText(),
    bcc: recipientText(),
    subject: '',
    format,
    doc: emptyDoc(),
    text: '',
    files: [],
    references: [],
    state: WRITING,
    changedAt: Date.now(),
  }
}

export function parseRecipients({ chips, typing }: RecipientText): AddressList {
  return parseAddressList([...chips, typing].join('\n'))
}

/** A person has put nothing into it. */
export function isEmptyDraft(signed: ComposerDraft): boolean {
  const draft = unsigned(signed)
  const bodyEmpty = draft.format === 'rich' ? isEmptyDoc(draft.doc) : draft.text.trim() === ''
  const nobody = RECIPIENT_FIELDS.every(
    (field) => draft[field].chips.length === 0 && draft[field].typing === '',
  )
  return bodyEmpty && nobody && draft.subject === '' && draft.files.length === 0 && !draft.quote
}

/** The writer's own text, without the quote below it. */
export function writtenText(draft: ComposerDraft): string {
  return draft.format === 'rich' ? docToText(draft.doc) : draft.text
}

export interface CheckedRecipients {
  to: AddressList
  cc: AddressList
  bcc: AddressList
  /** Every recipient once, for the SMTP envelope. */
  envelope: string[]
  problems: FieldProblem[]
}

export function checkRecipients(draft: Pick<ComposerDraft, RecipientField>): CheckedRecipients {
  const [to, cc, bcc] = [parseRecipients(draft.to), parseRecipients(draft.cc), parseRecipients(draft.bcc)]
  const lists = { to, cc, bcc }
  const problems = RECIPIENT_FIELDS.flatMap((field) =>
    lists[field].problems.map((problem) => ({ ...problem, field })),
  )
  const all = RECIPIENT_FIELDS.flatMap((field) =>
    lists[field].addresses.map(({ address }) => asciiDomain(address)),
  )
  const envelope = all.filter((address, at) => all.findIndex((other) => sameAddress(address, other)) === at)
  return { ...lists, envelope, problems }
}

/** The input from which the bridge builds the message. Leaves out unreadable recipients; `preflight` refuses them before. */
export function toMessage(draft: ComposerDraft, from: Sender, date: Date): DraftInput {
  const { to, cc, bcc } = checkRecipients(draft)
  const shown = draft.format === 'rich' ? shownPictures(draft) : new Set<string>()
  return {
    from: { name: from.name, address: from.address },
    to: to.addresses,
    cc: cc.addresses,
    bcc: bcc.addresses,
    subject: draft.subject.replace(/[\r\n\0]+/g, ' ').trim(),
    text: clean(textOf(draft)),
    ...(draft.format === 'rich' ? { html: clean(htmlOf(draft)) } : {}),
    ...(draft.calendar ? { calendar: { ...draft.calendar } } : {}),
    messageId: draft.messageId,
    date: draft.date ?? date.toISOString(),
    references: [...draft.references],
    ...(draft.priority === undefined ? {} : { priority: draft.priority }),
    ...(draft.readReceipt ? { readReceipt: true } : {}),
    ...(draft.inReplyTo === undefined ? {} : { inReplyTo: draft.inReplyTo }),
    attachments: draft.files.map(({ name, type, size, reference, contentId }) => ({
      name,
      type,
      size: reference?.size ?? size,
      ...(reference
        ? {
            from: {
              mailbox: reference.mailbox,
              uid: reference.uid,
              ...(reference.part === undefined ? {} : { part: reference.part }),
              encoding: reference.encoding,
            },
          }
        : {}),
      ...(contentId !== undefined && shown.has(contentId) ? { contentId } : {}),
    })),
  }
}

/** Content-IDs of the pictures that the HTML shows, those of the quote included. */
export function shownPictures(draft: ComposerDraft): Set<string> {
  const shown = picturesIn(draft.doc)
  for (const id of draft.tail ? picturesIn(draft.tail) : []) shown.add(id)
  for (const id of draft.quote ? quoteFacts(draft.quote).pictures : []) shown.add(id)
  return shown
}

interface QuoteFacts {
  pictures: readonly string[]
  print: string
}
const factsOfQuotes = new WeakMap<DraftQuote, QuoteFacts>()

/** What its HTML tells, found once: a quote may have megabytes, and is never changed, only put in or taken out. */
function quoteFacts(quote: DraftQuote): QuoteFacts {
  const raw = toRaw(quote)
  const known = factsOfQuotes.get(raw)
  if (known) return known
  const pictures = Array.from(raw.html.matchAll(/cid:([^\s"'<>)&]+)/g), ([, id = '']) => id)
  const facts = { pictures, print: printOf(raw.html) }
  factsOfQuotes.set(raw, facts)
  return facts
}

function textOf(draft: ComposerDraft): string {
  const { quote } = draft
  if (draft.format === 'plain' || !quote) return `${writtenText(draft).trimEnd()}\n`
  const below = quote.kind === 'forward' ? quote.text : quoteText(quote.text)
  const tail = draft.tail ? `\n-- \n${docToText(draft.tail)}\n` : ''
  return `${writtenText(draft).trimEnd()}\n\n${quote.intro}\n${below}\n${tail}`
}

/** Class of the quote's element; by it a draft from the server is split into text and quote again. */
export const QUOTE_CLASS = 'ponte-quote'

function htmlOf(draft: ComposerDraft): string {
  const written = docToHtml(draft.doc)
  const { quote } = draft
  if (!quote) return written
  const intro = `<p>${quote.intro.split('\n').map(escapeHtml).join('<br>')}</p>`
  const below = quote.kind === 'forward' ? quote.html : quoteHtml(quote.html)
  return `${written}<div class="${QUOTE_CLASS}">${intro}${below}</div>${draft.tail ? docToHtml(draft.tail) : ''}`
}

function clean(text: string): string {
  return text.replaceAll('\0', '')
}

/** A fingerprint of what goes into the message; it changes when the draft does. */
export function draftPrint(draft: ComposerDraft): string {
  const { from, to, cc, bcc, subject, format, doc, text, quote, files } = draft
  const fileKeys = files.map(({ id, name, contentId }) => [id, name, contentId])
  const data = JSON.stringify([
    to,
    cc,
    bcc,
    subject,
    format,
    format === 'rich' ? doc : text,
    quote && quoteFacts(quote).print,
    ...(draft.tail ? [draft.tail] : []),
    ...(draft.priority ? [draft.priority] : []),
    ...(draft.readReceipt ? ['receipt'] : []),
    fileKeys,
    ...(from ? [[from.name, from.address]] : []),
  ])
  return printOf(data)
}

function printOf(data: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < data.length; at++) {
    const code = data.charCodeAt(at)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  return `${(high >>> 0).toString(36)}.${(low >>> 0).toString(36)}.${data.length.toString(36)}`
}

/** An answer in which nothing was written yet. */
export function isUntouched(draft: ComposerDraft): boolean {
  return draft.about !== undefined && draft.about.print === draftPrint(draft)
}

/** The server's copy is up to date. */
export function isSaved(draft: ComposerDraft): boolean {
  return draft.serverCopy?.print === draftPrint(draft)
}

/** Whether a stored value, perhaps of another version of the page, is a draft. Its `state` is stored apart. */
export function isDraft(value: unknown): value is Omit<ComposerDraft, 'state'> {
  const fields = value as Partial<ComposerDraft> | null | undefined
  if (typeof fields !== 'object' || fields === null) return false
  const texts = [fields.subject, fields.text, fields.messageId, fields.format]
  const recipients = RECIPIENT_FIELDS.every(
    (field) => Array.isArray(fields[field]?.chips) && typeof fields[field].typing === 'string',
  )
  const lists = Array.isArray(fields.references) && Array.isArray(fields.files)
  return texts.every((text) => typeof text === 'string') && recipients && lists && fields.doc?.type === 'doc'
}
