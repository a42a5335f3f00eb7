import { describe, expect, it } from 'vitest'
import { judge, parseAuthenticationResults } from '../../../shared/mail/authenticationResults.ts'

const PASS =
  'mx.ponte.example; spf=pass smtp.mailfrom=bellini.example; dmarc=pass (p=none) header.from=bellini.example'
const OUTLOOK =
  'spf=pass (sender IP is 203.0.113.33) smtp.mailfrom=bellini.example; dkim=pass (signature was verified) header.d=bellini.example;dmarc=pass action=none header.from=bellini.example;compauth=pass reason=100'

const verdict = (value: string, fromDomain = 'bellini.example') =>
  judge(parseAuthenticationResults(value), fromDomain).kind

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

  it('reads that nothing was checked', () => {
    expect(parseAuthenticationResults('mx.ponte.example; none')).toEqual({
      server: 'mx.ponte.example',
      results: [],
    })
  })

  it.each(['', 'mx.ponte.example', 'x'.repeat(10_000), '('.repeat(8_000)])('%.20s is none', (value) => {
    expect(parseAuthenticationResults(value)).toBeUndefined()
  })
})

describe('judge', () => {
  const FAIL = PASS.replace('dmarc=pass', 'dmarc=fail')
  it.each([
    ['DMARC passed', PASS, undefined, 'verified'],
    ['for another domain', PASS, 'bank.example', 'unknown'],
    ['Outlook’s', OUTLOOK, undefined, 'verified'],
    ['DMARC failed', FAIL, undefined, 'failed'],
    ['DMARC passed and failed', `${PASS}; dmarc=fail header.from=bellini.example`, undefined, 'failed'],
    [
      'SPF alone speaks of the envelope',
      'mx.ponte.example; spf=pass smtp.mailfrom=bellini.example',
      undefined,
      'unknown',
    ],
    ['an aligned signature', 'mx.ponte.example; dkim=pass header.d=bellini.example', undefined, 'verified'],
    ['another’s signature', 'mx.ponte.example; dkim=pass header.d=mailer.example', undefined, 'unknown'],
    ['a signature of the suffix', 'mx.ponte.example; dkim=pass header.d=example', undefined, 'unknown'],
    [
      'compauth failed',
      'dmarc=none header.from=bellini.example; compauth=fail reason=001',
      undefined,
      'doubtful',
    ],
    ['compauth failed, DMARC too', 'dmarc=fail; compauth=fail reason=000', undefined, 'failed'],
    [
      'compauth failed, signed all the same',
      OUTLOOK.replace('compauth=pass', 'compauth=fail'),
      undefined,
      'doubtful',
    ],
    ['compauth passed alone', 'dmarc=none; compauth=pass reason=109', undefined, 'unknown'],
    ['compauth passed, DMARC failed', 'dmarc=fail; compauth=pass reason=130', undefined, 'failed'],
    ['no sender', PASS, '', 'unknown'],
    ['no results', '', undefined, 'unknown'],
  ])('%s', (_name, value, domain, expected) => {
    expect(verdict(value, domain)).toBe(expected)
  })
})
