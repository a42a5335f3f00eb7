import { encodeText, fittingCharset, isAscii } from './charset.ts'
import { FOLD_OCTETS, MAX_ENCODED_WORD, PARAMETER_SECTION_OCTETS } from './limits.ts'
import type { HeaderField, HeaderStyle, Mailbox } from './types.ts'

/** Folds at spaces so that lines stay short where they can (RFC 5322 section 2.2.3). Ends with CRLF. */
export function foldField([name, value]: HeaderField): string {
  let line = `${name}:`
  let folded = ''
  let hasWord = false
  for (const word of value.split(' ')) {
    if (hasWord && line.length + 1 + word.length > FOLD_OCTETS && word !== '') {
      folded += `${line}\r\n`
      line = ''
    }
    line += ` ${word}`
    hasWord = true
  }
  return `${folded}${line}\r\n`
}

function wordPayload(bytes: Buffer, encoding: 'B' | 'Q'): string {
  if (encoding === 'B') return bytes.toString('base64')
  let text = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    if (byte === 0x20) text += '_'
    else if (/[A-Za-z0-9!*+\-/]/.test(character)) text += character
    else text += `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}

/** Text as RFC 2047 encoded-words, split between characters; ASCII stays as it is. */
export function encodeWords(text: string, style: HeaderStyle = {}): string {
  if (isAscii(text) && !text.includes('=?')) return text
  const charset = fittingCharset(text, style.charset ?? 'utf-8')
  const encoding = style.encoding ?? 'B'
  const word = (chunk: string) =>
    `=?${charset}?${encoding}?${wordPayload(encodeText(chunk, charset), encoding)}?=`
  const words: string[] = []
  let chunk = ''
  for (const character of text) {
    if (chunk !== '' && word(chunk + character).length > MAX_ENCODED_WORD) {
      words.push(word(chunk))
      chunk = ''
    }
    chunk += character
  }
  return [...words, word(chunk)].join(' ')
}

/** One mailbox for From, To and the like (RFC 5322 section 3.4). */
export function formatMailbox({ address, name }: Mailbox, style?: HeaderStyle): string {
  if (name === undefined || name === '') return address
  if (!isAscii(name)) return `${encodeWords(name, style)} <${address}>`
  const phrase = /^[A-Za-z0-9 !#$%&'*+\-/=?^_`{|}~]+$/.test(name)
    ? name
    : `"${name.replace(/(["\\])/g, '\\$1')}"`
  return `${phrase} <${address}>`
}

/** How a filename that is not ASCII is written: as RFC 2231 says, or as an encoded-word, as Outlook and Gmail do. */
export type FilenameStyle = 'rfc2231' | 'encoded-word'

/** `; name=value` for Content-Type and Content-Disposition, with RFC 2231 continuations when the value is long. */
export function formatParameter(name: string, value: string, style: FilenameStyle = 'rfc2231'): string {
  if (isAscii(value)) return `; ${name}="${value.replace(/(["\\])/g, '\\$1')}"`
  if (style === 'encoded-word') return `; ${name}="${encodeWords(value)}"`
  const octets = [...Buffer.from(value, 'utf8')].map((byte) =>
    /[A-Za-z0-9._-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  )
  const sections: string[] = ["UTF-8''"]
  for (const octet of octets) {
    const last = sections.length - 1
    if (sections[last]!.length + octet.length > PARAMETER_SECTION_OCTETS) sections.push(octet)
    else sections[last] += octet
  }
  if (sections.length === 1) return `; ${name}*=${sections[0]}`
  return sections.map((section, index) => `; ${name}*${index}*=${section}`).join('')
}
