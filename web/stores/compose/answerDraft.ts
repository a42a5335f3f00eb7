import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { lines, textToDoc } from '../../editor/docText.ts'
import { formatAddress } from '../../mime/addressList.ts'
import { quoteText, replyRecipients, replySubject, threadHeaders, type ReplyKind } from '../../mime/reply.ts'
import { senderFor, type Sender } from '../../mime/senders.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { draftPrint, emptyDraft, recipientText, type ComposerDraft, type DraftQuote } from './draft.ts'
import { sign, type Signature } from './signature.ts'
import type { DraftFile } from './draftFiles.ts'

export interface AnswerOptions {
  kind: ReplyKind
  row: ListRow
  mailbox: MailboxRef
  /** Whom the account sends as, the default first. */
  senders: readonly Sender[]
  /** Every address of the account's own. */
  own: readonly string[]
  format: ComposerDraft['format']
  /** The lines above the quote; plain text. */
  intro: string
  /** The original's text, and its HTML if it had any. */
  original: { text: string; html?: string | undefined }
  /** The files of a forward, and the pictures of the quoted HTML. */
  files: DraftFile[]
  /** What stands under messages of a sender. */
  signatureOf?: ((sender: Sender | undefined) => Signature | undefined) | undefined
  /** The mailbox stores the keyword `$Forwarded`. */
  canMarkForwarded: boolean
}

/** Makes a reply, a reply to all or a forward of a message. */
export function answerDraft(options: AnswerOptions): ComposerDraft {
  const { kind, row, mailbox } = options
  const [sender] = row.envelope?.replyTo.length ? row.envelope.replyTo : (row.envelope?.from ?? [])
  const name = sender?.name.trim() || sender?.address || ''
  const subject = row.envelope?.subject ?? ''
  const at = { mailbox: { ...mailbox }, uid: row.uid, size: row.size ?? 0, subject }
  const about = { ...at, kind, name, print: '' }
  const bare: ComposerDraft = { ...draftOf(options), about, place: 'beside' }
  const draft = sign(bare, options.signatureOf?.(bare.from))
  return { ...draft, about: { ...about, print: draftPrint(draft) } }
}

function draftOf(options: AnswerOptions): ComposerDraft {
  const { kind, row, mailbox, senders, own, format, files } = options
  const from = senderFor(row.envelope, senders)
  const draft: ComposerDraft = { ...emptyDraft({ from, format }), ...quoted(options), files }
  const { envelope } = row
  if (!envelope) return draft
  const { to, cc } = replyRecipients(envelope, own, kind)
  const thread = threadHeaders(envelope, row.headers?.['references']?.join(' '))
  const message = { mailbox: { ...mailbox }, uid: row.uid }
  return {
    ...draft,
    to: recipientText(to.map(formatAddress)),
    cc: recipientText(cc.map(formatAddress)),
    subject: replySubject(envelope.subject, kind),
    references: thread.references,
    ...(kind === 'forward' || thread.inReplyTo === undefined ? {} : { inReplyTo: thread.inReplyTo }),
    ...(kind !== 'forward' ? { original: { ...message, flag: '\\Answered' } } : {}),
    ...(kind === 'forward' && options.canMarkForwarded
      ? { original: { ...message, flag: '$Forwarded' } }
      : {}),
  }
}

/** Plain text is quoted inside the text, so that it can be answered point by point; HTML goes below, unchanged. */
function quoted(options: AnswerOptions): Partial<ComposerDraft> {
  const { kind, format, intro, original } = options
  const forward = kind === 'forward'
  if (format === 'plain') {
    return { text: `\n\n${intro}\n${forward ? original.text : quoteText(original.text)}\n` }
  }
  if (original.html !== undefined) {
    return { quote: { kind, intro, html: original.html, text: original.text } satisfies DraftQuote }
  }
  const blocks = textToDoc(original.text).content ?? []
  const below = forward ? blocks : [{ type: 'blockquote', content: blocks }]
  return { doc: { type: 'doc', content: [{ type: 'paragraph' }, lines(intro), ...below] } }
}
