import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesPattern } from '../../../../demo/imap/commands/pattern.ts'
import { parseFetchItems } from '../../../../demo/imap/fetch/items.ts'
import { BadCharsetError, parseSearch } from '../../../../demo/imap/search/parse.ts'
import { CommandSyntaxError, Cursor, LITERAL_MARK } from '../../../../demo/imap/wire/cursor.ts'
import { imapDateTime, imapString, parseDateTime } from '../../../../demo/imap/wire/output.ts'
import { ByteReader, LineTooLongError } from '../../../../demo/imap/wire/reader.ts'
import { decodeUtf7, encodeUtf7 } from '../../../../demo/imap/wire/utf7.ts'

/** Text that looks like IMAP often enough to reach the inner branches of a parser. */
const imapLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        '"',
        '\\',
        ' ',
        '*',
        ':',
        ',',
        '<',
        '>',
        '[',
        ']',
        '.',
        '{',
        '}',
        '%',
        LITERAL_MARK,
      ),
      fc.constantFrom(
        'OR',
        'NOT',
        'BODY',
        'PEEK',
        'HEADER',
        'FIELDS',
        'TEXT',
        'MIME',
        'UID',
        'ALL',
        'SINCE',
        'NIL',
      ),
      fc.constantFrom('1-Jan-2020', '4294967295', '99999999999', '0', '7'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

function onlySyntaxErrors(parse: () => unknown): void {
  try {
    parse()
  } catch (error) {
    if (!(error instanceof CommandSyntaxError) && !(error instanceof BadCharsetError)) throw error
  }
}

describe('Cursor', () => {
  it('reads atoms, quoted strings and literals in order', () => {
    const cursor = new Cursor(`NAME "a \\"q\\" \\\\" ${LITERAL_MARK} NIL (\\Seen x)`, [Buffer.from('l\r\nt')])
    expect(cursor.keyword()).toBe('NAME')
    cursor.space()
    expect(cursor.astring()).toBe('a "q" \\')
    cursor.space()
    expect(cursor.astring()).toBe('l\r\nt')
    cursor.space()
    expect(cursor.nstring()).toBeUndefined()
    cursor.space()
    expect(cursor.list(() => cursor.flag())).toEqual(['\\Seen', 'x'])
    expect(cursor.atEnd).toBe(true)
  })

  it.each([
    ['1', [[1, 1]]],
    [
      '5:2,7',
      [
        [2, 5],
        [7, 7],
      ],
    ],
    [
      '3:*,*',
      [
        [3, Infinity],
        [Infinity, Infinity],
      ],
    ],
  ])('reads the sequence set %s', (text, ranges) => {
    expect(new Cursor(text).sequenceSet()).toEqual(ranges.map(([from, to]) => ({ from, to })))
  })

  it.each(['0', '1:0', '', 'x', '4294967296'])('refuses the sequence set "%s"', (text) => {
    expect(() => new Cursor(text).sequenceSet()).toThrow(CommandSyntaxError)
  })

  it('meets any text with a value or a syntax error', () => {
    fc.assert(
      fc.property(imapLike, (text) => {
        const literals = [Buffer.from('a'), Buffer.from([0, 255])]
        onlySyntaxErrors(() => parseSearch(new Cursor(text, literals)))
        onlySyntaxErrors(() => parseFetchItems(new Cursor(text, literals)))
        onlySyntaxErrors(() => new Cursor(text, literals).sequenceSet())
        onlySyntaxErrors(() => new Cursor(text, literals).list(() => ''))
        onlySyntaxErrors(() => new Cursor(text, literals).listMailbox())
      }),
      { numRuns: 3_000 },
    )
  })

  it('refuses a SEARCH nested beyond the limit instead of overflowing the stack', () => {
    expect(() => parseSearch(new Cursor('('.repeat(50_000)))).toThrow(CommandSyntaxError)
    expect(() => parseSearch(new Cursor(`${'NOT '.repeat(50_000)}ALL`))).toThrow(CommandSyntaxError)
  })
})

describe('strings', () => {
  it.each([
    ['plain', '"plain"'],
    ['say "\\"', '"say \\"\\\\\\""'],
    ['', '""'],
    ['two\r\nlines', '{10}\r\ntwo\r\nlines'],
    ['caf\u00e9', '{4}\r\ncaf\u00e9'],
    ['nul\0', '"nul"'],
  ])('writes %j as %j', (value, expected) => {
    expect(imapString(value)).toBe(expected)
  })

  it('writes nothing that its own reader cannot read back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const value = Buffer.from(bytes).toString('latin1').replaceAll('\0', '')
        const written = imapString(value)
        const literal = /^\{(\d+)\}\r\n/.exec(written)
        if (literal) expect(written.length - literal[0].length).toBe(Number(literal[1]))
        else expect(new Cursor(written).string()).toBe(value)
      }),
    )
  })

  it('writes and reads dates', () => {
    const date = new Date('2026-03-05T06:07:08Z')
    expect(imapDateTime(date)).toBe('" 5-Mar-2026 06:07:08 +0000"')
    expect(parseDateTime(' 5-Mar-2026 07:37:08 +0130')).toEqual(date)
    expect(parseDateTime('5-Foo-2026 07:37:08 +0130')).toBeUndefined()
  })
})

describe('modified UTF-7', () => {
  it.each([
    ['Entw\u00fcrfe', 'Entw&APw-rfe'],
    ['Tom & Jerry', 'Tom &- Jerry'],
    ['~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
    ['\u{1F4C1}', '&2D3cwQ-'],
  ])('writes %s as %s', (name, encoded) => {
    expect(encodeUtf7(name)).toBe(encoded)
    expect(decodeUtf7(encoded)).toBe(name)
  })

  it('reads back what it wrote', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => decodeUtf7(encodeUtf7(name)) === name))
  })

  it.each(['&', '&A', '&A-', '&!!-', 'caf\u00e9'])('refuses %s', (name) => {
    expect(() => decodeUtf7(name)).toThrow(RangeError)
  })
})

describe('LIST patterns', () => {
  it.each([
    ['INBOX', 'inbox', true],
    ['a/b', '%', false],
    ['a/b', '*', true],
    ['a/b', 'a/%', true],
    ['a/b/c', 'a/%', false],
    ['a/b/c', '*c', true],
    ['ab', 'a', false],
    ['', '*', true],
  ])('%s against %s', (name, pattern, expected) => {
    expect(matchesPattern(name, pattern)).toBe(expected)
  })
})

describe('ByteReader', () => {
  async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
    for (const text of texts) yield Buffer.from(text)
  }

  it('finds lines and counted bytes wherever the chunks break', async () => {
    const text = 'one\r\ntwo\nABCthree\r\n'
    for (let at = 0; at <= text.length; at++) {
      const reader = new ByteReader(chunks(text.slice(0, at), text.slice(at)))
      expect(String(await reader.line(10))).toBe('one')
      expect(String(await reader.line(10))).toBe('two')
      expect(String(await reader.bytes(3))).toBe('ABC')
      expect(String(await reader.line(10))).toBe('three')
      expect(await reader.line(10)).toBeUndefined()
    }
  })

  it('throws away a line that is too long and goes on behind it', async () => {
    const reader = new ByteReader(chunks('x'.repeat(30), 'y'.repeat(30), 'z\r\nnext\r\n'))
    await expect(reader.line(20)).rejects.toThrow(LineTooLongError)
    expect(String(await reader.line(20))).toBe('next')
  })
})
