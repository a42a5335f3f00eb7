export { useAddressBook, type Suggestion } from './addressBook.ts'
export { useComposer } from './composer.ts'
export type { LeaveChoice } from './createComposer.ts'
export {
  isEmptyDraft,
  RECIPIENT_FIELDS,
  shownPictures,
  type ComposerDraft,
  type DraftQuote,
  type RecipientText,
} from './draft.ts'
export { encodedBytes, fileFrom, newContentId, type DraftFile } from './draftFiles.ts'
export { isNewer, type KnownEvent } from './invitations.ts'
export { loadPictures } from './draftPictures.ts'
export { LARGE_MESSAGE_BYTES, MAX_FILES } from './limits.ts'
export { isUnderWay, needsWriter, type Failure, type SendState } from './outgoing.ts'
