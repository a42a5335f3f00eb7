import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { lines, textToDoc } from '../../editor/docText.ts'
import { formatAddress } from '../../mime/addressList.ts'
import { quoteText, replyRecipients, replySubject, threadHeaders, type ReplyKind } from '../../mime/reply.ts'
import { emptyDraft, recipientText, type ComposerDraft, type DraftQuote } from './draft.ts'
import type { DraftFile } from './draftFiles.ts'
import type { ListRow } from '../../mailbox/row.ts'

export interface AnswerOptions {
  kind: ReplyKind
  row: ListRow
  mailbox: MailboxRef
  /** The account's own address. */
  own: string
  format: ComposerDraft['format']
  /** The line or lines above what is quoted; plain text. */
  intro: string
  /** The original: its text, and its HTML where it had any. */
  original: { text: string; html?: string | undefined }
  /** What comes along: the files of a forward, the pictures that the quoted HTML shows. */
  files: DraftFile[]
  /** Whether the mailbox keeps the keyword `$Forwarded`. */
  canMarkForwarded: boolean
}

/** A reply, a reply to all or a forward of a message. */
export function answerDraft(options: AnswerOptions): ComposerDraft {
  const { kind, row, mailbox, own, format, files } = options
  const draft: ComposerDraft = { ...emptyDraft({ from: own, format }), ...quoted(options), files }
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

/** Words stand in the text, where they can be answered one by one; a layout stands below it, as it was. */
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
