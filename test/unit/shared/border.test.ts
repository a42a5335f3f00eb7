import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { demoBorder } from '../../../demo/mail/trace.ts'
import { sampleMailbox } from '../../../demo/mail/sampleMailbox.ts'
import { judge } from '../../../shared/mail/authenticationResults.ts'
import { borderResults, type Border } from '../../../shared/mail/border.ts'
import { parseHeader } from '../../../web/mime/headerFields.ts'

const MICROSOFT: Border = { kind: 'unnamed', relays: ['*.outlook.com', '*.office365.com'] }
const HOUSE: Border = {
  kind: 'named',
  authservIds: ['mx.house.example'],
  relays: ['mx.house.example', '*.inner.house.example'],
  stripsForeign: false,
}
const STRIPS: Border = { kind: 'named', authservIds: ['mx.google.com'], relays: [], stripsForeign: true }

const received = (by: string, from = 'mail.paypal.com'): string =>
  `Received: from ${from} (192.0.2.1)\r\n by ${by} (2001:db8::1) with SMTP; Fri, 20 Nov 2026 09:00:00 +0000`
const results = (server: string, result = 'pass'): string =>
  `Authentication-Results: ${server === '' ? '' : `${server};`}\r\n dmarc=${result} header.from=paypal.com`
const STORE = received('DB8PR04MB1234.eurprd04.prod.outlook.com')
const FRONT = received('AM0PR04CA0001.outlook.office365.com')
const EDGE = received('AM0EUR04FT001.mail.protection.outlook.com')
const INNER = received('store.inner.house.example')
const MX = received('mx.house.example')
const SENDER = received('out.paypal.com')
const FORGER = received('relay.evil.example')

function verdict(lines: readonly string[], border: Border | undefined): string {
  const header = parseHeader(Buffer.from([...lines, 'From: service@paypal.com', '', ''].join('\r\n')))
  return judge(borderResults(header, border), 'paypal.com').kind
}

describe('at Microsoft', () => {
  const cases: [name: string, lines: string[], expected: string][] = [
    ['as Outlook writes it', [STORE, FRONT, results(''), EDGE, SENDER], 'verified'],
    ['as Outlook writes it, failed', [STORE, FRONT, results('', 'fail'), EDGE, SENDER], 'failed'],
    ['as Outlook writes it, four inner hops', [STORE, FRONT, STORE, FRONT, results(''), EDGE], 'verified'],
    ['an incoming field, renamed', [STORE, results('').replace(':', '-Original:'), EDGE, FORGER], 'unknown'],
    ['below the border hop', [STORE, FRONT, EDGE, results(''), SENDER], 'unknown'],
    ['below the border hop, on nothing', [STORE, FRONT, EDGE, results('')], 'unknown'],
    ['on a hop of another server', [STORE, FRONT, results(''), FORGER, EDGE], 'unknown'],
    ['below a hop of another server', [FORGER, STORE, results(''), EDGE], 'unknown'],
    ['forwarded from Microsoft to another server', [INNER, MX, STORE, results(''), EDGE], 'unknown'],
    ['with a name', [STORE, FRONT, results('mx.house.example'), EDGE], 'unknown'],
    ['twice: the topmost counts', [STORE, results('', 'fail'), EDGE, results(''), FORGER], 'failed'],
    ['a name above the real one', [STORE, results('mx.x.example'), results(''), EDGE], 'unknown'],
    [
      'a relay’s name in a comment',
      [STORE, results(''), received('evil.example (by x.outlook.com)')],
      'unknown',
    ],
    ['a relay’s name within a name', [STORE, results(''), received('x.outlook.com.evil.example')], 'unknown'],
    ['a relay’s name without its dot', [STORE, results(''), received('evil-outlook.com')], 'unknown'],
    [
      'a hop that names nobody',
      ['Received: (qmail 1 invoked by uid 48); 14 Oct 2010', results(''), EDGE],
      'unknown',
    ],
    ['no field', [STORE, FRONT, EDGE], 'unknown'],
  ]
  it.each(cases)('%s', (_, lines, expected) => {
    expect(verdict(lines, MICROSOFT)).toBe(expected)
  })

  it.each(cases)('nothing of it counts elsewhere: %s', (_, lines) => {
    for (const border of [HOUSE, STRIPS, undefined]) {
      const unnamed = lines.map((line) => line.replace('mx.house.example;', ';'))
      expect(verdict(unnamed, border)).toBe('unknown')
    }
  })
})

describe('at a server that names itself', () => {
  it.each<[name: string, lines: string[], expected: string]>([
    ['above the border hop', [INNER, results('mx.house.example'), MX, SENDER], 'verified'],
    ['above the border hop, on top', [results('MX.house.example'), MX, SENDER], 'verified'],
    ['below the border hop', [INNER, MX, results('mx.house.example'), SENDER], 'unknown'],
    [
      'below the border hop, on a forged one of its name',
      [FORGER, results('mx.house.example'), MX],
      'unknown',
    ],
    ['on no hop at all', [results('mx.house.example'), 'Subject: x'], 'unknown'],
    ['on a hop of another server', [results('mx.house.example'), FORGER], 'unknown'],
    ['by a neighbour', [results('mx2.house.example'), MX], 'unknown'],
    ['by the domain', [results('house.example'), MX], 'unknown'],
    ['without a name', [results(''), MX], 'unknown'],
    ['without a name above its own', [results('', 'fail'), results('mx.house.example'), MX], 'verified'],
    [
      'by another server above its own',
      [INNER, results('mx.evil.example'), results('mx.house.example'), MX],
      'verified',
    ],
    [
      'twice: the topmost counts',
      [results('mx.house.example', 'fail'), MX, results('mx.house.example')],
      'failed',
    ],
    [
      'twice, the topmost without a check',
      ['Authentication-Results: mx.house.example; none', MX, results('mx.house.example'), MX],
      'unknown',
    ],
    [
      'a field for each check, in one place',
      ['Authentication-Results: mx.house.example; spf=pass', results('mx.house.example'), MX],
      'verified',
    ],
    ['forwarded there and back', [INNER, MX, FORGER, results('mx.house.example'), MX], 'unknown'],
  ])('%s', (_, lines, expected) => {
    expect(verdict(lines, HOUSE)).toBe(expected)
  })

  it.each<[name: string, lines: string[], expected: string]>([
    [
      'below the border hop, as Gmail writes it',
      [received('mx.google.com'), results('mx.google.com'), SENDER],
      'verified',
    ],
    ['by another server', [received('mx.google.com'), results('mx.house.example'), SENDER], 'unknown'],
    ['without a name', [received('mx.google.com'), results(''), SENDER], 'unknown'],
    [
      'twice: the topmost counts',
      [received('mx.google.com'), results('mx.google.com', 'fail'), SENDER, results('mx.google.com')],
      'failed',
    ],
  ])('that removes incoming fields with its name: %s', (_, lines, expected) => {
    expect(verdict(lines, STRIPS)).toBe(expected)
  })
})

/** Messages collected from the tests of mail libraries; not part of this repository. */
const CORPUS = '../shared/corpus/messages'

describe.skipIf(!existsSync(CORPUS))(`real headers of ${CORPUS}`, () => {
  const fastmail: Border = {
    kind: 'named',
    authservIds: ['mx4.messagingengine.com'],
    relays: ['sloti52n10', '*.internal', '*.messagingengine.com'],
    stripsForeign: false,
  }
  const methods = (path: string, border: Border): string[] | undefined =>
    borderResults(parseHeader(readFileSync(`${CORPUS}/${path}`)), border)?.results.map(
      ({ method, result }) => `${method}=${result}`,
    )

  it('Gmail’s stands below its border hop', () => {
    expect(methods('mailparser/nodemailer.eml', STRIPS)).toContain('dkim=pass')
    expect(methods('mailparser/nodemailer.eml', { ...STRIPS, stripsForeign: false })).toBeUndefined()
    expect(methods('ruby-mail/plain_emails_raw_email_trailing_dot.eml', STRIPS)).toEqual(['spf=pass'])
  })

  it('Fastmail’s four stand above its border hop', () => {
    const all = methods('postal-mime/bounce.eml', fastmail)
    expect(all).toContain('x-csa=none')
    expect(all).toContain('dmarc=pass')
  })

  it('GMX’s stands on top', () => {
    const gmx: Border = {
      kind: 'named',
      authservIds: ['gmx.net'],
      relays: ['mx-ha.gmx.net'],
      stripsForeign: false,
    }
    expect(methods('mail-parser/thirdparty_015.eml', gmx)).toContain('dkim=pass')
  })
})

describe('the demo', () => {
  const inbox = sampleMailbox({
    user: { name: 'Giulia Conti', address: 'giulia@ponte.example' },
    now: new Date(Date.UTC(2026, 10, 20)),
    count: 400,
  }).map(({ raw }) => {
    const bytes = raw()
    const header = parseHeader(bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 4))
    const value = (name: string) => header.find((field) => field.name.toLowerCase() === name)?.value
    const domain = /@([a-z0-9.-]+)>?\s*$/i.exec(value('from') ?? '')?.[1] ?? ''
    return {
      passed: value('authentication-results')?.includes('dmarc=pass') ?? false,
      forged: value('authentication-results-original') !== undefined,
      verdict: judge(borderResults(header, demoBorder), domain).kind,
    }
  })

  it('shows who sent its mail', () => {
    const passed = inbox.filter((message) => message.passed)
    expect(passed.length).toBeGreaterThan(100)
    expect(new Set(passed.map((message) => message.verdict))).toEqual(new Set(['verified']))
  })

  it('renames the fields that its attackers bring, and believes none', () => {
    const forged = inbox.filter((message) => message.forged)
    expect(forged.length).toBeGreaterThan(10)
    expect(forged.filter((message) => message.verdict === 'verified')).toEqual([])
  })
})
