import { MAX_RAW_HEADERS_BYTES } from '../limits.ts'
import { decodeWords } from './library.ts'
import type { TextBudget } from './textBudget.ts'

/** Units that a value costs beside its text: quotes, brackets and commas of JSON. */
const VALUE_COST = 2

/**
 * Header lines of `BODY[HEADER.FIELDS (…)]`: unfolded, encoded words decoded (RFC 2047), keys in lower case. Values are
 * cut, and fields left out, where the budget ends.
 */
export function decodedHeaders(bytes: Buffer, budget: TextBudget): Record<string, string[]> {
  const headers: Record<string, string[]> = {}
  const unfolded = bytes.toString('utf8', 0, MAX_RAW_HEADERS_BYTES).replace(/\r?\n(?=[ \t])/g, '')
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    if (name === '__proto__') continue
    const value = line.slice(colon + 1).trim()
    if (!budget.take(name.length + VALUE_COST)) break
    ;(headers[name] ??= []).push(budget.cut(value.includes('=?') ? decodeWords(value) : value))
  }
  return headers
}
