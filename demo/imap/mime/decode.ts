import { TextDecoder } from 'node:util'
import type { MimePart } from './structure.ts'

const decoders = new Map<string, TextDecoder | undefined>()

/** Distinct charset names kept: mail can name any. */
const MAX_DECODERS = 100

/** Decodes bytes in a charset as mail names it; one nobody knows reads as latin1. */
export function decodeCharset(bytes: Buffer, charset: string): string {
  const key = charset.toLowerCase()
  if (!decoders.has(key)) {
    if (decoders.size >= MAX_DECODERS) decoders.clear()
    decoders.set(key, createDecoder(key))
  }
  return decoders.get(key)?.decode(bytes) ?? bytes.toString('latin1')
}

function createDecoder(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset)
  } catch {
    return undefined // the encoding standard has no such label
  }
}

const ENCODED_WORD = /=\?([^?*\s]{1,60})(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/gi

/** RFC 2047: a header value (latin1, one character one byte) as readable text. Raw 8-bit is taken as UTF-8. */
export function decodeHeader(value: string): string {
  const joined = value.replace(/(\?=)[ \t\r\n]+(?==\?)/g, '$1')
  const decoded = joined.replace(ENCODED_WORD, (_word, charset: string, encoding: string, text: string) => {
    const bytes =
      encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeQuoted(text.replaceAll('_', ' '))
    // The result goes back among bytes, so that raw UTF-8 beside encoded words still decodes below.
    return Buffer.from(decodeCharset(bytes, charset), 'utf8').toString('latin1')
  })
  return Buffer.from(decoded, 'latin1').toString('utf8')
}

/** The text of every text part and of messages inside, decoded. */
export function* decodedTexts(raw: Buffer, part: MimePart): Generator<string> {
  if (part.message) yield* decodedTexts(raw, part.message)
  for (const child of part.parts) yield* decodedTexts(raw, child)
  if (part.parts.length > 0 || part.message || part.type.toLowerCase() !== 'text') return
  const charset = part.parameters.find(([name]) => name.toLowerCase() === 'charset')?.[1] ?? 'utf-8'
  yield decodeCharset(decodeTransfer(raw.subarray(part.bodyStart, part.bodyEnd), part.encoding), charset)
}

/** RFC 2045 section 6: undoes a Content-Transfer-Encoding. */
export function decodeTransfer(bytes: Buffer, encoding: string): Buffer {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(bytes.toString('latin1'), 'base64')
    case 'quoted-printable':
      return decodeQuoted(bytes.toString('latin1').replace(/=[ \t]{0,80}\r?\n/g, ''))
    default:
      return bytes
  }
}

function decodeQuoted(text: string): Buffer {
  const plain = text.replace(/=([0-9a-f]{2})/gi, (_escape, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return Buffer.from(plain, 'latin1')
}
