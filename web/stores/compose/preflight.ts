import { checkRecipients, ownText, shownPictures, type ComposerDraft } from './draft.ts'
import { encodedBytes } from './draftFiles.ts'
import { LARGE_MESSAGE_BYTES } from './composeLimits.ts'
import type { Question, SendEvent } from './outgoing.ts'

/** Words by which writers of mail speak of a file they attach, in the languages of the page and its neighbours. */
const SPEAKS_OF_FILE =
  /(?:^|[^\p{L}])(?:attach(?:ed|ment|ments|ing)|enclosed|allegat[oiae]|allego|in allegato|anbei|im anhang|angehängt|beigefügt|ci-joint(?:e|s|es)?|en pièces? jointes?|pièces? jointes?|adjunt[oa]s?|bijgevoegd|bijlage|em anexo)(?![\p{L}])/iu

export interface PreflightLimits {
  /** Largest message the bridge takes, in bytes, as it announced. */
  messageBytes: number | undefined
}

/** What stands between a draft and its sending: what is wrong, what to ask about; `undefined` when it may go. */
export function preflight(draft: ComposerDraft, { messageBytes }: PreflightLimits): SendEvent | undefined {
  const { envelope, problems } = checkRecipients(draft)
  if (problems.length > 0) return { type: 'wrong', problem: 'recipients' }
  if (envelope.length === 0) return { type: 'wrong', problem: 'noRecipient' }
  const size = encodedBytes(draft.files)
  if (messageBytes !== undefined && size > messageBytes) return { type: 'wrong', problem: 'tooLarge' }
  const questions: Question[] = []
  if (draft.subject.trim() === '') questions.push('noSubject')
  if (forgotFile(draft)) questions.push('noFile')
  if (size > LARGE_MESSAGE_BYTES) questions.push('large')
  return questions.length > 0 ? { type: 'ask', questions } : undefined
}

function forgotFile(draft: ComposerDraft): boolean {
  const shown = shownPictures(draft)
  if (draft.files.some((file) => file.contentId === undefined || !shown.has(file.contentId))) return false
  // Quoted lines speak of the other's files.
  const own = ownText(draft)
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n')
  return SPEAKS_OF_FILE.test(`${draft.subject.replace(/^(?:\p{L}{1,4}:\s*)+.*$/u, '')}\n${own}`)
}
