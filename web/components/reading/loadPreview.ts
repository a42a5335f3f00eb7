import type { BridgeClient } from '../../bridge/types.ts'
import { decodeText } from '../../mime/charset.ts'
import type { LeafPart } from '../../mime/choosePartsToShow.ts'
import type { ContactCard } from '../../mime/contactCard.ts'
import type { Invitation } from '../../mime/invitation.ts'
import { rasterTypeOf } from '../../../shared/mail/imageType.ts'
import { previewKindOf } from '../../mime/previewKind.ts'
import { type AttachedMessage, partSection, readAttachedMessage } from '../../stores/reading/index.ts'
import { toPonteError } from '../../stores/kit/failure.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import { loadSection } from '../../stores/fetch/index.ts'
import {
  MAX_ATTACHED_MESSAGE_BYTES,
  MAX_PREVIEW_IMAGE_BYTES,
  MAX_PREVIEW_PDF_BYTES,
  MAX_PREVIEW_TEXT_BYTES,
} from './limits.ts'

export type Preview = { release?: () => void } & (
  | { kind: 'picture'; url: string }
  | { kind: 'text'; text: string; cut: boolean }
  | { kind: 'calendar'; event: Invitation }
  | { kind: 'card'; cards: ContactCard[] }
  | { kind: 'pdf'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'message'; message: AttachedMessage }
  /** `words`: the server's own. */
  | { kind: 'failed'; reason: 'failed' | 'notPicture' | 'tooLarge' | 'tooIntricate'; words?: string }
)

export interface PreviewRequest {
  message: OpenMessage
  part: LeafPart
  signal: AbortSignal
}

const BOUNDS = {
  picture: MAX_PREVIEW_IMAGE_BYTES,
  text: MAX_PREVIEW_TEXT_BYTES,
  card: MAX_PREVIEW_TEXT_BYTES,
  pdf: MAX_PREVIEW_PDF_BYTES,
  calendar: MAX_PREVIEW_TEXT_BYTES,
  message: MAX_ATTACHED_MESSAGE_BYTES,
}

/** Fetches a file and makes of it what can be shown. Failures are previews too; only a cancelled one throws. */
export async function loadPreview(client: BridgeClient, request: PreviewRequest): Promise<Preview> {
  const { message, part, signal } = request
  const kind = previewKindOf(part) ?? 'text'
  const section = partSection(part)
  try {
    const { mailbox, row } = message
    const found = await loadSection(client, { mailbox, uid: row.uid, section, bound: BOUNDS[kind], signal })
    const { bytes, cut } = found
    if (kind === 'picture') return cut ? { kind: 'failed', reason: 'tooLarge' } : toPicture(bytes)
    if (kind === 'message') return cut ? { kind: 'failed', reason: 'tooLarge' } : await toMessage(bytes)
    if (kind === 'pdf') return cut ? { kind: 'failed', reason: 'tooLarge' } : { kind, bytes }
    const text = decodeText(bytes, part.parameters['charset'])
    const event =
      kind === 'calendar' ? (await import('../../mime/invitation.ts')).readInvitation(text) : undefined
    const cards = kind === 'card' ? (await import('../../mime/contactCard.ts')).readCards(text) : []
    if (cards.length > 0) return { kind: 'card', cards }
    return event ? { kind: 'calendar', event } : { kind: 'text', text, cut }
  } catch (error) {
    if (signal.aborted) throw error
    const { message: words, server } = toPonteError(error)
    return { kind: 'failed', reason: 'failed', words: server ?? words }
  }
}

/** What calls itself a picture and is none is not shown (threat 9). */
function toPicture(bytes: Uint8Array<ArrayBuffer>): Preview {
  const type = rasterTypeOf(bytes)
  if (!type) return { kind: 'failed', reason: 'notPicture' }
  const url = URL.createObjectURL(new Blob([bytes], { type }))
  return { kind: 'picture', url, release: () => URL.revokeObjectURL(url) }
}

async function toMessage(bytes: Uint8Array<ArrayBuffer>): Promise<Preview> {
  try {
    const message = await readAttachedMessage(bytes)
    return { kind: 'message', message, release: message.release }
  } catch {
    // The parser's own bounds, or ours.
    return { kind: 'failed', reason: 'tooIntricate' }
  }
}
