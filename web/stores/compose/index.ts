export { useAddressBook, type Suggestion } from './addressBook.ts'
export { isAttached } from './forwardAttached.ts'
export { FIELDS, putTemplate, type Template, templateOf } from './templates.ts'
export { type Signature } from './signature.ts'
export { pictureBlob, pictureOf } from './signaturePictures.ts'
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
export { findGivenAnswer } from './givenAnswer.ts'
export { isNewer, type KnownEvent } from './invitations.ts'
export { loadPictures } from './draftPictures.ts'
export {
  LARGE_MESSAGE_BYTES,
  MANY_RECIPIENTS,
  MAX_FILES,
  MAX_SETTINGS_BYTES,
  MAX_SIGNATURE_BYTES,
  MAX_TEMPLATES,
} from './limits.ts'
export { isUnderWay, needsWriter, type Failure, type SendState } from './outgoing.ts'
export { type ReadSettings, readSettings, takeSettings, writeSettings } from './settingsFile.ts'
