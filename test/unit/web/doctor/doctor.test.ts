import { describe, expect, it } from 'vitest'
import { DiagnoseDoor } from '../../../../bridge/doors/diagnoseDoor.ts'
import { DIAGNOSES_AT_ONCE, DIAGNOSIS_EVERY_MS } from '../../../../bridge/doors/limits.ts'
import { DIAGNOSIS_PROBLEMS, DIAGNOSIS_STEPS } from '../../../../shared/protocol/diagnosis.ts'
import { causeOf } from '../../../../web/doctor/cause.ts'
import { reportText } from '../../../../web/doctor/report.ts'
import { tokenFacts, tokenProblem } from '../../../../web/doctor/tokenFacts.ts'
import { doctor } from '../../../../web/i18n/en/doctor.ts'

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (claims: object): string => `${part({ alg: 'none' })}.${part(claims)}.signature`

describe('a token', () => {
  const now = Date.parse('2026-11-28T16:00:00Z')

  it('tells for whom it is, what it allows and how long it lives, where it can be read', () => {
    const claims = {
      aud: 'https://outlook.office.com',
      scp: 'IMAP.AccessAsUser.All SMTP.Send',
      exp: now / 1000 + 600,
    }
    const facts = tokenFacts(token(claims), now)
    expect(facts).toEqual({
      audience: 'https://outlook.office.com',
      scopes: ['IMAP.AccessAsUser.All', 'SMTP.Send'],
      lifetime: 600,
    })
    expect(tokenProblem(facts)).toBeUndefined()
  })

  it('is for another service, or lacks a permission', () => {
    expect(tokenProblem({ audience: 'https://graph.microsoft.com' })).toEqual({ kind: 'wrongAudience' })
    const scopes = ['IMAP.AccessAsUser.All']
    expect(tokenProblem({ audience: 'https://outlook.office.com', scopes })).toEqual({
      kind: 'missingScopes',
      scopes: ['SMTP.Send'],
    })
  })

  it.each(['EwB4A8l6BAAU', 'a.b', 'a.%%%.c', ''])('tells nothing where it cannot be read: %s', (opaque) => {
    expect(tokenFacts(opaque, now)).toEqual({})
    expect(tokenProblem({})).toBeUndefined()
  })
})

describe('a cause', () => {
  it('has texts for every problem and every step', () => {
    for (const problem of DIAGNOSIS_PROBLEMS) expect(doctor.causes[problem].title).not.toBe('')
    for (const step of DIAGNOSIS_STEPS) expect(doctor.steps[step]).not.toBe('')
  })

  it('names the setting of the half that it is about', () => {
    const failed = { outcome: 'failed' as const, ms: 1 }
    const wrongName = {
      ...failed,
      step: 'smtpTls' as const,
      code: 'certificateInvalid',
      problem: 'wrongName' as const,
    }
    expect(causeOf(wrongName, 'oidc')).toMatchObject({
      id: 'wrongName',
      setting: 'smtp.host',
      topic: 'certificateInvalid',
    })
    expect(causeOf({ ...failed, step: 'imapConnect', code: 'connectionRefused' }, 'oidc').setting).toBe(
      'imap.port',
    )
    expect(
      causeOf({ ...failed, step: 'imapSelect', code: 'mailboxNotConnected' }, 'microsoft').setting,
    ).toBeUndefined()
  })
})

it('a report holds what was found, and nobody’s address', () => {
  const text = reportText(
    'Connection doctor: Outlook',
    [
      {
        name: 'imapAuthenticate: Sign in',
        outcome: 'Not right',
        ms: 12.4,
        facts: {},
        server: 'NO anna@ponte.test refused',
        title: 'Refused',
        setting: 'auth.scopes',
      },
      { name: 'imapTls: Encrypt', outcome: 'All right', ms: 3, facts: { names: ['DNS:a', 'DNS:b'] } },
    ],
    ['anna@ponte.test', ''],
  )
  expect(text).toContain(
    'Not right: imapAuthenticate: Sign in (12 ms)\n  Refused [auth.scopes]\n  NO … refused',
  )
  expect(text).toContain('names: DNS:a, DNS:b')
  expect(text).not.toContain('anna')
})

it('the door lets an address look some times at once, then now and then; others are free', () => {
  let now = 0
  const door = new DiagnoseDoor(() => now)
  for (let n = 0; n < DIAGNOSES_AT_ONCE; n++) door.enter('192.0.2.1')
  expect(() => door.enter('192.0.2.1')).toThrow(
    expect.objectContaining({ code: 'throttled', retryAfter: DIAGNOSIS_EVERY_MS }),
  )
  door.enter('192.0.2.2')
  now += DIAGNOSIS_EVERY_MS
  door.enter('192.0.2.1')
  expect(() => door.enter('192.0.2.1')).toThrow()
})
