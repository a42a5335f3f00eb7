import { MAX_TEXT_LENGTH } from '../../shared/protocol/limits.ts'
import { cutText } from './textBudget.ts'

/** The library's stand-ins for what it does not log: `"(* 1234B literal *)"`, and for secrets. */
const STAND_IN = /"\(\* (\d+)B (literal|string|atom) \*\)"/g
const HIDDEN = /"\(\* value hidden \*\)"/g
/** A server may send a short body as a quoted string: mail, like any literal. */
const SHORT_BODY = /((?:BODY|BINARY)\[[^\]]*\](?:<\d+>)?|RFC822(?:\.TEXT|\.HEADER)?) "((?:[^"\\]|\\.)*)"/g
const TAG = /^([0-9A-F]+) /

/** A logged line as a person may read it: of literals their size, of secrets and mail nothing. */
export function readableLine(raw: string): { line: string; bytes: number; tag: string | undefined } {
  let hiddenBytes = 0
  const line = raw
    .replace(SHORT_BODY, (_all, name: string, text: string) =>
      text.startsWith('(* ') ? `${name} "${text}"` : `${name} "(* ${Buffer.byteLength(text)}B literal *)"`,
    )
    .replace(STAND_IN, (_all, size: string, kind: string) => {
      hiddenBytes += Number(size)
      return kind === 'literal' ? `{${size}}` : '"…"'
    })
    .replace(HIDDEN, '"…"')
    // `\\*` of PERMANENTFLAGS, which the library quotes.
    .replace('"\\\\*"', '\\*')
  return {
    line: cutText(line, MAX_TEXT_LENGTH),
    // CRLF.
    bytes: Buffer.byteLength(line) + hiddenBytes + 2,
    tag: TAG.exec(line)?.[1],
  }
}
