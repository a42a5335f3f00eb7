/** Charsets that old and regional mail programs still write. Each is a WHATWG label that `TextDecoder` knows. */
const singleByte = new Set(['iso-8859-1', 'iso-8859-15', 'windows-1252', 'windows-1256'])
const japanese = new Set(['iso-2022-jp', 'shift_jis', 'euc-jp'])

/** Rows and cells of JIS X 0208. */
const JIS_CELLS = 94

/** What windows-1252 has at 0x80 to 0x9f; spelt out because the decoder of Node 20 gives control characters there. */
const WINDOWS_1252_LOW =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

const tables = new Map<string, Map<string, number>>()

/** The encoder that Node lacks, by turning its decoder around: what each byte (or EUC-JP pair) decodes to, inverted. */
function table(charset: string): Map<string, number> {
  const known = tables.get(charset)
  if (known) return known
  const made = new Map<string, number>()
  const decoder = new TextDecoder(charset)
  if (charset === 'euc-jp') {
    for (let row = 1; row <= JIS_CELLS; row++) {
      for (let cell = 1; cell <= JIS_CELLS; cell++) {
        const character = decoder.decode(Uint8Array.of(0xa0 + row, 0xa0 + cell))
        if (character.length === 1 && character !== '\ufffd') made.set(character, (row << 8) | cell)
      }
    }
  } else if (charset === 'windows-1252' || charset === 'iso-8859-1') {
    for (let byte = 0x80; byte <= 0xff; byte++) made.set(String.fromCharCode(byte), byte)
    if (charset === 'windows-1252')
      [...WINDOWS_1252_LOW].forEach((character, index) => made.set(character, 0x80 + index))
  } else {
    for (let byte = 0x80; byte <= 0xff; byte++) made.set(decoder.decode(Uint8Array.of(byte)), byte)
  }
  tables.set(charset, made)
  return made
}

function lookUp(character: string, charset: string): number {
  const code = table(charset).get(character)
  if (code === undefined) throw new RangeError(`${JSON.stringify(character)} is not in ${charset}`)
  return code
}

/** ISO-2022-JP as mail uses it (RFC 1468): escape to JIS X 0208 and back to ASCII before each line end. */
function iso2022jp(text: string): number[] {
  const bytes: number[] = []
  let wide = false
  const shift = (to: boolean) => {
    if (wide !== to) bytes.push(0x1b, ...(to ? [0x24, 0x42] : [0x28, 0x42]))
    wide = to
  }
  for (const character of text) {
    const code = character.codePointAt(0)!
    shift(code >= 0x80)
    if (code < 0x80) bytes.push(code)
    else {
      const jis = lookUp(character, 'euc-jp')
      bytes.push((jis >> 8) + 0x20, (jis & 0xff) + 0x20)
    }
  }
  shift(false)
  return bytes
}

function shiftJis(row: number, cell: number): [number, number] {
  const lead = ((row - 1) >> 1) + (row <= 62 ? 0x81 : 0xc1)
  if (row % 2 === 0) return [lead, cell + 0x9e]
  return [lead, cell + (cell <= 63 ? 0x3f : 0x40)]
}

function doubleByte(text: string, charset: string): number[] {
  return [...text].flatMap((character) => {
    const code = character.codePointAt(0)!
    if (code < 0x80) return [code]
    const jis = lookUp(character, 'euc-jp')
    const [row, cell] = [jis >> 8, jis & 0xff]
    return charset === 'shift_jis' ? shiftJis(row, cell) : [row + 0xa0, cell + 0xa0]
  })
}

/**
 * Text in the bytes of a charset.
 * @throws RangeError when the charset has no such character, or is not one of those known here.
 */
export function encodeText(text: string, charset: string): Buffer {
  if (charset === 'utf-8') return Buffer.from(text, 'utf8')
  if (charset === 'us-ascii') {
    if (!isAscii(text)) throw new RangeError('Text is not US-ASCII')
    return Buffer.from(text, 'latin1')
  }
  if (charset === 'iso-2022-jp') return Buffer.from(iso2022jp(text))
  if (japanese.has(charset)) return Buffer.from(doubleByte(text, charset))
  if (!singleByte.has(charset)) throw new RangeError(`No encoder for ${charset}`)
  return Buffer.from(
    Array.from(text, (character) =>
      character.codePointAt(0)! < 0x80 ? character.codePointAt(0)! : lookUp(character, charset),
    ),
  )
}

/** True when the text is US-ASCII, controls other than CR, LF and TAB excluded. */
export function isAscii(text: string): boolean {
  return /^[\t\r\n\x20-\x7e]*$/.test(text)
}

/** The wanted charset when it has all characters of the text, else UTF-8, as mail programs do. */
export function fittingCharset(text: string, wanted: string): string {
  if (wanted === 'utf-8') return wanted
  try {
    encodeText(text, wanted)
    return wanted
  } catch (error) {
    if (error instanceof RangeError) return 'utf-8'
    throw error
  }
}
