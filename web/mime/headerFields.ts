import { decodeText } from './charset.ts'
import { MAX_HEADER_FIELDS } from './limits.ts'

/** One field of a message's header, in its order: unfolded, and otherwise as it came. */
export interface HeaderField {
  name: string
  value: string
}

/** Reads a header (RFC 5322 section 2.2). Lines that are no field are passed over; raw UTF-8 is read as such (RFC 6532). */
export function parseHeader(bytes: Uint8Array): HeaderField[] {
  const fields: HeaderField[] = []
  for (const line of decodeText(bytes).split(/\r\n|\n|\r/)) {
    if (line === '') break
    const last = fields.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last) last.value += ` ${line.trim()}`
      continue
    }
    if (fields.length >= MAX_HEADER_FIELDS) break
    const colon = line.indexOf(':')
    // RFC 5322 section 3.6.8: printable US-ASCII but the colon; some writers leave a space before it.
    if (colon < 1 || !/^[\x21-\x7e]+[ \t]*$/.test(line.slice(0, colon))) continue
    fields.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() })
  }
  return fields
}

/** The values of a field, topmost first. */
export function fieldValues(fields: readonly HeaderField[], name: string): string[] {
  const wanted = name.toLowerCase()
  return fields.filter((field) => field.name.toLowerCase() === wanted).map((field) => field.value)
}
