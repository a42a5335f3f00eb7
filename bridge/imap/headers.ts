import { decodeWords } from './library.ts'

/** Header lines of `BODY[HEADER.FIELDS (…)]`: unfolded, encoded words decoded (RFC 2047), keys in lower case. */
export function decodedHeaders(bytes: Buffer): Record<string, string[]> {
  const headers: Record<string, string[]> = {}
  const unfolded = bytes.toString('utf8').replace(/\r?\n(?=[ \t])/g, '')
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    if (name === '__proto__') continue
    const value = line.slice(colon + 1).trim()
    ;(headers[name] ??= []).push(value.includes('=?') ? decodeWords(value) : value)
  }
  return headers
}
