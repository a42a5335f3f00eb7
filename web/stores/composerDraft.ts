import type { DraftInput } from '../../shared/mail/draft.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { formatAddressList, parseAddressList, type AddressProblem } from '../mime/addressList.ts'
import { newMessageId } from '../mime/messageId.ts'
import { replyRecipients, replySubject, sameAddress, threadHeaders, type ReplyKind } from '../mime/reply.ts'
import type { ListRow } from './listRow.ts'

/** A message being written: recipients as typed, so that nothing a person typed is ever lost. */
export interface ComposerDraft {
  to: string
  cc: string
  bcc: string
  subject: string
  text: string
  /** Made once: a repeat of the same message can be told from a new one. */
  messageId: string
  inReplyTo?: string
  references: string[]
  /** Files of a forwarded message that do not go along: the writer is told. */
  leftFiles?: number
  /** What to mark as answered when it is sent. */
  answered?: { mailbox: MailboxRef; uid: number }
}

export type RecipientField = 'to' | 'cc' | 'bcc'

export interface FieldProblem extends AddressProblem {
  field: RecipientField
}

export function emptyDraft(from: string, to = ''): ComposerDraft {
  return { to, cc: '', bcc: '', subject: '', text: '', messageId: newMessageId(from), references: [] }
}

export interface AnswerOptions {
  kind: ReplyKind
  row: ListRow
  mailbox: MailboxRef
  /** The account's own address. */
  own: string
  /** The original as quoted text, attribution line included. */
  quote: string
  /** How many files the original has. */
  files: number
}

/** A reply, a reply to all or a forward of a message. */
export function answerDraft({ kind, row, mailbox, own, quote, files }: AnswerOptions): ComposerDraft {
  const draft = emptyDraft(own)
  const { envelope } = row
  draft.text = `\n\n${quote}\n`
  if (!envelope) return draft
  const { to, cc } = replyRecipients(envelope, own, kind)
  const thread = threadHeaders(envelope, row.headers?.['references']?.join(' '))
  return {
    ...draft,
    to: formatAddressList(to),
    cc: formatAddressList(cc),
    subject: replySubject(envelope.subject, kind),
    references: thread.references,
    ...(kind === 'forward' || thread.inReplyTo === undefined ? {} : { inReplyTo: thread.inReplyTo }),
    ...(kind === 'forward' && files > 0 ? { leftFiles: files } : {}),
    ...(kind === 'forward' ? {} : { answered: { mailbox, uid: row.uid } }),
  }
}

export interface CheckedDraft {
  /** What the bridge builds the message from; absent when there are problems. */
  message?: DraftInput
  /** Every recipient once, for the SMTP envelope. */
  recipients: string[]
  problems: FieldProblem[]
}

/** Reads the recipients; nothing is sent while one of them cannot be read. */
export function checkDraft(draft: ComposerDraft, from: string, date: Date): CheckedDraft {
  const lists = {
    to: parseAddressList(draft.to),
    cc: parseAddressList(draft.cc),
    bcc: parseAddressList(draft.bcc),
  }
  const problems = (['to', 'cc', 'bcc'] as const).flatMap((field) =>
    lists[field].problems.map((problem) => ({ ...problem, field })),
  )
  const all = [...lists.to.addresses, ...lists.cc.addresses, ...lists.bcc.addresses].map((one) => one.address)
  const recipients = all.filter((one, at) => all.findIndex((other) => sameAddress(one, other)) === at)
  if (problems.length > 0 || recipients.length === 0) return { recipients, problems }
  const message: DraftInput = {
    from: { name: '', address: from },
    to: lists.to.addresses,
    cc: lists.cc.addresses,
    bcc: lists.bcc.addresses,
    subject: draft.subject.replace(/[\r\n\0]+/g, ' ').trim(),
    text: draft.text.replaceAll('\0', ''),
    messageId: draft.messageId,
    date: date.toISOString(),
    references: draft.references,
    ...(draft.inReplyTo === undefined ? {} : { inReplyTo: draft.inReplyTo }),
  }
  return { message, recipients, problems }
}

export function isDraft(value: unknown): value is ComposerDraft {
  const fields = value as Partial<Record<keyof ComposerDraft, unknown>> | null
  if (typeof fields !== 'object' || fields === null) return false
  const texts = [fields.to, fields.cc, fields.bcc, fields.subject, fields.text, fields.messageId]
  return texts.every((text) => typeof text === 'string') && Array.isArray(fields.references)
}
