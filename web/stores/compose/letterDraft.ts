import { textToDoc } from '../../editor/docText.ts'
import type { Letter } from '../../mime/letter.ts'
import { emptyDraft, recipientText, type ComposerDraft, type EmptyDraftOptions } from './draft.ts'

/** A draft of what the page began for the writer. */
export function letterDraft(letter: Letter, options: Omit<EmptyDraftOptions, 'to'>): ComposerDraft {
  const { messageId, to, cc = [], subject, text, calendar, inReplyTo, answers } = letter
  const draft = { ...emptyDraft({ ...options, to: [...to] }), cc: recipientText([...cc]), subject }
  return {
    ...draft,
    ...(messageId === undefined ? {} : { messageId }),
    ...(draft.format === 'plain' || text === '' ? { text } : { doc: textToDoc(text) }),
    ...(calendar ? { calendar: { ...calendar } } : {}),
    ...(answers ? { original: { ...answers, mailbox: { ...answers.mailbox }, flag: '\\Answered' } } : {}),
    ...(inReplyTo === undefined ? {} : { inReplyTo, references: [inReplyTo] }),
  }
}
