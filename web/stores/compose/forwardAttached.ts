import { emptyDoc } from '../../editor/doc.ts'
import type { ComposerDraft } from './draft.ts'
import { fileFromMessage } from './draftFiles.ts'
import { sign, type Signature } from './signature.ts'

/** A forward with the original as a file, as it came; the bridge copies it from the mail server. */
export function forwardAttached(draft: ComposerDraft, signature: Signature | undefined): ComposerDraft {
  const { about } = draft
  if (about?.kind !== 'forward') return draft
  const own = draft.files.filter(({ blob }) => blob)
  // Of a quotation within the text nothing is left to tell which words are whose.
  const written = draft.quote ? {} : { doc: emptyDoc(), text: '', signature: undefined, tail: undefined }
  const bare = {
    ...draft,
    ...written,
    quote: undefined,
    tail: undefined,
    files: [...own, fileFromMessage(about)],
  }
  return draft.quote ? bare : sign(bare, signature)
}

/** Whether it is one already. */
export const isAttached = ({ files }: ComposerDraft): boolean =>
  files.some(({ reference, type }) => type === 'message/rfc822' && reference?.part === undefined)
