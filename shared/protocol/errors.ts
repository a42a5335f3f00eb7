import { MAX_TEXT_LENGTH } from './limits.ts'

/**
 * The closed table of error codes (rule C5). A code says what kind of thing went wrong, so that a program can
 * act on it; `message` says it to a person; `server` keeps the mail server's own words.
 */
export const ERROR_CODES = {
  // The wire
  malformedFrame: 'The frame is not a message of this protocol.',
  unknownCommand: 'The bridge has no command of this name.',
  invalidArguments: 'An argument is missing, unknown, of the wrong type or holds a forbidden character.',
  tagInUse: 'A call with this tag is still running.',
  tooManyCalls: 'Too many calls run at once on this session.',
  uploadMismatch: 'The uploaded bytes are not as many as were declared.',
  creditExceeded: 'More bytes were sent than the other side had given credit for.',
  cancelled: 'The call was cancelled.',
  shuttingDown: 'The bridge is going away; connect again.',
  internal: 'The bridge failed in a way it did not foresee.',
  // Signing in
  notSignedIn: 'The session has no credentials yet.',
  credentialsDeadline: 'No credentials arrived in time.',
  unknownProvider: 'This host has no provider of that name.',
  wrongUser: 'The session belongs to another user or provider.',
  hostNotFound: 'The mail server’s name does not resolve.',
  connectionRefused: 'The mail server refuses connections.',
  connectionTimeout: 'The mail server did not answer in time.',
  connectionLost: 'The connection to the mail server broke.',
  certificateInvalid: 'The mail server’s certificate is not valid for it.',
  tlsFailed: 'TLS with the mail server could not be set up.',
  mechanismUnsupported: 'The mail server does not offer this way of signing in.',
  authenticationFailed: 'The mail server did not accept the credentials.',
  credentialsExpired: 'The mail server says that these credentials have expired.',
  authorizationFailed: 'Signed in, but these credentials are not allowed to use this mailbox.',
  contactAdmin: 'The mail server asks to contact its administrator.',
  serverUnavailable: 'The mail server cannot serve this mailbox just now.',
  mailboxNotConnected: 'Signed in, but the mailbox cannot be opened over IMAP.',
  tokenExpired: 'The access token has expired.',
  // The mail server's answers
  throttled: 'The mail server asks to wait.',
  serverNo: 'The mail server refused the command.',
  serverBad: 'The mail server did not understand the command.',
  serverBye: 'The mail server closed the session.',
  unsupported: 'The mail server does not have this command.',
  mailboxNotFound: 'The mailbox does not exist.',
  mailboxExists: 'A mailbox of this name exists already.',
  noPermission: 'The mail server does not allow this.',
  readOnly: 'The mailbox is open for reading only.',
  overQuota: 'The mailbox is full.',
  tooLarge: 'The message is larger than the server takes.',
  badCharset: 'The mail server cannot search for these characters.',
  noMailboxSelected: 'No mailbox is selected.',
  uidValidityChanged: 'The mailbox was replaced; its UIDs no longer hold.',
  sequenceChanged: 'The mailbox was selected anew; its sequence numbers no longer hold.',
  messageGone: 'The message is no longer there.',
  unretrievable: 'The mail server lists the message but does not hand it out.',
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** The steps of signing in, in order; `step` tells which one failed. `identity` is the browser's own (MSAL). */
export type SignInStep = 'identity' | 'network' | 'tls' | 'capability' | 'authenticate' | 'select'

/** An error on the wire. */
export interface WireError {
  code: ErrorCode
  /** One sentence for a person, in English; never holds credentials or mail. */
  message: string
  /** The mail server's own words, as sent; the first 8,192 characters. */
  server?: string
  /** Milliseconds to wait before trying again. */
  retryAfter?: number
  /** Which step of signing in failed. */
  step?: SignInStep
}

/** The one error class of both ends: everything that can reach a caller of the protocol is one of these. */
export class PonteError extends Error {
  readonly code: ErrorCode
  readonly server?: string
  readonly retryAfter?: number
  readonly step?: SignInStep

  constructor(code: ErrorCode, options: Partial<Omit<WireError, 'code'>> & { cause?: unknown } = {}) {
    super(
      options.message ?? ERROR_CODES[code],
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.name = 'PonteError'
    this.code = code
    if (options.server !== undefined) this.server = options.server.slice(0, MAX_TEXT_LENGTH)
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter
    if (options.step !== undefined) this.step = options.step
  }

  toWire(): WireError {
    return {
      code: this.code,
      message: this.message,
      ...(this.server === undefined ? {} : { server: this.server }),
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
      ...(this.step === undefined ? {} : { step: this.step }),
    }
  }

  static fromWire(wire: WireError): PonteError {
    return new PonteError(wire.code, wire)
  }
}
