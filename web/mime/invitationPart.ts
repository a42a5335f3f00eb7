import type { LeafPart } from './choosePartsToShow.ts'
import { previewKindOf } from './previewKind.ts'

/** The part that says what an invitation is about; the one that names a method is what the sender's groupware meant. */
export function invitationIn(parts: readonly LeafPart[]): LeafPart | undefined {
  const calendars = parts.filter((part) => previewKindOf(part) === 'calendar')
  return calendars.find(({ parameters }) => parameters['method'] !== undefined) ?? calendars[0]
}

/**
 * The files beside an invitation that is shown. The calendar among the forms of the text is no file that somebody attached:
 * groupware sends it once more as one where it means one.
 */
export function filesBeside(parts: readonly LeafPart[], shown: LeafPart | undefined): LeafPart[] {
  const isFile = (part: LeafPart): boolean =>
    part.disposition === 'attachment' ||
    part.dispositionParameters['filename'] !== undefined ||
    part.parameters['name'] !== undefined
  return parts.filter((part) => part !== shown || isFile(part))
}
