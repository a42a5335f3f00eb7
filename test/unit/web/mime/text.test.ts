import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { decodeText } from '../../../../web/mime/charset.ts'
import { toBlocks } from '../../../../web/mime/plainText.ts'
import { linkify } from '../../../../web/mime/linkify.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('decodeText', () => {
  it.each([
    ['utf-8', bytes(0xc3, 0xa8), 'è'],
    ['"UTF-8"', bytes(0xc3, 0xa8), 'è'],
    ['iso-8859-1', bytes(0xe8, 0x21), 'è!'],
    ['cp932', bytes(0x93, 0xfa), '日'],
    ['iso-2022-jp', bytes(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42), '日'],
    ['koi8-r', bytes(0xf0), 'П'],
    ['ks_c_5601-1987', bytes(0xb0, 0xa1), '가'],
    ['utf-7', new TextEncoder().encode('a+AOg-b +- c'), 'aèb + c'],
    ['us-ascii', bytes(0xc3, 0xa8), 'è'],
    ['us-ascii', bytes(0xe8), 'è'],
    ['', bytes(0xe8, 0x20), 'è '],
    ['no-such-charset', bytes(0xe8), 'è'],
    ['iso-2022-kr', bytes(0x41), 'A'],
    ['iso-8859-1', bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa8), 'è'],
  ])('reads %s', (label, input, expected) => {
    expect(decodeText(input, label)).toBe(expected)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.string(),
        (input, label) => typeof decodeText(input, label) === 'string',
      ),
    )
  })
})

describe('toBlocks', () => {
  it('keeps fixed lines and tells quote depths apart', () => {
    expect(toBlocks('Hi\r\n\r\n> one\r\n> > two\r\n>three\r\nend')).toEqual([
      { depth: 0, text: 'Hi\n' },
      { depth: 1, text: 'one' },
      { depth: 2, text: 'two' },
      { depth: 1, text: 'three' },
      { depth: 0, text: 'end' },
    ])
  })

  it('joins soft breaks of format=flowed (RFC 3676)', () => {
    expect(toBlocks('a long \r\nline \r\nends\r\n next', { delSp: false })).toEqual([
      { depth: 0, text: 'a long line ends\nnext' },
    ])
    expect(toBlocks('long \r\nword', { delSp: true })).toEqual([{ depth: 0, text: 'longword' }])
  })

  it('leaves the signature line alone and does not flow over quote depths', () => {
    expect(toBlocks('text \r\n-- \r\nAnna', { delSp: false })).toEqual([
      { depth: 0, text: 'text \n-- \nAnna' },
    ])
    expect(toBlocks('> a \r\nb', { delSp: false })).toEqual([
      { depth: 1, text: 'a ' },
      { depth: 0, text: 'b' },
    ])
  })

  it('does not take ">From " for a quote', () => {
    expect(toBlocks('>From here')).toEqual([{ depth: 0, text: 'From here' }])
  })

  it('bounds the number of blocks', () => {
    expect(toBlocks('a\n> b\n'.repeat(100_000)).length).toBeLessThan(5_010)
  })
})

describe('linkify', () => {
  it.each<[string, (string | [string, string])[]]>([
    [
      'see https://example.org/a?b=c.',
      ['see ', ['https://example.org/a?b=c', 'https://example.org/a?b=c'], '.'],
    ],
    [
      '(https://en.wikipedia.org/wiki/A_(b))',
      ['(', ['https://en.wikipedia.org/wiki/A_(b)', 'https://en.wikipedia.org/wiki/A_(b)'], ')'],
    ],
    ['www.example.org', [['www.example.org', 'https://www.example.org']]],
    ['Ask anna@example.org, please', ['Ask ', ['anna@example.org', 'mailto:anna@example.org'], ', please']],
    [
      'a@a.co?]<img/src="x"/onerror=alert(1)>',
      [['a@a.co', 'mailto:a@a.co'], '?]<img/src="x"/onerror=alert(1)>'],
    ],
    ['javascript:alert(1) data:text/html,x', ['javascript:alert(1) data:text/html,x']],
    ['https://', ['https://']],
    ['<https://a.b/c>', ['<', ['https://a.b/c', 'https://a.b/c'], '>']],
  ])('%s', (text, expected) => {
    expect(linkify(text)).toEqual(
      expected.map((one) => (typeof one === 'string' ? { text: one } : { text: one[0], href: one[1] })),
    )
  })

  it('loses and adds no character, and links only to http, https and mailto', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('https://a.b/', 'www.', '@', 'x@y.z', '(', ')', '.', '<', '"', 'javascript:'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const segments = linkify(text)
        expect(segments.map((one) => one.text).join('')).toBe(text)
        for (const { href } of segments)
          if (href !== undefined) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/i)
      }),
    )
  })

  it.each([
    ['xn--a.', 'xn--a.'.repeat(27)],
    ['one long query', 'http://a.b/c?d='.repeat(32_000)],
    ['many at signs', 'a@'.repeat(200_000)],
    ['dots', `a@${'a.'.repeat(200_000)}`],
    ['closing brackets', `http://a.b/${')'.repeat(200_000)}`],
    ['www', 'www.'.repeat(200_000)],
  ])('ends on %s (threat 41)', (_name, text) => {
    expect(
      linkify(text)
        .map((one) => one.text)
        .join(''),
    ).toBe(text)
  })
})
