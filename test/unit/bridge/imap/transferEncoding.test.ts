import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { transferDecoder } from '../../../../bridge/imap/transferEncoding.ts'

/** Decodes bytes that come in these pieces. */
function decode(encoding: string | undefined, pieces: Uint8Array[]): Buffer {
  const decoder = transferDecoder(encoding)
  return Buffer.concat([...pieces.map((piece) => Buffer.from(decoder.write(piece))), decoder.end()])
}

/** Bytes cut at any places. */
const cut = (bytes: Uint8Array, places: number[]): Uint8Array[] => {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length))
}

const places = fc.array(fc.nat(), { maxLength: 30 })
const wrapped = (text: string, width: number): string =>
  (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\r\n')

/** RFC 2045 section 6.7 from its text, for a whole body; slow and plain. */
function referenceQuotedPrintable(body: Buffer): Buffer {
  const lines = body.toString('latin1').split('\r\n')
  const decoded = lines.map((line, index) => {
    const text = line.replace(/[ \t]+$/, '')
    const soft = /=$/.test(text) && index < lines.length - 1
    const content = soft ? text.slice(0, -1) : text
    return (
      content.replace(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ) + (soft || index === lines.length - 1 ? '' : '\r\n')
    )
  })
  return Buffer.from(decoded.join(''), 'latin1')
}

describe('base64', () => {
  it('gives the bytes back however it is wrapped and cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 500 }),
        fc.integer({ min: 1, max: 80 }),
        places,
        (bytes, width, at) => {
          const encoded = Buffer.from(wrapped(Buffer.from(bytes).toString('base64'), width), 'latin1')
          expect(decode('base64', cut(encoded, at)).equals(Buffer.from(bytes))).toBe(true)
        },
      ),
    )
  })

  it('leaves out what is no base64, as RFC 2045 section 6.8 asks', () => {
    expect(decode('BASE64', [Buffer.from(' Q2F\tm\0Zs!\r\nO\r\no=\u00e9')]).toString('utf8')).toBe(
      'Caff\u00e8',
    )
  })

  it('goes on after padding in the middle, where somebody has joined two', () => {
    const joined = Buffer.from(
      `${Buffer.from('one!').toString('base64')}\r\n${Buffer.from('two').toString('base64')}`,
    )
    fc.assert(
      fc.property(places, (at) => {
        expect(decode('base64', cut(joined, at)).toString()).toBe('one!two')
      }),
    )
  })

  it('gives what there is of a text that breaks off', () => {
    expect(decode('base64', [Buffer.from('Q2Fm')]).toString()).toBe('Caf')
    expect(decode('base64', [Buffer.from('Q2FmZg')]).toString()).toBe('Caff')
    expect(decode('base64', [Buffer.from('Q')]).toString()).toBe('')
  })

  it('is the same as Node\u2019s own for what has no padding inside', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), places, (text, at) => {
        const bytes = Buffer.from(text.replaceAll('=', ''))
        const clean = bytes.toString('latin1').replace(/[^A-Za-z0-9+/]/g, '')
        expect(decode('base64', cut(bytes, at)).equals(Buffer.from(clean, 'base64'))).toBe(true)
      }),
    )
  })
})

describe('quoted-printable', () => {
  const alphabet = fc.array(
    fc.constantFrom(
      'a',
      'Z',
      '=',
      '=3D',
      '=C3=A8',
      '=e9',
      ' ',
      '\t',
      '\r\n',
      '=\r\n',
      '= \t\r\n',
      '=0',
      '=G1',
      '=20',
    ),
    { maxLength: 60 },
  )

  it('is what RFC 2045 says, however it is cut', () => {
    fc.assert(
      fc.property(alphabet, places, (pieces, at) => {
        // A line break at the end, as bodies have: what blanks and = mean is told by what follows.
        const body = Buffer.from(`${pieces.join('')}x\r\n`, 'latin1')
        const expected = referenceQuotedPrintable(body)
        expect(decode('quoted-printable', cut(body, at)).toString('latin1')).toBe(expected.toString('latin1'))
      }),
      { numRuns: 2000 },
    )
  })

  it('does not depend on the cuts for any bytes at all', () => {
    const odd = fc.array(fc.constantFrom(0x3d, 0x0d, 0x0a, 0x20, 0x09, 0x41, 0x46, 0x39, 0xe9, 0), {
      maxLength: 80,
    })
    fc.assert(
      fc.property(odd, places, (bytes, at) => {
        const body = Uint8Array.from(bytes)
        const whole = decode('quoted-printable', [body])
        expect(decode('quoted-printable', cut(body, at)).toString('hex')).toBe(whole.toString('hex'))
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves alone what is no escape', () => {
    expect(decode('quoted-printable', [Buffer.from('a=b =4 =XY 100=25')]).toString()).toBe('a=b =4 =XY 100%')
  })

  it('holds a line of blanks no longer than it must', () => {
    const decoder = transferDecoder('quoted-printable')
    let out = 0
    for (let count = 0; count < 100; count++) out += decoder.write(Buffer.alloc(1_000, ' ')).length
    expect(out).toBeGreaterThan(90_000)
  })
})

describe('other encodings', () => {
  it.each(['7bit', '8bit', 'binary', 'x-uuencode', '', undefined])('passes %s as it is', (encoding) => {
    const bytes = Buffer.from([0, 255, 61, 13, 10, 200])
    expect(decode(encoding, [bytes.subarray(0, 3), bytes.subarray(3)]).equals(bytes)).toBe(true)
  })

  it('knows names in any case and with blanks around', () => {
    expect(decode(' Base64 ', [Buffer.from('QQ==')]).toString()).toBe('A')
    expect(decode('QUOTED-PRINTABLE', [Buffer.from('=41')]).toString()).toBe('A')
  })
})
