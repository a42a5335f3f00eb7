import { encodeText, fittingCharset, isAscii } from './charset.ts'
import { foldField, formatParameter } from './headers.ts'
import type { FilenameStyle } from './headers.ts'
import { ENCODED_LINE_OCTETS, MAX_LINE_OCTETS } from './limits.ts'
import { seedOf } from './random.ts'
import type { Entity, HeaderField } from './types.ts'

export type TransferEncoding = '7bit' | '8bit' | 'base64' | 'quoted-printable'

const CRLF = Buffer.from('\r\n')

/** Base64 in lines of 76 (RFC 2045 section 6.8). */
export function base64Lines(content: Buffer): Buffer {
  const text = content.toString('base64')
  const lines: string[] = []
  for (let at = 0; at < text.length; at += ENCODED_LINE_OCTETS)
    lines.push(text.slice(at, at + ENCODED_LINE_OCTETS))
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

const hexOf = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)

/** Quoted-printable of text with CRLF line ends (RFC 2045 section 6.7). */
export function quotedPrintable(content: Buffer): Buffer {
  let out = ''
  let column = 0
  for (let at = 0; at < content.length; at++) {
    const byte = content[at]!
    if (byte === 0x0d && content[at + 1] === 0x0a) {
      out += '\r\n'
      column = 0
      at++
      continue
    }
    const blank = byte === 0x20 || byte === 0x09
    const atLineEnd = at + 1 === content.length || content[at + 1] === 0x0d
    const literal = blank ? !atLineEnd : byte > 0x20 && byte < 0x7f && byte !== 0x3d
    const token = literal ? String.fromCharCode(byte) : hexOf[byte]!
    if (column + token.length > ENCODED_LINE_OCTETS - 1) {
      out += '=\r\n'
      column = 0
    }
    out += token
    column += token.length
  }
  return Buffer.from(out, 'latin1')
}

function fittingEncoding(text: string, charset: string): TransferEncoding {
  if (charset === 'iso-2022-jp') return '7bit'
  if (isAscii(text))
    return text.split('\n').every((line) => line.length <= MAX_LINE_OCTETS) ? '7bit' : 'quoted-printable'
  return charset === 'utf-8' || charset.startsWith('iso-8859') || charset === 'windows-1252'
    ? 'quoted-printable'
    : 'base64'
}

function encodeBody(content: Buffer, encoding: TransferEncoding): Buffer {
  if (encoding === 'base64') return base64Lines(content)
  if (encoding === 'quoted-printable') return quotedPrintable(content)
  return content
}

export type TextOptions = {
  /** Line ends may be LF; they are sent as CRLF. */
  text: string
  subtype?: string
  /** UTF-8 takes its place when the text does not fit in it. */
  charset?: string
  encoding?: TransferEncoding
  /** Further Content-Type parameters, as wire text: `; format=flowed`. */
  parameters?: string
  headers?: HeaderField[]
}

/** A text part. The transfer encoding is the least one that carries the text, unless given. */
export function textEntity(options: TextOptions): Entity {
  const { subtype = 'plain', parameters = '', headers = [] } = options
  const text = options.text.replace(/\r?\n/g, '\r\n')
  const charset = fittingCharset(text, options.charset ?? 'us-ascii')
  const encoding = options.encoding ?? fittingEncoding(text, charset)
  return {
    headers: [
      ['Content-Type', `text/${subtype}; charset=${charset}${parameters}`],
      ['Content-Transfer-Encoding', encoding],
      ...headers,
    ],
    body: encodeBody(encodeText(text, charset), encoding),
  }
}

export type FileOptions = {
  content: Buffer
  type: string
  filename?: string
  filenameStyle?: FilenameStyle
  disposition?: 'attachment' | 'inline'
  /** Without angle brackets; what `cid:` links name (RFC 2392). */
  contentId?: string
  parameters?: string
}

/** A file in base64. */
export function fileEntity(options: FileOptions): Entity {
  const { content, type, filename, contentId, disposition = 'attachment', parameters = '' } = options
  const name = (parameter: string) =>
    filename === undefined ? '' : formatParameter(parameter, filename, options.filenameStyle)
  const headers: HeaderField[] = [
    ['Content-Type', `${type}${parameters}${name('name')}`],
    ['Content-Transfer-Encoding', 'base64'],
    ['Content-Disposition', `${disposition}${name('filename')}; size=${content.length}`],
  ]
  if (contentId !== undefined) headers.push(['Content-ID', `<${contentId}>`])
  return { headers, body: base64Lines(content) }
}

/** A message inside a message (RFC 2046 section 5.2.1). */
export function messageEntity(raw: Buffer, filename?: string): Entity {
  const headers: HeaderField[] = [['Content-Type', 'message/rfc822']]
  if (filename !== undefined) {
    headers.push(['Content-Disposition', `attachment${formatParameter('filename', filename)}`])
  }
  return { headers, body: raw }
}

export type MultipartOptions = {
  /** `mixed`, `alternative`, `related`, `report`, `signed`. */
  subtype: string
  parts: Entity[]
  /** Further Content-Type parameters, as wire text. */
  parameters?: string
}

/** Several parts in one (RFC 2046 section 5.1). The boundary comes from the content, so that the bytes are repeatable. */
export function multipartEntity({ subtype, parts, parameters = '' }: MultipartOptions): Entity {
  const sample = parts.map((part) => part.body.toString('latin1', 0, 300) + String(part.body.length)).join()
  const boundary = `_=_${subtype}_${seedOf(sample).toString(16).padStart(8, '0')}_=_`
  const chunks: Buffer[] = []
  for (const part of parts)
    chunks.push(Buffer.from(`--${boundary}\r\n`), serialize(part.headers, part.body), CRLF)
  chunks.push(Buffer.from(`--${boundary}--\r\n`))
  return {
    headers: [['Content-Type', `multipart/${subtype}${parameters}; boundary="${boundary}"`]],
    body: Buffer.concat(chunks),
  }
}

/** Header fields, an empty line, the body. */
export function serialize(headers: HeaderField[], body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(headers.map(foldField).join('') + '\r\n', 'utf8'), body])
}
