import { describe, expect, it } from 'vitest'
import {
  fromBye,
  fromCommandFailure,
  fromConnectFailure,
  fromResponse,
} from '../../../../bridge/imap/errors.ts'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import { parseResponse } from './response.ts'

const of = async (line: string): Promise<PonteError> => fromResponse(await parseResponse(`A1 ${line}`))
const failure = (fields: object): Error => Object.assign(new Error('failed'), fields)

describe('a refusal', () => {
  it.each([
    // What Exchange says, as collected in the table of errors to recognise.
    ['BAD User is authenticated but not connected.', 'mailboxNotConnected', undefined],
    ['BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds', 'throttled', 92_415],
    ['NO Request is throttled. Suggested Backoff Time: 1 milliseconds', 'throttled', 1],
    ['NO AUTHENTICATE failed.', 'serverNo', undefined],
    ['NO [BADCHARSET (US-ASCII)] The specified charset is not supported.', 'badCharset', undefined],
    ['BAD Command Argument Error. 12', 'serverBad', undefined],
    ["NO Nowhere doesn't exist.", 'mailboxNotFound', undefined],
    // RFC 3501, RFC 5530, RFC 7889, RFC 9051.
    ['NO [TRYCREATE] No such thing', 'mailboxNotFound', undefined],
    ['NO [NONEXISTENT] Unknown', 'mailboxNotFound', undefined],
    ['NO [ALREADYEXISTS] There is one', 'mailboxExists', undefined],
    ['NO [NOPERM] No', 'noPermission', undefined],
    ['NO [OVERQUOTA] Full', 'overQuota', undefined],
    ['NO [TOOBIG] Too big', 'tooLarge', undefined],
    ['NO [READ-ONLY] Only for reading', 'readOnly', undefined],
    ['NO [EXPUNGEISSUED] Some of the requested messages no longer exist.', 'messageGone', undefined],
    ['no [TryCreate] in any case', 'mailboxNotFound', undefined],
    // Dovecot, Cyrus and Courier, without a code.
    ["NO Mailbox doesn't exist: x", 'mailboxNotFound', undefined],
    ['NO Mailbox does not exist', 'mailboxNotFound', undefined],
    ['NO Mailbox already exists', 'mailboxExists', undefined],
    ['NO Something else', 'serverNo', undefined],
    ['NO [UNAVAILABLE] Backend down', 'serverUnavailable', undefined],
    ['NO Server Unavailable. 15', 'serverUnavailable', undefined],
    ['NO [CONTACTADMIN] Ask them', 'contactAdmin', undefined],
    // Of a command it may be about the flags of a message: nothing that passes.
    ['NO [LIMIT] Too many flags', 'serverNo', undefined],
    ['NO [INUSE] Somebody has it open', 'serverNo', undefined],
    ['NO The folder Server Unavailable. 15 cannot be renamed', 'serverNo', undefined],
    ['BAD Error in IMAP command: Unknown command', 'serverBad', undefined],
    ["BAD Mailbox doesn't exist", 'serverBad', undefined],
  ])('%s means %s', async (line, code, retryAfter) => {
    const error = await of(line)
    expect({ code: error.code, retryAfter: error.retryAfter }).toEqual({ code, retryAfter })
  })

  it('keeps the server\u2019s words as they were', async () => {
    for (const words of [
      "NO [TRYCREATE] Mailbox doesn't exist: <img src=x onerror=alert(1)>",
      'NO [BADCHARSET (US-ASCII UTF-8)] two  spaces',
      'BAD User is authenticated but not connected.',
      "NO \u65e5\u672c\u8a9e doesn't exist.",
      'NO [MODIFIED 1,2:3] some',
    ])
      expect((await of(words)).server).toBe(words)
  })
})

describe('a BYE', () => {
  it.each([
    ['Session invalidated - AccessTokenExpired', 'tokenExpired'],
    ['Connection closed. 14', 'serverBye'],
    ['Request is throttled. Suggested Backoff Time: 5 milliseconds', 'throttled'],
    ['Server Unavailable. 21', 'serverUnavailable'],
    ['Too many connections', 'serverUnavailable'],
    ['Too many simultaneous connections. (Failure)', 'serverUnavailable'],
    ['Maximum number of connections from user+IP exceeded', 'serverUnavailable'],
  ])('%s means %s', (text, code) => {
    expect(fromBye(text)).toMatchObject({ code, server: `BYE ${text}` })
  })
})

describe('what was thrown while a command ran', () => {
  it('keeps what is known already', () => {
    const known = new PonteError('messageGone')
    expect(fromCommandFailure(known)).toBe(known)
  })

  it('reads the response of a NO or BAD', async () => {
    const response = await parseResponse('A1 NO [OVERQUOTA] Full')
    const error = fromCommandFailure(failure({ response, responseStatus: 'NO' }), 'a BYE of later')
    expect(error).toMatchObject({ code: 'overQuota', server: 'NO [OVERQUOTA] Full' })
  })

  it.each([
    [
      { code: 'NoConnection', reason: 'Connection closed. 14' },
      { code: 'serverBye', server: 'BYE Connection closed. 14' },
    ],
    [{ code: 'NoConnection' }, { code: 'connectionLost' }],
    [{ code: 'ECONNRESET' }, { code: 'connectionLost' }],
    [{ code: 'ETIMEOUT' }, { code: 'connectionTimeout' }],
    [{ code: 'InvalidStringValue' }, { code: 'invalidArguments' }],
    [{ code: 'InvalidSequenceSet' }, { code: 'invalidArguments' }],
    [{}, { code: 'connectionLost' }],
  ])('%j is %j', (fields, expected) => {
    expect(fromCommandFailure(failure(fields))).toMatchObject(expected)
  })

  it('believes the BYE that came before', () => {
    expect(fromCommandFailure(failure({}), 'Session invalidated - AccessTokenExpired').code).toBe(
      'tokenExpired',
    )
  })
})

describe('what was thrown while signing in', () => {
  it.each([
    [{ code: 'ENOTFOUND' }, 'network', { code: 'hostNotFound', step: 'network' }],
    [{ code: 'ECONNREFUSED' }, 'network', { code: 'connectionRefused', step: 'network' }],
    [{ code: 'CONNECT_TIMEOUT' }, 'network', { code: 'connectionTimeout', step: 'network' }],
    [{ code: 'GREETING_TIMEOUT' }, 'network', { code: 'connectionTimeout', step: 'network' }],
    [{ code: 'CERT_HAS_EXPIRED' }, 'network', { code: 'certificateInvalid', step: 'tls' }],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'network', { code: 'certificateInvalid', step: 'tls' }],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'network', { code: 'certificateInvalid', step: 'tls' }],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'network', { code: 'certificateInvalid', step: 'tls' }],
    [{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'network', { code: 'certificateInvalid', step: 'tls' }],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'network', { code: 'tlsFailed', step: 'tls' }],
    [{ code: 'EPROTO' }, 'network', { code: 'tlsFailed', step: 'tls' }],
    [
      { authenticationFailed: true, responseStatus: 'NO', response: '2 NO AUTHENTICATE failed.' },
      'authenticate',
      { code: 'authenticationFailed', step: 'authenticate', server: 'NO AUTHENTICATE failed.' },
    ],
    [
      { authenticationFailed: true, responseStatus: 'NO', response: '2 NO [AUTHENTICATIONFAILED] No NO.' },
      'authenticate',
      { code: 'authenticationFailed', step: 'authenticate', server: 'NO [AUTHENTICATIONFAILED] No NO.' },
    ],
    [
      { authenticationFailed: true, response: 'User is authenticated but not connected.' },
      'authenticate',
      { code: 'mailboxNotConnected', step: 'authenticate' },
    ],
    [{ reason: 'Too many' }, 'capability', { code: 'serverBye', step: 'capability', server: 'BYE Too many' }],
    [{ reason: 'Session invalidated - AccessTokenExpired' }, 'authenticate', { code: 'tokenExpired' }],
    [{ code: 'InvalidStringValue' }, 'authenticate', { code: 'invalidArguments', step: 'authenticate' }],
    [{ code: 'NoConnection' }, 'capability', { code: 'connectionLost', step: 'capability' }],
  ] as const)('%j, having reached %s, is %j', (fields, reached, expected) => {
    const error = fromConnectFailure(failure(fields), reached, 'imap.example.org')
    expect(error).toMatchObject(expected)
    expect(error.message).not.toBe('')
  })

  it.each([
    ['Server Unavailable. 15', 'serverUnavailable'],
    ['Server Unavailable. 21', 'serverUnavailable'],
    ['[UNAVAILABLE] The user store is down', 'serverUnavailable'],
    ['[INUSE] The mailbox is locked', 'serverUnavailable'],
    ['[LIMIT] Maximum number of connections', 'serverUnavailable'],
    ['Too many connections from this address', 'serverUnavailable'],
    ['[AUTHENTICATIONFAILED] Invalid credentials', 'authenticationFailed'],
    ['[AUTHORIZATIONFAILED] Not your mailbox', 'authorizationFailed'],
    ['[EXPIRED] That password is old', 'credentialsExpired'],
    ['[PRIVACYREQUIRED] Not in the clear', 'mechanismUnsupported'],
    ['[CONTACTADMIN] Your account is locked', 'contactAdmin'],
    ['[contactadmin] In any case', 'contactAdmin'],
    ['AUTHENTICATE failed.', 'authenticationFailed'],
    ['LOGIN failed.', 'authenticationFailed'],
  ])('NO %s at sign-in is %s', (words, code) => {
    const refused = failure({ authenticationFailed: true, responseStatus: 'NO', response: `2 NO ${words}` })
    const error = fromConnectFailure(refused, 'authenticate', 'h')
    expect(error).toMatchObject({ code, step: 'authenticate', server: `NO ${words}` })
  })

  it.each(['Unsupported authentication mechanism', 'Login is disabled'])(
    '%s is mechanismUnsupported',
    (message) => {
      expect(fromConnectFailure(new Error(message), 'capability', 'h')).toMatchObject({
        code: 'mechanismUnsupported',
        step: 'capability',
      })
    },
  )
})
