import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBodyStructure } from '../../../../demo/imap/fetch/bodystructure.ts'
import { formatEnvelope } from '../../../../demo/imap/fetch/envelope.ts'
import { parseSection, sectionBytes } from '../../../../demo/imap/fetch/section.ts'
import { MAX_MIME_DEPTH, MAX_MIME_PARTS } from '../../../../demo/imap/limits.ts'
import { parseAddresses } from '../../../../demo/imap/mime/address.ts'
import { decodedTexts, decodeHeader } from '../../../../demo/imap/mime/decode.ts'
import { endOfHeader, parseFields, parseParameterized } from '../../../../demo/imap/mime/header.ts'
import { type MimePart, parseStructure } from '../../../../demo/imap/mime/structure.ts'
import { Cursor } from '../../../../demo/imap/wire/cursor.ts'

const crlf = (text: string): Buffer => Buffer.from(text.replace(/\n/g, '\r\n'))

/** A mixed message with an alternative inside, a forwarded message and an empty part. */
const NESTED = crlf(`From: a@b.c
Subject: nested
Content-Type: multipart/mixed; boundary="outer"

preamble
--outer
Content-Type: multipart/alternative; boundary=outer2

--outer2

plain
--outer2
Content-Type: text/html; charset=utf-8

<p>html</p>
--outer2--
between
--outer
Content-Type: message/rfc822
Content-Disposition: attachment; filename="fwd.eml"

Subject: inner
From: x@y.z
Content-Type: multipart/mixed; boundary=i

--i
Content-Type: text/plain

inner text

--i
Content-Type: image/png
Content-Transfer-Encoding: base64

AAAA
--i--
--outer
Content-Type: application/x-empty

--outer--
epilogue
`)

function section(raw: Buffer, text: string): string | undefined {
  return sectionBytes(raw, parseStructure(raw), parseSection(new Cursor(`[${text}]`)))?.toString('latin1')
}

describe('parts', () => {
  it.each([
    ['1.1', 'plain'],
    ['1.2', '<p>html</p>'],
    ['1.2.MIME', 'Content-Type: text/html; charset=utf-8\r\n\r\n'],
    ['2.HEADER.FIELDS (subject)', 'Subject: inner\r\n\r\n'],
    ['2.1', 'inner text\r\n'],
    ['2.2', 'AAAA'],
    ['2.2.MIME', 'Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n'],
    ['3', ''],
    ['HEADER.FIELDS.NOT (From Content-Type)', 'Subject: nested\r\n\r\n'],
    ['4', undefined],
    ['1.1.1.1', undefined],
    ['1.1.TEXT', undefined],
    ['2.3', undefined],
  ])('BODY[%s]', (name, expected) => {
    expect(section(NESTED, name)).toBe(expected)
  })

  it('takes a simple message as its own part 1', () => {
    const raw = crlf('Subject: x\n\nbody\n')
    expect(section(raw, '1')).toBe('body\r\n')
    expect(section(raw, '1.MIME')).toBe('Subject: x\r\n\r\n')
    expect(section(raw, '2')).toBeUndefined()
    expect(section(raw, 'TEXT')).toBe('body\r\n')
  })

  it('sees a boundary only as a whole line, and ends an inner part at an outer boundary', () => {
    const raw = crlf('Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx --b\n--bc\n--b \t\n\nsecond')
    expect(section(raw, '1')).toBe('x --b\r\n--bc')
    expect(section(raw, '2')).toBe('second')
    const open = crlf(
      'Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nin\n--o\n\nout\n--o--\n',
    )
    expect(section(open, '1.1')).toBe('in')
    expect(section(open, '2')).toBe('out')
  })

  it('shows a multipart without any part as text', () => {
    const raw = crlf('Content-Type: multipart/mixed; boundary=never\n\nhello\n')
    expect(parseStructure(raw)).toMatchObject({ type: 'text', subtype: 'plain', parts: [] })
    expect(section(raw, '1')).toBe('hello\r\n')
  })
})

describe('BODYSTRUCTURE', () => {
  it('of a nested message', () => {
    expect(formatBodyStructure(NESTED, parseStructure(NESTED), { extended: true })).toBe(
      '((("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 5 0 NIL NIL NIL NIL)' +
        '("text" "html" ("charset" "utf-8") NIL NIL "7bit" 11 0 NIL NIL NIL NIL)' +
        ' "alternative" ("boundary" "outer2") NIL NIL NIL)' +
        '("message" "rfc822" NIL NIL NIL "7bit" 199 ' +
        '(NIL "inner" ((NIL NIL "x" "y.z")) ((NIL NIL "x" "y.z")) ((NIL NIL "x" "y.z")) NIL NIL NIL NIL NIL) ' +
        '(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 12 1 NIL NIL NIL NIL)' +
        '("image" "png" NIL NIL NIL "base64" 4 NIL NIL NIL NIL) "mixed" ("boundary" "i") NIL NIL NIL) 14 ' +
        'NIL ("attachment" ("filename" "fwd.eml")) NIL NIL)' +
        '("application" "x-empty" NIL NIL NIL "7bit" 0 NIL NIL NIL NIL)' +
        ' "mixed" ("boundary" "outer") NIL NIL NIL)',
    )
  })

  it('sends 8-bit header content as a literal and NIL where there is nothing', () => {
    const raw = Buffer.from('Content-Description: caf\u00e9\r\n\r\n')
    expect(formatBodyStructure(raw, parseStructure(raw), { extended: false })).toBe(
      Buffer.from('("text" "plain" ("charset" "us-ascii") NIL {5}\r\ncaf\u00e9 "7bit" 0 0)').toString(
        'latin1',
      ),
    )
  })
})

describe('ENVELOPE', () => {
  const envelope = (header: string): string => {
    const raw = crlf(header)
    return formatEnvelope(parseFields(raw, 0, endOfHeader(raw, 0, raw.length)))
  }

  it('fills sender and reply-to from From', () => {
    expect(envelope('From: "Doe, J" <j@d.x>\nSubject: =?utf-8?q?=C3=A9?=\nMessage-ID: <1@x>\n\n')).toBe(
      '(NIL "=?utf-8?q?=C3=A9?=" (("Doe, J" NIL "j" "d.x")) (("Doe, J" NIL "j" "d.x")) (("Doe, J" NIL "j" "d.x")) NIL NIL NIL NIL "<1@x>")',
    )
  })

  it('is all NIL for a message without header', () => {
    expect(envelope('\nbody')).toBe('(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)')
  })

  it('keeps the last byte of UTF-8 that looks like a space', () => {
    expect(envelope('Subject: citt\u00e0\n\n')).toContain(Buffer.from('{6}\r\ncitt\u00e0').toString('latin1'))
  })
})

describe('parseAddresses', () => {
  it.each([
    ['a@b.c', [[undefined, 'a', 'b.c']]],
    [
      'A B <a@b.c>, d@e.f',
      [
        ['A B', 'a', 'b.c'],
        [undefined, 'd', 'e.f'],
      ],
    ],
    ['a@b.c (Ann (the) Nick)', [['Ann (the) Nick', 'a', 'b.c']]],
    ['"x@y" <a@b.c>', [['x@y', 'a', 'b.c']]],
    ['<@r1,@r2:a@b.c>', [[undefined, 'a', 'b.c']]],
    [
      'Team: a@b.c, d@e.f;',
      [
        [undefined, 'Team', undefined],
        [undefined, 'a', 'b.c'],
        [undefined, 'd', 'e.f'],
        [undefined, undefined, undefined],
      ],
    ],
    [
      'undisclosed-recipients:;',
      [
        [undefined, 'undisclosed-recipients', undefined],
        [undefined, undefined, undefined],
      ],
    ],
    ['"S" <valid@e.net>:<attacker@e.org>', [['S', 'valid', 'e.net']]],
    ['no address at all', [[undefined, 'no address at all', '']]],
    ['', []],
    [',,;', []],
  ])('%s', (text, expected) => {
    expect(parseAddresses(text)).toEqual(expected.map(([name, mailbox, host]) => ({ name, mailbox, host })))
  })
})

describe('parameters and encodings', () => {
  it('reads quoted values, comments and continuations as they stand', () => {
    expect(
      parseParameterized('text/plain (c); charset="us;\\"ascii" ; name*0*=a ; empty=; x').parameters,
    ).toEqual([
      ['charset', 'us;"ascii'],
      ['name*0*', 'a'],
      ['empty', ''],
    ])
  })

  it('decodes what search looks through', () => {
    const raw = crlf(
      'Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9 =\nau lait',
    )
    expect([...decodedTexts(raw, parseStructure(raw))]).toEqual(['caf\u00e9 au lait'])
    expect(decodeHeader('=?utf-8?B?w6k=?= =?iso-8859-1?q?=E9_x?= y')).toBe('\u00e9\u00e9 x y')
  })
})

/** Mail that looks like MIME often enough to nest. */
const mimeLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r\n\r\n',
        '\r',
        ' ',
        '\t',
        '--',
        '--a',
        '--b',
        '--a--',
        ';',
        '"',
        '(',
        ')',
        '<',
        '>',
        '@',
        ':',
        ',',
      ),
      fc.constantFrom(
        'Content-Type: multipart/mixed; boundary=a\r\n',
        'Content-Type: multipart/digest; boundary="b"\r\n',
      ),
      fc.constantFrom(
        'Content-Type: message/rfc822\r\n\r\n',
        'From: ',
        'To: x <y@z>',
        'Content-Disposition: inline; filename=',
      ),
      fc.constantFrom('\r\n--a\r\n', '\r\n--b\r\n', '\r\n--b--\r\n', '=?utf-8?b?', '?='),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => Buffer.from(pieces.join(''), 'latin1'))

function everyPart(part: MimePart): MimePart[] {
  return [part, ...part.parts.flatMap(everyPart), ...(part.message ? everyPart(part.message) : [])]
}

describe('hostile mail', () => {
  it('never throws, and every part lies inside the one around it', () => {
    fc.assert(
      fc.property(mimeLike, (raw) => {
        const root = parseStructure(raw)
        expect([root.headerStart, root.bodyEnd]).toEqual([0, raw.length])
        for (const part of everyPart(root)) {
          expect(part.headerStart).toBeLessThanOrEqual(part.bodyStart)
          expect(part.bodyStart).toBeLessThanOrEqual(part.bodyEnd)
          let from = part.bodyStart
          for (const child of part.parts) {
            expect(child.headerStart).toBeGreaterThanOrEqual(from)
            expect(child.bodyEnd).toBeLessThanOrEqual(part.bodyEnd)
            from = child.bodyEnd
          }
        }
        formatBodyStructure(raw, root, { extended: true })
        formatEnvelope(parseFields(raw, 0, endOfHeader(raw, 0, raw.length)))
        expect([...decodedTexts(raw, root)].length).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 3_000 },
    )
  })

  it('stops at the limits of depth and number', () => {
    const level = (n: number): string => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`
    const deep = Buffer.from(Array.from({ length: 10_000 }, (_, n) => level(n)).join(''))
    let depth = 0
    for (let part: MimePart | undefined = parseStructure(deep); part; part = part.parts[0]) depth++
    expect(depth).toBe(MAX_MIME_DEPTH + 1)
    const wide = Buffer.from(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`,
    )
    const parts = parseStructure(wide).parts
    expect(parts).toHaveLength(MAX_MIME_PARTS - 1)
    expect(parts.at(-1)?.bodyEnd).toBe(wide.length)
    const messages = Buffer.from('Content-Type: message/rfc822\r\n\r\n'.repeat(10_000))
    expect(everyPart(parseStructure(messages))).toHaveLength(MAX_MIME_DEPTH + 1)
  })
})
