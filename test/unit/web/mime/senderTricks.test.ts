import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAuthors } from '../../../../web/mime/authors.ts'
import { senderTricks, type SenderFacts } from '../../../../web/mime/senderTricks.ts'

const facts = (more: Partial<SenderFacts>): SenderFacts => ({ from: [], replyTo: [], bulk: false, ...more })
const from = (name: string, address: string) => facts({ from: [{ name, address }] })
const kinds = (given: SenderFacts): string[] => senderTricks(given).map(({ kind }) => kind)

describe('a From line as it came (threat 23)', () => {
  it.each<[line: string, addresses: string[], plain: boolean]>([
    ['Anna <anna@example.org>', ['anna@example.org'], true],
    ['anna@example.org', ['anna@example.org'], true],
    ['"Rossi, Anna" <anna@example.org>', ['anna@example.org'], true],
    ['anna@example.org (Anna, at home <x@y.z>)', ['anna@example.org'], true],
    ['"anna@bank.example" <eve@evil.example>', ['eve@evil.example'], true],
    ['=?utf-8?q?bank=40bank.example?= <eve@evil.example>', ['eve@evil.example'], true],
    ['anna@example.org <anna@example.org>', ['anna@example.org'], true],
    ['Anna <a@b.example>, Ben <b@b.example>', ['a@b.example', 'b@b.example'], true],
    ['"S" <valid@example.net>:<attacker@example.org>', ['valid@example.net', 'attacker@example.org'], false],
    ['<valid@example.net><attacker@example.org>', ['valid@example.net', 'attacker@example.org'], false],
    ['valid@example.net <attacker@example.org>', ['attacker@example.org', 'valid@example.net'], false],
    ['Team: a@b.example, c@d.example;', ['a@b.example', 'c@d.example'], false],
    ['<@relay.example:eve@evil.example>', ['eve@evil.example'], false],
    ['"valid@example.net"@evil.example', ['"valid@example.net"@evil.example'], true],
    ['"S <valid@example.net>', ['valid@example.net'], false],
    ['', [], true],
  ])('%s', (line, addresses, plain) => {
    const read = readAuthors([line])
    expect(read.all.map(({ address }) => address)).toEqual(addresses)
    expect(read.plain).toBe(plain)
  })

  it('is read whatever stands in it, in time', () => {
    const piece = fc.constantFrom(
      '"',
      '<',
      '>',
      '(',
      ')',
      ',',
      ':',
      ';',
      '@',
      '\\',
      ' ',
      'a',
      'b.example',
      '=?',
      '?=',
    )
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: piece, maxLength: 40 }), fc.string({ unit: 'binary' })),
        (line) => {
          for (const { address } of readAuthors([line]).all) expect(address).toContain('@')
        },
      ),
    )
    for (const unit of ['"', '(', '<', '\\"', '<a@b', 'a@', '(\\'])
      expect(readAuthors([unit.repeat(30_000)]).all.length).toBeLessThan(10_000)
  })
})

describe('what is odd about a sender', () => {
  it.each<[name: string, given: SenderFacts, expected: string[]]>([
    ['nothing', from('Anna', 'anna@example.org'), []],
    ['the name is the address', from('anna@Example.org', 'anna@example.org'), []],
    ['nobody is named at all', facts({}), []],
    ['another address in the name', from('valid@example.net', 'eve@evil.example'), ['nameHoldsAddress']],
    ['written with a wide sign', from('anna＠bank.example', 'eve@evil.example'), ['nameHoldsAddress']],
    ['written apart', from('anna @ bank.example', 'eve@evil.example'), ['nameHoldsAddress']],
    ['written in words', from('anna [at] bank [dot] example', 'eve@evil.example'), ['nameHoldsAddress']],
    ['with letters nobody sees', from('anna@\u200bbank.example', 'eve@evil.example'), ['nameHoldsAddress']],
    ['in quotes before the sign', from('', '"anna@bank.example"@evil.example'), ['nameHoldsAddress']],
    ['as servers unquote it', from('', 'anna@bank.example@evil.example'), ['nameHoldsAddress']],
    ['a sign that is no address', from('Anna @ Rossi', 'anna@example.org'), []],
    ['a site as a name', from('bank.com Support', 'eve@evil.example'), ['nameHoldsSite']],
    ['the sender’s own site', from('Booking.com', 'noreply@mailer.booking.com'), []],
    ['a file', from('Node.js Foundation', 'hello@openjsf.example'), []],
    ['a title', from('Dr.Rossi', 'rossi@example.org'), []],
    ['a brand', from('PayPal Service', 'eve@evil.example'), ['nameHoldsBrand']],
    ['a brand of another country', from('Amazon', 'shipping@amazon.it'), []],
    ['a brand’s other domain', from('Facebook', 'x@facebookmail.com'), []],
    ['a person of a brand’s name', from('Chase Meridian', 'chase@example.org'), []],
    ['turned around', from('\u202emoc.lapyap', 'eve@evil.example'), ['turned']],
    ['a mark of direction', from('\u200fאנה', 'anna@example.org'), []],
    ['letters of two alphabets', from('Anna', 'test@Рaypal.com'), ['lookAlikeDomain']],
    ['the same in DNS’s letters', from('Anna', 'x@xn--pypal-4ve.com'), ['lookAlikeDomain']],
    ['a dotless ı', from('Anna', 'x@lınkedin.com'), ['lookAlikeDomain']],
    ['a dotless ı at home', from('Ayşe', 'x@ışık.com.tr'), []],
    ['an ĺ', from('Anna', 'x@paypaĺ.com'), ['lookAlikeDomain']],
    ['a digit for a letter', from('Anna', 'x@paypa1.com'), ['lookAlikeDomain']],
    ['two letters for one', from('Anna', 'x@rnicrosoft.com'), ['lookAlikeDomain']],
    ['a brand’s domain before another', from('Anna', 'x@paypal.com.evil.example'), ['lookAlikeDomain']],
    ['an honest neighbour', from('Anna', 'x@appie.nl'), []],
    ['umlauts', from('Jörg', 'jörg@müller.de'), []],
    ['no address', from('bank@bank.example', ''), ['nobody']],
    [
      'an answer that goes elsewhere',
      { ...from('A', 'a@b.com'), replyTo: [{ name: '', address: 'x@evil.example' }] },
      ['answerElsewhere'],
    ],
    [
      'of a newsletter',
      { ...from('A', 'a@b.com'), bulk: true, replyTo: [{ name: '', address: 'x@evil.example' }] },
      [],
    ],
    ['to a neighbour', { ...from('A', 'a@m.b.co.uk'), replyTo: [{ name: '', address: 'x@b.co.uk' }] }, []],
    [
      'two readings',
      { ...from('S', 'valid@example.net'), fromLines: ['"S" <valid@example.net>:<eve@evil.example>'] },
      ['twoReadings'],
    ],
    [
      'the server read another',
      { ...from('S', 'valid@example.net'), fromLines: ['S <eve@evil.example>'] },
      ['twoReadings'],
    ],
    [
      'two lines',
      { ...from('S', 'a@b.example'), fromLines: ['a@b.example', 'eve@evil.example'] },
      ['twoReadings'],
    ],
    [
      'several people',
      facts({
        from: [
          { name: '', address: 'a@b.example' },
          { name: '', address: 'c@d.example' },
        ],
        fromLines: ['a@b.example, c@d.example'],
      }),
      ['several'],
    ],
  ])('%s', (_, given, expected) => {
    expect(kinds(given)).toEqual(expected)
  })

  it('names every address that a program may read', () => {
    const line = '"S" <valid@example.net>:<attacker@example.org>'
    expect(senderTricks({ ...from('S', 'valid@example.net'), fromLines: [line] })).toEqual([
      { kind: 'twoReadings', addresses: 'valid@example.net, attacker@example.org' },
    ])
  })
})
