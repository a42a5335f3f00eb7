import { MAX_HEADER_BYTES, MAX_PARAMETERS } from '../limits.ts'

/** One header field. Text is latin1, one character one byte, so nothing is lost before somebody decodes it. */
export interface HeaderField {
  /** The name as written. */
  readonly name: string
  /** The value with line breaks removed, trimmed. */
  readonly value: string
  /** The field's first byte in the message. */
  readonly start: number
  /** The byte after its last line break. */
  readonly end: number
}

/** A structured value such as Content-Type's: the part before `;` and the parameters in order. */
export interface Parameterized {
  readonly value: string
  readonly parameters: readonly (readonly [name: string, value: string])[]
}

/** Where the header that begins at `start` ends: after its empty line, or at `end` when it has none. */
export function endOfHeader(raw: Buffer, start: number, end: number): number {
  let line = start
  while (line < end) {
    const lf = raw.indexOf(0x0a, line)
    const next = lf === -1 || lf >= end ? end : lf + 1
    const length = next - line
    if (length <= 2 && raw[next - 1] === 0x0a && (length === 1 || raw[line] === 0x0d)) return next
    line = next
  }
  return end
}

/** The fields of the header between two bytes. Lines that are no field are left out. */
export function parseFields(raw: Buffer, start: number, end: number): HeaderField[] {
  const limit = Math.min(end, start + MAX_HEADER_BYTES)
  const text = raw.toString('latin1', start, limit)
  const fields: HeaderField[] = []
  let at = 0
  while (at < text.length) {
    let next = endOfLine(text, at)
    while (next < text.length && (text[next] === ' ' || text[next] === '\t')) next = endOfLine(text, next)
    const colon = text.indexOf(':', at)
    if (colon > at && colon < next) {
      const name = text.slice(at, colon).trimEnd()
      if (/^[!-9;-~]+$/.test(name)) {
        const value = trimWhite(text.slice(colon + 1, next).replace(/\r?\n/g, ''))
        fields.push({ name, value, start: start + at, end: start + next })
      }
    }
    at = next
  }
  return fields
}

/** Trims ASCII white space only: `trim()` would take 0xA0, the second byte of a UTF-8 'à', with it. */
export function trimWhite(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 0x20) start++
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--
  return text.slice(start, end)
}

function endOfLine(text: string, from: number): number {
  const lf = text.indexOf('\n', from)
  return lf === -1 ? text.length : lf + 1
}

/** The value of the first field of that name (in lower case); undefined when there is none. */
export function fieldValue(fields: readonly HeaderField[], name: string): string | undefined {
  return fields.find((field) => field.name.toLowerCase() === name)?.value
}

/** Reads `value; name=value; name="value"`. Tolerant: what makes no sense is skipped. */
export function parseParameterized(text: string): Parameterized {
  const scanner = new Scanner(text)
  const value = trimWhite(scanner.until(';'))
  const parameters: [string, string][] = []
  while (scanner.skip(';') && parameters.length < MAX_PARAMETERS) {
    const name = trimWhite(scanner.until('=;'))
    if (!scanner.skip('=')) continue
    const content = scanner.value()
    if (name !== '') parameters.push([name, content])
  }
  return { value, parameters }
}

/** Characters of a header value, with comments (RFC 5322 section 3.2.2) taken out. */
class Scanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  until(stops: string): string {
    let result = ''
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? ''
      if (stops.includes(character)) break
      if (character === '(') this.#comment()
      else {
        result += character
        this.#at++
      }
    }
    return result
  }

  value(): string {
    while (/[ \t]/.test(this.#text[this.#at] ?? '')) this.#at++
    if (this.#text[this.#at] !== '"') return trimWhite(this.until(';'))
    let result = ''
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? ''
      if (character === '"') {
        this.#at++
        break
      }
      if (character === '\\') this.#at++
      result += this.#text[this.#at] ?? ''
    }
    this.until(';')
    return result
  }

  #comment(): void {
    for (let depth = 0; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]
      if (character === '\\') this.#at++
      else if (character === '(') depth++
      else if (character === ')' && --depth === 0) {
        this.#at++
        return
      }
    }
  }
}
