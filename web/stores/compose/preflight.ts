import { checkRecipients, writtenText, shownPictures, type ComposerDraft } from './draft.ts'
import { encodedBytes } from './draftFiles.ts'
import { LARGE_MESSAGE_BYTES, MANY_RECIPIENTS } from './limits.ts'
import type { Question, SendEvent } from './outgoing.ts'

/** Words that mention an attached file, in the page's languages and those of its neighbours. */
const MENTIONS_FILE =
  /(?:^|[^\p{L}])(?:attach(?:ed|ment|ments|ing)|enclosed|allegat[oiae]|allego|in allegato|anbei|im anhang|angehängt|beigefügt|ci-joint(?:e|s|es)?|en pièces? jointes?|pièces? jointes?|adjunt[oa]s?|bijgevoegd|bijlage|em anexo)(?![\p{L}])/iu

export interface PreflightLimits {
  /** Largest message the bridge takes, in bytes, as it announced. */
  messageBytes: number | undefined
  /** Somebody has said whom the message is sent as. */
  hasSender: boolean
}

/** Checks a draft before it is sent: a problem, or questions for the writer; `undefined` when it may go. */
export function preflight(
  draft: ComposerDraft,
  { messageBytes, hasSender }: PreflightLimits,
): Extract<SendEvent, { kind: 'problem' | 'ask' }> | undefined {
  const { envelope, problems } = checkRecipients(draft)
  if (problems.length > 0) return { kind: 'problem', problem: 'recipients' }
  if (envelope.length === 0) return { kind: 'problem', problem: 'noRecipient' }
  if (!hasSender) return { kind: 'problem', problem: 'noSender' }
  const size = encodedBytes(draft.files)
  if (messageBytes !== undefined && size > messageBytes) return { kind: 'problem', problem: 'tooLarge' }
  const questions: Question[] = []
  if (draft.subject.trim() === '') questions.push('noSubject')
  if (forgotFile(draft)) questions.push('noFile')
  if (size > LARGE_MESSAGE_BYTES) questions.push('large')
  if (draft.about?.kind === 'replyAll' && envelope.length > MANY_RECIPIENTS) questions.push('many')
  return questions.length > 0 ? { kind: 'ask', questions } : undefined
}

function forgotFile(draft: ComposerDraft): boolean {
  const shown = shownPictures(draft)
  if (draft.files.some((file) => file.contentId === undefined || !shown.has(file.contentId))) return false
  // A quoted line mentions files of its own author.
  const written = writtenText(draft)
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n')
  return MENTIONS_FILE.test(`${draft.subject.replace(/^(?:\p{L}{1,4}:\s*)+.*$/u, '')}\n${written}`)
}
