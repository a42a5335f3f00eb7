import { PonteError, type ErrorCode, type SignInStep } from '../../shared/protocol/errors.ts'
import { MAX_THROTTLE_MS } from '../limits.ts'
import { oauthReason } from '../oauthReason.ts'
import type { ParsedResponse } from './library.ts'
import { responseCode, serverWords } from './tokens.ts'

/** Turns what imapflow and Node throw into the protocol's errors, keeping the server's own words (rule C5). */

/** What imapflow puts on the errors it throws; nothing here is promised, so everything is optional. */
interface LibraryError extends Error {
  code?: string
  response?: ParsedResponse | string
  responseStatus?: string
  throttleReset?: number
  authenticationFailed?: boolean
  oauthError?: unknown
  reason?: string
}

/** Response codes that mean the same whenever they come. */
const CODES_OF_THE_SERVER = {
  UNAVAILABLE: 'serverUnavailable',
  CONTACTADMIN: 'contactAdmin',
} satisfies Record<string, ErrorCode>

/** Response codes (RFC 3501, 5530, 9051) and what they mean here. */
const RESPONSE_CODES: Record<string, ErrorCode> = {
  NONEXISTENT: 'mailboxNotFound',
  TRYCREATE: 'mailboxNotFound',
  ALREADYEXISTS: 'mailboxExists',
  NOPERM: 'noPermission',
  OVERQUOTA: 'overQuota',
  TOOBIG: 'tooLarge',
  BADCHARSET: 'badCharset',
  EXPUNGEISSUED: 'messageGone',
  'READ-ONLY': 'readOnly',
  ...CODES_OF_THE_SERVER,
}

/** Response codes that mean this only while signing in: later `[LIMIT]` may be about the flags of a message. */
const SIGN_IN_CODES: Record<string, ErrorCode> = {
  ...CODES_OF_THE_SERVER,
  INUSE: 'serverUnavailable',
  LIMIT: 'serverUnavailable',
  AUTHENTICATIONFAILED: 'authenticationFailed',
  AUTHORIZATIONFAILED: 'authorizationFailed',
  EXPIRED: 'credentialsExpired',
  // The connection is encrypted always: it is the way of signing in that is not private enough.
  PRIVACYREQUIRED: 'mechanismUnsupported',
}

const NETWORK_CODES: Record<string, ErrorCode> = {
  ENOTFOUND: 'hostNotFound',
  EAI_AGAIN: 'hostNotFound',
  ECONNREFUSED: 'connectionRefused',
  EHOSTUNREACH: 'connectionRefused',
  ENETUNREACH: 'connectionRefused',
  EADDRNOTAVAIL: 'connectionRefused',
  ETIMEDOUT: 'connectionTimeout',
  ETIMEOUT: 'connectionTimeout',
  CONNECT_TIMEOUT: 'connectionTimeout',
  GREETING_TIMEOUT: 'connectionTimeout',
  ESOCKET: 'connectionLost',
  ETIMEDOUT_SOCKET: 'connectionLost',
}

/** Node's names for a certificate that does not verify. */
const CERTIFICATE_CODE =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/
const TLS_CODE = /^(?:ERR_SSL_|ERR_TLS_|EPROTO)/

/** Exchange's words, in facts of its own: not response codes, only text. */
const NOT_CONNECTED = /authenticated but not connected/i
const TOKEN_EXPIRED = /AccessTokenExpired/i
/** Exchange's number says why, but not to anybody outside; `. 15` and `. 21` were seen. */
const SERVER_UNAVAILABLE = /^(?:NO )?Server Unavailable\b/i
/** In the words of Exchange, Dovecot, Courier, Cyrus and Gmail; imapflow drops the response code of a BYE. */
const TOO_MANY_CONNECTIONS =
  /too many (?:\S+ ){0,3}connections|maximum number of connections|connection limit (?:reached|exceeded)/i
/** Without a response code most servers still say it like one of these: Dovecot, Cyrus, Exchange, Courier. */
const NO_SUCH_MAILBOX =
  /\b(?:doesn't|does not) exist\b|no such mailbox|mailbox not found|unknown mailbox|is nonexistent/i
const MAILBOX_EXISTS = /mailbox already exists|folder already exists|already exists/i
const THROTTLED = /Request is throttled/i
const BACKOFF = /Backoff Time[:=\s]+(\d+)/i

/** A tagged NO or BAD, or an untagged BYE, as an error. */
export function fromResponse(response: ParsedResponse, cause?: unknown): PonteError {
  const words = serverWords(response)
  const code = codeOfResponse(response, words)
  return new PonteError(code, { server: words, cause, ...throttleTime(words) })
}

function codeOfResponse(response: ParsedResponse, words: string): ErrorCode {
  if (THROTTLED.test(words)) return 'throttled'
  if (TOKEN_EXPIRED.test(words)) return 'tokenExpired'
  if (NOT_CONNECTED.test(words)) return 'mailboxNotConnected'
  if (SERVER_UNAVAILABLE.test(words)) return 'serverUnavailable'
  const named = responseCode(response)?.name
  const known = named === undefined ? undefined : RESPONSE_CODES[named]
  if (known) return known
  if (response.command === 'NO' && NO_SUCH_MAILBOX.test(words)) return 'mailboxNotFound'
  if (response.command === 'NO' && MAILBOX_EXISTS.test(words)) return 'mailboxExists'
  if (response.command === 'BYE') return 'serverBye'
  return response.command === 'BAD' ? 'serverBad' : 'serverNo'
}

/** What a closed connection's BYE said, as an error for the calls it ended. */
export function fromBye(text: string): PonteError {
  return new PonteError(codeOfBye(text), { server: `BYE ${text}`, ...throttleTime(text) })
}

function codeOfBye(text: string): ErrorCode {
  if (TOKEN_EXPIRED.test(text)) return 'tokenExpired'
  if (THROTTLED.test(text)) return 'throttled'
  return TOO_MANY_CONNECTIONS.test(text) || SERVER_UNAVAILABLE.test(text) ? 'serverUnavailable' : 'serverBye'
}

/** How long the server asks to wait; nothing when it does not, and never longer than is believed. */
function throttleTime(words: string): { retryAfter?: number } {
  const backoff = THROTTLED.test(words) ? BACKOFF.exec(words)?.[1] : undefined
  return backoff === undefined ? {} : { retryAfter: Math.min(Number(backoff), MAX_THROTTLE_MS) }
}

/** Anything thrown while a command ran. */
export function fromCommandFailure(error: unknown, bye?: string): PonteError {
  if (error instanceof PonteError) return error
  const failure = error as LibraryError
  if (
    typeof failure.response === 'object' &&
    failure.responseStatus !== undefined &&
    failure.responseStatus !== 'BYE'
  ) {
    return fromResponse(failure.response, error)
  }
  const byeReason = bye ?? failure.reason
  if (byeReason !== undefined) return fromBye(byeReason)
  if (isInvalidToken(failure))
    return new PonteError('invalidArguments', { message: failure.message, cause: error })
  const network = failure.code === undefined ? undefined : NETWORK_CODES[failure.code]
  return new PonteError(network ?? 'connectionLost', { cause: error })
}

/** imapflow's compiler refused an argument before anything was sent. */
function isInvalidToken(failure: LibraryError): boolean {
  return ['InvalidStringValue', 'InvalidTokenValue', 'InvalidSequenceSet', 'InvalidTextValue'].includes(
    failure.code ?? '',
  )
}

/** Anything thrown while a connection was opened and signed in. `reached` is how far it had come. */
export function fromConnectFailure(error: unknown, reached: SignInStep, host: string): PonteError {
  if (error instanceof PonteError) return error
  const failure = error as LibraryError
  const code = failure.code ?? ''
  if (CERTIFICATE_CODE.test(code)) {
    return new PonteError('certificateInvalid', {
      step: 'tls',
      message: `The certificate of ${host} is not valid: ${failure.message}`,
      cause: error,
    })
  }
  if (TLS_CODE.test(code))
    return new PonteError('tlsFailed', {
      step: 'tls',
      // OpenSSL's whole message names memory addresses and source files.
      message: `TLS with ${host} failed: ${failure.reason ?? failure.message}`,
      cause: error,
    })
  // imapflow's own check of what it is given to sign in with: nothing was sent.
  if (isInvalidToken(failure))
    return new PonteError('invalidArguments', {
      step: 'authenticate',
      message: failure.message,
      cause: error,
    })
  const words = responseWords(failure)
  if (failure.authenticationFailed && words !== undefined) {
    const known = wordsCode(words)
    return new PonteError(known ?? 'authenticationFailed', {
      step: 'authenticate',
      server: [words, oauthReason(failure.oauthError)].filter(Boolean).join(' '),
      ...throttleTime(words),
      cause: error,
    })
  }
  if (failure.message === 'Unsupported authentication mechanism' || failure.message === 'Login is disabled') {
    return new PonteError('mechanismUnsupported', { step: 'capability', cause: error })
  }
  if (failure.reason !== undefined) {
    const bye = fromBye(failure.reason)
    return new PonteError(bye.code, { step: reached, server: `BYE ${failure.reason}`, cause: error })
  }
  const network = NETWORK_CODES[code]
  if (network)
    return new PonteError(network, { step: 'network', message: `${host}: ${failure.message}`, cause: error })
  if (words !== undefined) {
    return new PonteError(wordsCode(words) ?? 'serverNo', {
      step: reached,
      server: words,
      ...throttleTime(words),
      cause: error,
    })
  }
  return new PonteError('connectionLost', {
    step: reached,
    message: `The connection to ${host} broke while signing in.`,
    cause: error,
  })
}

function responseWords(failure: LibraryError): string | undefined {
  if (typeof failure.response === 'object') return serverWords(failure.response)
  if (typeof failure.response === 'string' && failure.response !== '') {
    // After AUTHENTICATE and LOGIN it is the whole line, tag and status included; otherwise only the text.
    const line = /^\S+ ((?:NO|BAD)\b.*)$/s.exec(failure.response)?.[1]
    return line ?? [failure.responseStatus, failure.response].filter(Boolean).join(' ')
  }
  return undefined
}

function wordsCode(words: string): ErrorCode | undefined {
  if (NOT_CONNECTED.test(words)) return 'mailboxNotConnected'
  if (TOKEN_EXPIRED.test(words)) return 'tokenExpired'
  if (THROTTLED.test(words)) return 'throttled'
  if (SERVER_UNAVAILABLE.test(words)) return 'serverUnavailable'
  const named = /^(?:NO|BAD) \[([A-Z-]+)[\] ]/i.exec(words)?.[1]
  const known = named === undefined ? undefined : SIGN_IN_CODES[named.toUpperCase()]
  return known ?? (TOO_MANY_CONNECTIONS.test(words) ? 'serverUnavailable' : undefined)
}
