import { fromBase64 } from './base64.ts'

/** Names found in mail that the Encoding Standard does not know, and what they mean. */
const ALIASES: Record<string, string> = {
  'ansi_x3.110-1983': 'windows-1252',
  cp850: 'windows-1252',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'iso-8859-8-e': 'iso-8859-8',
  'utf-8mb4': 'utf-8',
  utf8mb4: 'utf-8',
  'x-utf-8': 'utf-8',
  'unicode-2-0-utf-8': 'utf-8',
  'x-mac-roman': 'macintosh',
  macroman: 'macintosh',
  'windows-1252http-equivcontent-type': 'windows-1252',
}

/** Labels that say nothing: senders write them and then send anything. */
const VAGUE = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'iso-ir-6',
  'x-unknown',
  'unknown',
  'unknown-8bit',
  '8bit',
  '7bit',
  'binary',
  'default',
  'none',
  'x-user-defined',
])

/**
 * Bytes of a text part as text. Never throws: an unknown or vague label is read as UTF-8 where it is that, else as
 * windows-1252, which has a character for every byte.
 */
export function decodeText(bytes: Uint8Array, label = ''): string {
  const marked = byteOrderMark(bytes)
  if (marked) return new TextDecoder(marked).decode(bytes)
  const name = label
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase()
  if (name === 'utf-7' || name === 'unicode-1-1-utf-7') return decodeUtf7(bytes)
  const decoder = VAGUE.has(name) ? undefined : decoderOf(ALIASES[name] ?? name)
  if (decoder) return decoder.decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label)
  } catch {
    return undefined
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

/** RFC 2152, which browsers no longer read: `+` base64 of UTF-16BE `-`. */
function decodeUtf7(bytes: Uint8Array): string {
  const text = new TextDecoder('windows-1252').decode(bytes)
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_all, base64: string) => {
    if (base64 === '') return '+'
    const raw = fromBase64(base64.slice(0, base64.length - (base64.length % 4 === 1 ? 1 : 0)))
    return new TextDecoder('utf-16be', { ignoreBOM: true }).decode(raw.subarray(0, raw.length & ~1))
  })
}
