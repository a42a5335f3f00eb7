import { describe, expect, it } from 'vitest'
import { ERROR_CODES, PonteError, type ErrorCode } from '../../../../shared/protocol/errors.ts'
import { explain, type ExplainContext } from '../../../../web/auth/explain.ts'
import { IdentityError } from '../../../../web/auth/identityError.ts'
import { SocketError } from '../../../../web/bridge/socketError.ts'
import { en } from '../../../../web/i18n/en/index.ts'

const microsoft: ExplainContext = { kind: 'microsoft', online: true }
const password: ExplainContext = { kind: 'password', online: true }

describe('explain: what the mail server says', () => {
  it.each([
    ['BAD User is authenticated but not connected.', 'serverBad', 'mailboxNotConnected', 'authenticate'],
    [
      'BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds',
      'serverBad',
      'throttled',
      'authenticate',
    ],
    ['* BYE Session invalidated - AccessTokenExpired', 'serverBye', 'tokenExpired', 'authenticate'],
    ['NO AUTHENTICATE failed.', 'authenticationFailed', 'tokenRefused', 'authenticate'],
  ] as const)('%s', (server, code, id, step) => {
    expect(explain(new PonteError(code, { server }), microsoft)).toMatchObject({ id, step, server })
  })

  it('a throttled answer carries the wait, from the code or from the words', () => {
    const words = 'NO Request is throttled. Suggested Backoff Time: 92415 milliseconds'
    expect(explain(new PonteError('serverNo', { server: words }), microsoft).retryAfter).toBe(92415)
    expect(explain(new PonteError('throttled', { retryAfter: 7 }), microsoft).retryAfter).toBe(7)
  })

  it('a refused password is not called a token', () => {
    const error = new PonteError('authenticationFailed', { server: 'NO LOGIN failed.', step: 'authenticate' })
    expect(explain(error, password).id).toBe('passwordRefused')
    expect(explain(error, microsoft).id).toBe('tokenRefused')
  })

  it('of another mailbox, whatever the server says, it is the mailbox that does not open', () => {
    const other = { ...microsoft, otherMailbox: true }
    for (const error of [
      new PonteError('authenticationFailed', { server: 'NO AUTHENTICATE failed.' }),
      new PonteError('authorizationFailed'),
      new PonteError('serverBad', { server: 'BAD User is authenticated but not connected.' }),
    ])
      expect(explain(error, other)).toMatchObject({
        id: 'mailboxRefused',
        step: 'authenticate',
        actions: ['ownMailbox', 'retry', 'signIn', 'otherAccount'],
      })
    expect(explain(new PonteError('throttled'), other).id).toBe('throttled')
    expect(explain(new IdentityError('access_denied'), other).id).toBe('signInCancelled')
  })

  it('a mailbox server that is away is not a refused sign-in', () => {
    const error = new PonteError('serverUnavailable', { server: 'NO Server Unavailable. 15' })
    expect(explain(error, microsoft).id).toBe('serverUnavailable')
  })

  it('a server without passwords is not the fault of the password, nor of the host', () => {
    const error = new PonteError('mechanismUnsupported')
    expect(explain(error, password).id).toBe('passwordsOff')
    expect(explain(error, microsoft).id).toBe('mechanismUnsupported')
  })

  it.each([
    ['hostNotFound', 'network'],
    ['connectionRefused', 'network'],
    ['connectionTimeout', 'network'],
    ['certificateInvalid', 'tls'],
    ['tlsFailed', 'tls'],
    ['mechanismUnsupported', 'capability'],
  ] as const)('%s fails at %s', (code, step) => {
    expect(explain(new PonteError(code), microsoft)).toMatchObject({ id: code, step })
  })

  it('SELECT refused is about the inbox; the step the bridge told wins', () => {
    const error = new PonteError('serverNo', { step: 'select', server: 'NO Mailbox is locked.' })
    expect(explain(error, microsoft)).toMatchObject({ id: 'inboxRefused', step: 'select' })
    const early = new PonteError('connectionTimeout', { step: 'tls' })
    expect(explain(early, microsoft).step).toBe('tls')
  })
})

describe('explain: what the identity provider says', () => {
  it.each([
    [
      'consent_required',
      'AADSTS65001: The user or administrator has not consented to use the application',
      'consentRequired',
    ],
    ['access_denied', 'AADSTS65004: User declined to consent to access the app.', 'signInCancelled'],
    [
      'access_denied',
      'AADSTS90094: Admin consent is required for the permissions requested',
      'adminConsentRequired',
    ],
    [
      'invalid_request',
      'AADSTS50011: The redirect URI specified in the request does not match',
      'redirectUriMismatch',
    ],
    [
      'invalid_request',
      "redirect_uri did not match any of the client's registered redirect_uris",
      'redirectUriMismatch',
    ],
    [
      'unauthorized_client',
      'AADSTS700016: Application with identifier was not found in the directory',
      'unknownApp',
    ],
    ['invalid_client', 'client is invalid', 'unknownApp'],
    [
      'invalid_request',
      'AADSTS9002326: Cross-origin token redemption is permitted only for the SPA',
      'wrongPlatform',
    ],
    [
      'invalid_grant',
      'AADSTS700084: The refresh token was issued to a single page app',
      'interactionRequired',
    ],
    ['login_required', '', 'interactionRequired'],
    ['timed_out', '', 'interactionRequired'],
    ['network_error', 'Failed to fetch', 'providerUnreachable'],
    ['popup_window_error', '', 'popupBlocked'],
    ['state_mismatch', '', 'signInInterrupted'],
    ['something_new', 'AADSTS999999: Something new.', 'identityFailed'],
  ])('%s %s', (code, words, id) => {
    const problem = explain(new IdentityError(code, words), microsoft)
    expect(problem).toMatchObject({ id, step: 'identity', server: words || undefined })
  })

  it('leads hosts to the guide where the mistake is theirs, and only for Microsoft', () => {
    const mistake = new IdentityError('invalid_request', 'AADSTS50011: The redirect URI')
    expect(explain(mistake, microsoft).actions[0]).toBe('guide')
    expect(explain(mistake, { kind: 'oidc', online: true }).actions).not.toContain('guide')
  })
})

describe('explain: what Conditional Access asks for', () => {
  it.each([
    ...[50072, 50074, 50076, 50078, 50079, 50097, 50158].map(
      (number) => [number, 'stepUp', 'verify'] as const,
    ),
    ...[50005, 50129, 53000, 53001, 530001, 530003].map(
      (number) => [number, 'deviceRefused', 'signIn'] as const,
    ),
    ...[50131, 53002, 53003, 53004, 53011, 530032, 530035].map(
      (number) => [number, 'policyRefused', 'signIn'] as const,
    ),
  ])('AADSTS%i is no ended sign-in', (number, id, action) => {
    const error = new IdentityError('interaction_required', `AADSTS${number}: …`)
    expect(explain(error, microsoft)).toMatchObject({ id, actions: [action] })
  })
})

describe('explain: the way to the bridge', () => {
  it('tells a missing bridge from a missing mail server, and both from being offline', () => {
    const unreachable = new SocketError('unreachable', 'The bridge cannot be reached.')
    expect(explain(unreachable, microsoft).id).toBe('bridgeUnreachable')
    expect(explain(new PonteError('connectionLost'), microsoft).id).toBe('connectionLost')
    const offline = { ...microsoft, online: false }
    expect(explain(unreachable, offline).id).toBe('offline')
    expect(explain(new IdentityError('network_error'), offline).id).toBe('offline')
    expect(explain(new IdentityError('access_denied'), offline).id).toBe('signInCancelled')
  })

  it('a bridge of another version asks for a reload', () => {
    expect(explain(new SocketError('protocol', ''), microsoft)).toMatchObject({
      id: 'hostSettings',
      actions: ['reload'],
    })
  })
})

it('every code of the protocol, at every kind, has all its texts and something to do', () => {
  for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
    for (const context of [microsoft, password]) {
      const problem = explain(new PonteError(code), context)
      expect(en.problems[problem.id]).toEqual({
        title: expect.stringMatching(/./),
        meaning: expect.stringMatching(/./),
        advice: expect.stringMatching(/./),
      })
      // A refused password is typed again into the form, which stays on the page.
      expect(problem.actions.length > 0).toBe(problem.id !== 'passwordRefused')
    }
  }
})
