import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { LeafPart } from '../../mime/choosePartsToShow.ts'
import { fileNameOf } from '../../mime/fileName.ts'

/** A part of a message on the mail server. The bridge copies it from there; the browser never has it. */
export interface PartReference {
  mailbox: MailboxRef
  uid: number
  /** Without: the whole message. */
  part?: string | undefined
  /** Content-Transfer-Encoding; the copy has the same. */
  encoding: string
  /** Encoded size in bytes, from BODYSTRUCTURE. */
  size: number
}

/** An attachment or a picture of the text: a Blob from this computer, or a reference. */
export interface DraftFile {
  id: string
  name: string
  type: string
  /** Decoded size in bytes; an estimate for a reference. */
  size: number
  blob?: Blob | undefined
  reference?: PartReference | undefined
  /** Without brackets. The file is a picture of the text as long as the text names it. */
  contentId?: string | undefined
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/
/** Longest file name, in UTF-16 code units: what file systems take. */
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

/** A whole message, as a file. */
export function fileFromMessage(message: {
  mailbox: MailboxRef
  uid: number
  size: number
  subject: string
}): DraftFile {
  const { mailbox, uid, size, subject } = message
  return {
    id: crypto.randomUUID(),
    name: safeName(
      `${
        subject
          .trim()
          .replace(/[/\\:*?"<>|]+/g, '_')
          .slice(0, 100) || 'message'
      }.eml`,
    ),
    type: 'message/rfc822',
    size,
    reference: { mailbox: { ...mailbox }, uid, encoding: '8bit', size },
  }
}

/** @param message The message that has the part. */
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

/** Bytes that sending or saving uploads. */
export function uploadBytes(files: readonly DraftFile[]): number {
  return files.reduce((sum, { blob }) => sum + (blob?.size ?? 0), 0)
}

/** Estimated size of all files in the message: base64 makes four bytes of three, and adds line breaks. */
export function encodedBytes(files: readonly DraftFile[]): number {
  return files.reduce((sum, { reference, size }) => sum + (reference?.size ?? Math.ceil((size * 78) / 57)), 0)
}

/** The uploads of a call: attachment i is stream i + 1. */
export function uploadsOf(files: readonly DraftFile[]): Map<number, Blob> {
  return new Map(files.flatMap(({ blob }, at) => (blob ? [[at + 1, blob] as const] : [])))
}

/** Estimated decoded size: a base64 line of 78 bytes, break included, carries 57 (RFC 2045 section 6.8). */
function decodedSize({ size = 0, encoding }: Pick<LeafPart, 'size' | 'encoding'>): number {
  return encoding === 'base64' ? Math.round((size * 57) / 78) : size
}

function safeName(name: string): string {
  const line = name.replace(/[\r\n\0]+/g, ' ').trim()
  return line === '' ? 'file' : line.slice(0, MAX_NAME)
}

function mediaType(type: string): string {
  const bare = type.split(';')[0]?.trim().toLowerCase() ?? ''
  return MEDIA_TYPE.test(bare) ? bare : 'application/octet-stream'
}
