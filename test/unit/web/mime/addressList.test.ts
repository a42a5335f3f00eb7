import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import * as v from 'valibot'
import { mailAddress } from '../../../../shared/mail/address.ts'
import { formatAddress, formatAddressList, parseAddressList } from '../../../../web/mime/addressList.ts'

describe('parseAddressList', () => {
  it.each<[string, [string, string][]]>([
    ['', []],
    [' , ;\n', []],
    ['anna@example.org', [['', 'anna@example.org']]],
    ['Anna <anna@example.org>', [['Anna', 'anna@example.org']]],
    ['<anna@example.org>', [['', 'anna@example.org']]],
    [
      '"Rossi, Anna" <anna@example.org>, b@c.de',
      [
        ['Rossi, Anna', 'anna@example.org'],
        ['', 'b@c.de'],
      ],
    ],
    [
      '"a \\"b\\"; c" <x@y.z>;d@e.f',
      [
        ['a "b"; c', 'x@y.z'],
        ['', 'd@e.f'],
      ],
    ],
    [
      'Team: a@b.c, D <d@e.f>; g@h.i',
      [
        ['', 'a@b.c'],
        ['D', 'd@e.f'],
        ['', 'g@h.i'],
      ],
    ],
    ['undisclosed-recipients:;', []],
    ['anna@example.org (Anna, at home)', [['', 'anna@example.org']]],
    ['"odd local"@example.org', [['', '"odd local"@example.org']]],
    ['a@[192.0.2.1]', [['', 'a@[192.0.2.1]']]],
    ['jörg@müller.example', [['', 'jörg@müller.example']]],
    ['Anna\n Rossi <a@b.c>', [['Rossi', 'a@b.c']]],
    ["O'Neill <o'neill@example.ie>", [["O'Neill", "o'neill@example.ie"]]],
  ])('reads %j', (input, expected) => {
    const { addresses, problems } = parseAddressList(input)
    expect(addresses).toEqual(expected.map(([name, address]) => ({ name, address })))
    expect(problems).toEqual(input.includes('\n R') ? [{ text: 'Anna', reason: 'noAt' }] : [])
  })

  it.each([
    ['anna', 'noAt'],
    ['Anna <anna>', 'noAt'],
    ['@example.org', 'noName'],
    ['anna@', 'noDomain'],
    ['"Anna <a@b.c>', 'openQuote'],
    ['Anna <a@b.c', 'openBracket'],
    ['<a@b.c> x', 'textAfter'],
    ['a b@c.d', 'invalid'],
    ['a@b..c', 'invalid'],
    ['a@b.c\u0000', 'invalid'],
    [`${'a'.repeat(400)}@b.c`, 'tooLong'],
    [`${'a@b.c,'.repeat(50_000)}`, 'tooLong'],
  ])('says what is wrong with %.20j', (input, reason) => {
    expect(parseAddressList(input).problems).toMatchObject([{ reason }])
  })

  it('accepts only what the protocol accepts', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string(),
          fc.string({ unit: fc.constantFrom('a', '@', '.', '"', '<', '>', ',', ' ', '[', ':') }),
        ),
        (input) => {
          for (const address of parseAddressList(input).addresses) {
            expect(v.safeParse(mailAddress, address).success).toBe(true)
          }
        },
      ),
    )
  })

  it('reads back what formatAddress writes', () => {
    const name = fc.string({ unit: 'binary', maxLength: 30 }).map((one) =>
      one
        .replace(/[\r\n\0]/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    fc.assert(
      fc.property(
        fc.array(fc.record({ name, address: fc.constantFrom('a@b.c', '"x y"@z.de') }), { maxLength: 5 }),
        (addresses) => {
          const expected = addresses.map((one) => ({
            ...one,
            name: one.name === one.address ? '' : one.name,
          }))
          expect(parseAddressList(formatAddressList(addresses)).addresses).toEqual(expected)
        },
      ),
    )
  })

  it('quotes only where it must', () => {
    expect(formatAddress({ name: 'Anna Rossi', address: 'a@b.c' })).toBe('Anna Rossi <a@b.c>')
    expect(formatAddress({ name: 'a@b.c', address: 'a@b.c' })).toBe('a@b.c')
  })
})
