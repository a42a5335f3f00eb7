/** Messages for the tests: whole, with CRLF, as small as their point allows. */
import { createHash } from 'node:crypto'

export interface MailFields {
  subject?: string
  from?: string
  to?: string
  date?: string
  messageId?: string
  /** More header lines, as they are. */
  headers?: string[]
  body?: string
}

export const mail = (fields: MailFields = {}): string =>
  lines(
    `Date: ${fields.date ?? 'Sun, 22 Nov 2026 09:58:00 +0100'}`,
    `From: ${fields.from ?? 'Anna Rossi <anna@example.org>'}`,
    `To: ${fields.to ?? 'Ben Carter <ben@example.org>'}`,
    `Subject: ${fields.subject ?? 'Lunch'}`,
    ...(fields.messageId === undefined ? [] : [`Message-ID: ${fields.messageId}`]),
    ...(fields.headers ?? []),
    '',
    fields.body ?? 'See you at one.',
    '',
  )

/** A message of each subject. */
export const letters = (...subjects: string[]): string[] => subjects.map((subject) => mail({ subject }))

/** Lines with CRLF between them. */
export const lines = (...all: string[]): string => all.join('\r\n')

/** A message of one part. */
export const onePart = (contentType: string, encoding: string, body: string): string =>
  mail({
    headers: ['MIME-Version: 1.0', `Content-Type: ${contentType}`, `Content-Transfer-Encoding: ${encoding}`],
    body,
  })

/** A multipart entity: its header lines and its body. Each part is its whole text, header included. */
export function multipart(subtype: string, boundary: string, ...parts: string[]): string {
  return lines(
    `Content-Type: multipart/${subtype}; boundary="${boundary}"`,
    '',
    ...parts.flatMap((part) => [`--${boundary}`, part]),
    `--${boundary}--`,
    '',
  )
}

export const part = (headers: string[], body: string): string => lines(...headers, '', body)

/** A message whose header ends with an entity of {@link multipart} or {@link part}. */
export const withEntity = (subject: string, entity: string): string =>
  lines(
    'Date: Sun, 22 Nov 2026 09:58:00 +0100',
    'From: Anna Rossi <anna@example.org>',
    'To: Ben Carter <ben@example.org>',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    entity,
  )

/** Base64 in lines of 76, as mail has it. */
export const base64Lines = (bytes: Uint8Array): string =>
  (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n')

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Bytes that look random and are the same each time. */
export function pseudoRandomBytes(count: number, seed = 1): Buffer<ArrayBuffer> {
  const bytes = Buffer.allocUnsafe(count)
  let state = seed >>> 0 || 1
  for (let index = 0; index < count; index++) {
    // xorshift32
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    bytes[index] = state & 0xff
  }
  return bytes
}
