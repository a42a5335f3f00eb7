import { fromBase64 } from './base64.ts'
import { decodeText } from './charset.ts'

/** `=?charset?B?…?=` and `=?charset?Q?…?=` as text (RFC 2047). What is no encoded word stays as it is. */
export function decodeWords(text: string): string {
  return (
    text
      // White space between two encoded words separates nothing.
      .replace(/(\?=)\s+(?==\?)/g, '$1')
      .replace(
        /=\?([^?\s]{1,40})\?([bq])\?([^?\s]*)\?=/gi,
        (whole, charset: string, coding: string, data: string) => {
          const bytes = /b/i.test(coding) ? bytesOf(data) : fromQuoted(data)
          return bytes ? decodeText(bytes, charset.replace(/\*.*$/, '')) : whole
        },
      )
  )
}

function bytesOf(data: string): Uint8Array | undefined {
  try {
    return fromBase64(data)
  } catch {
    return undefined
  }
}

function fromQuoted(data: string): Uint8Array {
  const text = data
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Uint8Array.from(text, (one) => one.charCodeAt(0))
}
