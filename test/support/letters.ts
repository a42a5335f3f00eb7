/** Raw messages for the tests of reading. */
import { giulia, marco } from '../../demo/identity/users.ts'

export interface LetterOptions {
  subject: string
  id?: string
  references?: string[]
  from?: string
  to?: string
  /** Minutes after a fixed morning. */
  minute?: number
  headers?: string[]
  /** A body of one part. */
  type?: string
  body?: string
  /** Or several parts, each with its own header lines. */
  parts?: string[]
  subtype?: string
}

/** RFC 5322 with CRLF. */
export function letter(options: LetterOptions): string {
  const { subject, id, references = [], from, to, minute = 0, headers = [], parts } = options
  const date = new Date(Date.UTC(2026, 10, 20, 9, minute)).toUTCString().replace('GMT', '+0000')
  const head = [
    ...headers,
    `From: ${from ?? `${marco.name} <${marco.username}>`}`,
    `To: ${to ?? `${giulia.name} <${giulia.username}>`}`,
    `Subject: ${subject}`,
    `Date: ${date}`,
    `Message-ID: <${id ?? subject.replace(/\W/g, '')}@ponte.example>`,
    ...(references.length > 0
      ? [
          `References: ${references.map((one) => `<${one}@ponte.example>`).join(' ')}`,
          `In-Reply-To: <${references.at(-1)}@ponte.example>`,
        ]
      : []),
    'MIME-Version: 1.0',
  ]
  if (!parts) {
    return [
      ...head,
      `Content-Type: ${options.type ?? 'text/plain'}; charset=utf-8`,
      '',
      options.body ?? '',
      '',
    ].join('\r\n')
  }
  const body = parts.flatMap((one) => ['--cut', one])
  return [
    ...head,
    `Content-Type: multipart/${options.subtype ?? 'mixed'}; boundary=cut`,
    '',
    ...body,
    '--cut--',
    '',
  ].join('\r\n')
}

/** One part: its type, its name where it is a file, its text. */
export function part(type: string, body: string, name?: string): string {
  const file = name === undefined ? [] : [`Content-Disposition: attachment; filename="${name}"`]
  return [`Content-Type: ${type}; charset=utf-8`, ...file, '', body].join('\r\n')
}

/** A file of octets. */
export function file(type: string, name: string, bytes: Buffer): string {
  return [
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(bytes.toString('base64').match(/.{1,76}/g) ?? []),
  ].join('\r\n')
}
