import type { DraftInput } from '../../../shared/mail/draft.ts'
import { docToHtml, escapeHtml, quoteHtml } from '../../editor/docHtml.ts'
import { docToText } from '../../editor/docText.ts'
import { emptyDoc, isEmptyDoc, picturesIn, type DocNode } from '../../editor/doc.ts'
import type { AddressList, AddressProblem } from '../../mime/addressList.ts'
import { parseAddressList } from '../../mime/addressList.ts'
import { newMessageId } from '../../mime/messageId.ts'
import { quoteText, sameAddress, type ReplyKind } from '../../mime/reply.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { DraftFile } from './draftFiles.ts'

/** Recipients as typed, so that nothing a person typed is ever lost: finished entries, and the one being typed. */
export interface RecipientText {
  chips: string[]
  typing: string
}

/** An original in HTML as it goes below an answer: kept beside the text, since no editor would leave it as it was. */
export interface DraftQuote {
  kind: ReplyKind
  /** The line or lines above it; plain text. */
  intro: string
  /** Safe, pictures as `cid:`; made safe again whenever it is drawn. */
  html: string
  text: string
}

/** A copy in the Drafts folder. Without APPENDUID there is no uid: it is found by its Message-ID. */
export interface ServerCopy {
  path: string
  uidValidity?: string | undefined
  uid?: number | undefined
  /** `draftPrint` of what it holds. */
  print: string
}

export type DraftPhase =
  | 'writing'
  /** Handed over, the answer not seen yet. Found like this after a reload, nobody knows whether it went. */
  | 'submitting'
  | 'unknown'
  /** Sent; the copy for the Sent folder is still to be made. */
  | 'filing'

/** A message being written. Plain data but for the files' Blobs: kept in the browser as it is. */
export interface ComposerDraft {
  /** Made once, and the draft's key everywhere: a repeat of the same message can be told from a new one. */
  messageId: string
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
  inReplyTo?: string | undefined
  /** Oldest first. */
  references: string[]
  /** What to mark when it is sent. */
  original?: { mailbox: MailboxRef; uid: number; flag: '\\Answered' | '$Forwarded' } | undefined
  serverCopy?: ServerCopy | undefined
  phase: DraftPhase
  /** The Date header, from the moment it was first sent; ISO 8601. */
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
  from: string
  format: ComposerDraft['format']
  to?: string[]
}

export function emptyDraft({ from, format, to = [] }: EmptyDraftOptions): ComposerDraft {
  return {
    messageId: newMessageId(from),
    to: recipientText(to),
    cc: recipientText(),
    bcc: recipientText(),
    subject: '',
    format,
    doc: emptyDoc(),
    text: '',
    files: [],
    references: [],
    phase: 'writing',
    changedAt: Date.now(),
  }
}

export function parseRecipients({ chips, typing }: RecipientText): AddressList {
  return parseAddressList([...chips, typing].join('\n'))
}

/** Nothing in it that a person put there. */
export function isEmptyDraft(draft: ComposerDraft): boolean {
  const bodyEmpty = draft.format === 'rich' ? isEmptyDoc(draft.doc) : draft.text.trim() === ''
  const nobody = RECIPIENT_FIELDS.every(
    (field) => draft[field].chips.length === 0 && draft[field].typing === '',
  )
  return bodyEmpty && nobody && draft.subject === '' && draft.files.length === 0 && !draft.quote
}

/** The writer's own words, without what is quoted outside of them. */
export function ownText(draft: ComposerDraft): string {
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
  const all = RECIPIENT_FIELDS.flatMap((field) => lists[field].addresses.map((one) => one.address))
  const envelope = all.filter((one, at) => all.findIndex((other) => sameAddress(one, other)) === at)
  return { ...lists, envelope, problems }
}

/** What the bridge builds the message from. Recipients that cannot be read are left out: whoever sends checks before. */
export function toMessage(draft: ComposerDraft, from: string, date: Date): DraftInput {
  const { to, cc, bcc } = checkRecipients(draft)
  const shown = draft.format === 'rich' ? shownPictures(draft) : new Set<string>()
  return {
    from: { name: '', address: from },
    to: to.addresses,
    cc: cc.addresses,
    bcc: bcc.addresses,
    subject: draft.subject.replace(/[\r\n\0]+/g, ' ').trim(),
    text: clean(textOf(draft)),
    ...(draft.format === 'rich' ? { html: clean(htmlOf(draft)) } : {}),
    messageId: draft.messageId,
    date: draft.date ?? date.toISOString(),
    references: [...draft.references],
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
              part: reference.part,
              encoding: reference.encoding,
            },
          }
        : {}),
      ...(contentId !== undefined && shown.has(contentId) ? { contentId } : {}),
    })),
  }
}

/** Pictures that the HTML shows, the quote's among them. */
export function shownPictures(draft: ComposerDraft): Set<string> {
  const shown = picturesIn(draft.doc)
  for (const [, id] of draft.quote?.html.matchAll(/cid:([^\s"'<>)&]+)/g) ?? [])
    if (id !== undefined) shown.add(id)
  return shown
}

function textOf(draft: ComposerDraft): string {
  const { quote } = draft
  if (draft.format === 'plain' || !quote) return `${ownText(draft).trimEnd()}\n`
  const below = quote.kind === 'forward' ? quote.text : quoteText(quote.text)
  return `${ownText(draft).trimEnd()}\n\n${quote.intro}\n${below}\n`
}

/** Its class lets a draft that comes back from the server be taken apart again. */
export const QUOTE_CLASS = 'ponte-quote'

function htmlOf(draft: ComposerDraft): string {
  const own = docToHtml(draft.doc)
  const { quote } = draft
  if (!quote) return own
  const intro = `<p>${quote.intro.split('\n').map(escapeHtml).join('<br>')}</p>`
  const below = quote.kind === 'forward' ? quote.html : quoteHtml(quote.html)
  return `${own}<div class="${QUOTE_CLASS}">${intro}${below}</div>`
}

function clean(text: string): string {
  return text.replaceAll('\0', '')
}

/** Tells whether a draft has changed: a fingerprint of what goes into the message. */
export function draftPrint(draft: ComposerDraft): string {
  const { to, cc, bcc, subject, format, doc, text, quote, files } = draft
  const kept = files.map(({ id, name, contentId }) => [id, name, contentId])
  const data = JSON.stringify([
    to,
    cc,
    bcc,
    subject,
    format,
    format === 'rich' ? doc : text,
    quote?.html,
    kept,
  ])
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < data.length; at++) {
    const code = data.charCodeAt(at)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  return `${(high >>> 0).toString(36)}.${(low >>> 0).toString(36)}.${data.length.toString(36)}`
}

/** What comes back from storage may be another version's. */
export function isDraft(value: unknown): value is ComposerDraft {
  const fields = value as Partial<ComposerDraft> | null | undefined
  if (typeof fields !== 'object' || fields === null) return false
  const texts = [fields.subject, fields.text, fields.messageId, fields.format, fields.phase]
  const recipients = RECIPIENT_FIELDS.every(
    (field) => Array.isArray(fields[field]?.chips) && typeof fields[field].typing === 'string',
  )
  const lists = Array.isArray(fields.references) && Array.isArray(fields.files)
  return texts.every((text) => typeof text === 'string') && recipients && lists && fields.doc?.type === 'doc'
}
