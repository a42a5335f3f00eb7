import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { LeafPart } from '../../mime/choosePartsToShow.ts'
import { fileNameOf } from '../../mime/fileName.ts'

/** A part that lies on the mail server already: the bridge copies it, the browser never has it. */
export interface PartReference {
  mailbox: MailboxRef
  uid: number
  part: string
  /** Content-Transfer-Encoding, which is kept. */
  encoding: string
  /** Bytes as transferred, as BODYSTRUCTURE tells. */
  size: number
}

/** An attachment or a picture in the text: bytes of this computer, or a reference. */
export interface DraftFile {
  id: string
  name: string
  type: string
  /** Bytes of the file itself; about, for a reference. */
  size: number
  blob?: Blob | undefined
  reference?: PartReference | undefined
  /** Without brackets; shown inside the text while that names it. */
  contentId?: string | undefined
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/
const MAX_NAME = 255

export function fileFrom(blob: Blob, name: string, contentId?: string): DraftFile {
  return {
    id: crypto.randomUUID(),
    name: safeName(name),
    type: mediaType(blob.type),
    size: blob.size,
    blob,
    ...(contentId === undefined ? {} : { contentId }),
  }
}

/** @param message The message the part is of. */
export function fileFromPart(part: LeafPart, message: { mailbox: MailboxRef; uid: number }): DraftFile {
  return {
    id: crypto.randomUUID(),
    name: safeName(fileNameOf(part)),
    type: mediaType(part.type),
    size: decodedSize(part),
    reference: {
      mailbox: { ...message.mailbox },
      uid: message.uid,
      part: part.part,
      encoding: part.encoding || '7bit',
      size: part.size ?? 0,
    },
  }
}

export function newContentId(): string {
  return `${crypto.randomUUID()}@ponte`
}

/** Bytes that will be uploaded when the message is built. */
export function uploadBytes(files: readonly DraftFile[]): number {
  return files.reduce((sum, one) => sum + (one.blob ? one.blob.size : 0), 0)
}

/** About how large all files are in the message: base64 makes three bytes four, and lines. */
export function encodedBytes(files: readonly DraftFile[]): number {
  return files.reduce(
    (sum, one) => sum + (one.reference ? one.reference.size : Math.ceil((one.size * 78) / 57)),
    0,
  )
}

/** What the call uploads: attachment i is stream i + 1. */
export function uploadsOf(files: readonly DraftFile[]): Map<number, Blob> {
  return new Map(files.flatMap(({ blob }, at) => (blob ? [[at + 1, blob] as const] : [])))
}

/** About how many bytes a part has once decoded: 78 of base64, a line with its break, carry 57 (RFC 2045 section 6.8). */
function decodedSize({ size = 0, encoding }: Pick<LeafPart, 'size' | 'encoding'>): number {
  return encoding === 'base64' ? Math.round((size * 57) / 78) : size
}

function safeName(name: string): string {
  const one = name.replace(/[\r\n\0]+/g, ' ').trim()
  return one === '' ? 'file' : one.slice(0, MAX_NAME)
}

function mediaType(type: string): string {
  const bare = type.split(';')[0]?.trim().toLowerCase() ?? ''
  return MEDIA_TYPE.test(bare) ? bare : 'application/octet-stream'
}
