import { describe, expect, it } from 'vitest'
import { judge, parseAuthenticationResults } from '../../../../web/mime/authenticationResults.ts'

const PASS =
  'mx.ponte.example; spf=pass smtp.mailfrom=bellini.example; dmarc=pass (p=none) header.from=bellini.example'
const OUTLOOK =
  'spf=pass (sender IP is 203.0.113.33) smtp.mailfrom=bellini.example; dkim=pass (signature was verified) header.d=bellini.example;dmarc=pass action=none header.from=bellini.example;compauth=pass reason=100'
const trusted = { receivers: ['imap.ponte.example'], unnamed: false, fromDomain: 'bellini.example' }

const verdict = (value: string, options = {}) =>
  judge(parseAuthenticationResults(value), { ...trusted, ...options }).kind

describe('parseAuthenticationResults (RFC 8601)', () => {
  it('reads methods, results and properties', () => {
    expect(parseAuthenticationResults(PASS)).toEqual({
      server: 'mx.ponte.example',
      results: [
        { method: 'spf', result: 'pass', properties: { 'smtp.mailfrom': 'bellini.example' } },
        { method: 'dmarc', result: 'pass', properties: { 'header.from': 'bellini.example' } },
      ],
    })
  })

  it('reads Outlook’s, which names no server', () => {
    const found = parseAuthenticationResults(OUTLOOK)
    expect(found?.server).toBe('')
    expect(found?.results.map(({ method, result }) => `${method}=${result}`)).toEqual([
      'spf=pass',
      'dkim=pass',
      'dmarc=pass',
      'compauth=pass',
    ])
  })

  it('takes nothing from comments and quotes', () => {
    const found = parseAuthenticationResults(
      'mx.ponte.example; spf=fail (really; dmarc=pass (nested; dkim=pass)) reason="; dmarc=pass"',
    )
    expect(found?.results.map(({ method, result }) => `${method}=${result}`)).toEqual(['spf=fail'])
  })

  it.each(['', 'mx.ponte.example; none', 'x'.repeat(10_000), '('.repeat(8_000)])('%.20s is none', (value) => {
    expect(parseAuthenticationResults(value)).toBeUndefined()
  })
})

describe('judge', () => {
  it.each([
    ['DMARC passed', PASS, {}, 'verified'],
    ['for another domain', PASS, { fromDomain: 'bank.example' }, 'unknown'],
    [
      'by another server: anybody can write the field',
      PASS,
      { receivers: ['imap.other.example'] },
      'unknown',
    ],
    [
      'by a server under the same suffix only',
      PASS.replace('mx.ponte', 'mx.evil'),
      { receivers: ['x.co.uk'] },
      'unknown',
    ],
    ['without a name, where the service signs so', OUTLOOK, { unnamed: true }, 'verified'],
    ['without a name, elsewhere', OUTLOOK, {}, 'unknown'],
    ['DMARC failed', PASS.replace('dmarc=pass', 'dmarc=fail'), {}, 'failed'],
    [
      'SPF alone speaks of the envelope',
      'mx.ponte.example; spf=pass smtp.mailfrom=bellini.example',
      {},
      'unknown',
    ],
    ['an aligned signature', 'mx.ponte.example; dkim=pass header.d=bellini.example', {}, 'verified'],
    ['another’s signature', 'mx.ponte.example; dkim=pass header.d=mailer.example', {}, 'unknown'],
    ['a signature of the suffix', 'mx.ponte.example; dkim=pass header.d=example', {}, 'unknown'],
    ['no sender', PASS, { fromDomain: '' }, 'unknown'],
  ])('%s', (_name, value, options, expected) => {
    expect(verdict(value, options)).toBe(expected)
  })
})
