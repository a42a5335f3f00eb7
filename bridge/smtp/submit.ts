import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Item, Result } from '../../shared/protocol/command.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { submit } from '../../shared/protocol/commands/submit.ts'
import { MAX_TEXT_LENGTH } from '../../shared/protocol/limits.ts'
import type { SmtpEndpoint } from '../config/config.ts'
import type { Credentials } from '../imap/signingIn.ts'
import { cutText, TextBudget } from '../imap/textBudget.ts'
import { MAX_REJECTED_LENGTH, SMTP_CONNECT_TIMEOUT_MS, SMTP_SILENCE_TIMEOUT_MS } from '../limits.ts'
import { canonicalLines } from './messageBytes.ts'
import { refusalOf, type Refusal } from './refusals.ts'
import { xoauth2 } from './xoauth2.ts'

type SubmitResult = Result<typeof submit>
type SubmitProgress = Item<typeof submit>
type Step = NonNullable<SubmitResult['step']>

interface RecipientError {
  recipient?: string
  response?: string
}

/** nodemailer's errors, as far as they are used. */
interface SmtpError extends Error {
  code?: string
  /** Node's own code, where nodemailer put another in its place. */
  originalCode?: string
  command?: string
  response?: string
  /** Ours: why XOAUTH2 was refused. */
  reason?: string
  responseCode?: number
  rejectedErrors?: RecipientError[]
}

interface SendInfo {
  response: string
  rejectedErrors?: RecipientError[]
}

/** How far a submission has come. */
interface Progress {
  step: Step
  /** All of the message has been handed over for sending. */
  dataEnded: boolean
  /** Why the message could not be read: the caller's mistake, not the server's. */
  sourceError: Error | undefined
}

export interface Submission {
  endpoint: SmtpEndpoint
  credentials: Credentials
  envelope: { from: string; to: string[] }
  message: { size: number; read(): AsyncGenerator<Uint8Array, void, void> }
  signal: AbortSignal
}

/**
 * Submits one message, RFC 6409: STARTTLS (or TLS at once on port 465), verified, then AUTH, then the message. One
 * connection for one message: nothing is shared between users. Never throws for what the server or the network does:
 * the outcome says it.
 *
 * @yields each step as it begins
 */
export async function* submitMessage(
  submission: Submission,
): AsyncGenerator<SubmitProgress, SubmitResult, void> {
  const { signal } = submission
  const connection = openConnection(submission.endpoint, submission.credentials)
  const lost = new Promise<never>((_, reject) => {
    // For as long as it lives: an error that nobody listens to would end the process.
    connection.on('error', reject)
    // In the next turn: nodemailer ends the connection before it says why to whoever waits for an answer.
    connection.once('end', () => setImmediate(() => reject(new Error('The server closed the connection.'))))
  })
  lost.catch(() => undefined)
  const onAbort = (): void => connection.close()
  signal.addEventListener('abort', onAbort, { once: true })
  const progress: Progress = { step: 'network', dataEnded: false, sourceError: undefined }
  try {
    if (signal.aborted) throw new PonteError('cancelled')
    yield { step: 'network' }
    await Promise.race([lost, connect(connection)])
    yield { step: (progress.step = 'authenticate') }
    await Promise.race([lost, logIn(connection, submission.credentials)])
    yield { step: (progress.step = 'sender') }
    const { dataBegun, sent } = send(connection, submission, progress)
    if ((await Promise.race([lost, sent, dataBegun])) === undefined) yield { step: 'data' }
    const info = await Promise.race([lost, sent])
    connection.quit()
    // A server that says 250 before it has heard everything has not said what became of it.
    const server = cutText(info.response, MAX_TEXT_LENGTH)
    if (!progress.dataEnded) return { outcome: 'unknown', server }
    return { outcome: 'sent', server, ...rejectedBy(info.rejectedErrors) }
  } catch (error) {
    const upgrading = isUpgrading(connection)
    connection.close()
    // What the browser did wrong ends the call as its error; what the server or the network did is an outcome.
    if (signal.aborted) throw new PonteError('cancelled')
    if (progress.sourceError !== undefined) throw progress.sourceError
    const size = { size: submission.message.size, sizeLimit: announcedSize(connection) }
    return outcomeOf(error as SmtpError, { ...progress, upgrading }, size)
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/**
 * Signs in as a submission would, and leaves: for the doctor. The outcome is `sent` when AUTH was accepted.
 * Never throws for what the server or the network does.
 */
export async function signInToSubmit({
  endpoint,
  credentials,
  signal,
}: Pick<Submission, 'endpoint' | 'credentials' | 'signal'>): Promise<SubmitResult> {
  const connection = openConnection(endpoint, credentials)
  const lost = new Promise<never>((_, reject) => {
    connection.on('error', reject)
    connection.once('end', () => setImmediate(() => reject(new Error('The server closed the connection.'))))
  })
  lost.catch(() => undefined)
  const onAbort = (): void => connection.close()
  signal.addEventListener('abort', onAbort, { once: true })
  let step: Step = 'network'
  try {
    await Promise.race([lost, connect(connection)])
    step = 'authenticate'
    await Promise.race([lost, logIn(connection, credentials)])
    connection.quit()
    return { outcome: 'sent' }
  } catch (error) {
    const upgrading = isUpgrading(connection)
    connection.close()
    if (signal.aborted) throw new PonteError('cancelled')
    const at = { step, dataEnded: false, sourceError: undefined, upgrading }
    return outcomeOf(error as SmtpError, at, { size: 0, sizeLimit: 0 })
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function openConnection(endpoint: SmtpEndpoint, credentials: Credentials): SMTPConnection {
  const implicitTls = endpoint.port === 465
  return new SMTPConnection({
    host: endpoint.host,
    port: endpoint.port,
    secure: implicitTls,
    requireTLS: !implicitTls,
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    },
    connectionTimeout: SMTP_CONNECT_TIMEOUT_MS,
    greetingTimeout: SMTP_CONNECT_TIMEOUT_MS,
    socketTimeout: SMTP_SILENCE_TIMEOUT_MS,
    logger: false,
    // nodemailer's own XOAUTH2 asks for a second token when refused and loses the server's words.
    ...(credentials.kind === 'accessToken' ? { customAuth: { XOAUTH2: xoauth2(credentials) } } : {}),
  } as ConstructorParameters<typeof SMTPConnection>[0])
}

/** Resolves after STARTTLS and the EHLO that follows it. */
function connect(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    // A server that closes without a greeting is told to the callback, everything else as an 'error' event.
    connection.connect((error?: Error) => (error ? reject(error) : resolve()))
  })
}

/** Whether the TLS handshake after STARTTLS has begun and not ended; nodemailer has no event for it. */
function isUpgrading(connection: SMTPConnection): boolean {
  return (connection as unknown as { upgrading?: boolean }).upgrading === true
}

/** Bytes that EHLO's SIZE allows; 0 when it names none. */
function announcedSize(connection: SMTPConnection): number {
  return (connection as unknown as { _maxAllowedSize?: number })._maxAllowedSize ?? 0
}

function logIn(connection: SMTPConnection, credentials: Credentials): Promise<void> {
  const auth =
    credentials.kind === 'accessToken'
      ? // With no `oauth2`, nodemailer takes PLAIN or LOGIN where the server offers them as well, as Outlook does.
        { user: credentials.user, method: 'XOAUTH2', oauth2: {} }
      : { user: credentials.user, credentials: { user: credentials.user, pass: credentials.password } }
  return new Promise((resolve, reject) => {
    connection.login(auth as never, (error: Error | null | undefined) => (error ? reject(error) : resolve()))
  })
}

function send(
  connection: SMTPConnection,
  { envelope, message }: Submission,
  progress: Progress,
): { dataBegun: Promise<undefined>; sent: Promise<SendInfo> } {
  let begin = (): void => undefined
  const dataBegun = new Promise<undefined>((resolve) => (begin = () => resolve(undefined)))
  const source = Readable.from(
    (async function* () {
      progress.step = 'data'
      begin()
      try {
        yield* canonicalLines(message.read())
      } catch (error) {
        // Kept apart: nodemailer writes its own code over that of an error it passes on.
        progress.sourceError = error as Error
        throw new Error('The message could not be read.')
      }
    })(),
    { objectMode: false },
  )
  // From here on the final dot may reach the server although its answer may not reach us.
  source.once('end', () => {
    progress.dataEnded = true
  })
  const sent = new Promise<SendInfo>((resolve, reject) => {
    connection.send(
      { from: envelope.from, to: envelope.to, size: message.size } as never,
      source,
      (error, info) => {
        source.destroy()
        if (error) reject(error)
        else resolve(info as unknown as SendInfo)
      },
    )
  })
  // Told to whoever waits for it, which may be after it failed.
  sent.catch(() => undefined)
  return { dataBegun, sent }
}

function outcomeOf(
  error: SmtpError,
  at: Progress & { upgrading: boolean },
  sizes: { size: number; sizeLimit: number },
): SubmitResult {
  // Where the connection broke the server said nothing, and nodemailer would speak in its place. What is wrong with a
  // certificate is told all the same: whoever runs the host needs it.
  const told = error.response ?? (TLS_CODE.test(error.originalCode ?? '') ? error.message : undefined)
  const words = [told, error.reason].filter(Boolean).join(' ')
  const said = words === '' ? {} : { server: cutText(words, MAX_TEXT_LENGTH) }
  // A 354 after the dot is no answer to the message; only a refusal says that it was not taken.
  if (at.dataEnded && !isRefusal(error)) return { outcome: 'unknown', ...said }
  const step = stepOf(error, at)
  const refusal = isTooLarge(error) ? TOO_LARGE : refusalOf(step, error.response ?? '')
  const { size, sizeLimit } = sizes
  return {
    outcome: 'failed',
    ...said,
    step,
    ...refusal,
    ...(refusal?.reason === 'tooLarge' ? { size, ...(sizeLimit > 0 ? { sizeLimit } : {}) } : {}),
    ...rejectedBy(error.rejectedErrors),
  }
}

const TOO_LARGE: Refusal = { reason: 'tooLarge' }

/** nodemailer compared with what the server announced, and asked nothing. */
function isTooLarge({ command, code }: SmtpError): boolean {
  return command === 'MAIL FROM' && code === 'EMESSAGE'
}

/** A 334 that nothing followed is none: the connection broke. */
function isRefusal({ response }: SmtpError): boolean {
  return /^[45]\d\d/.test(response ?? '')
}

function rejectedBy(errors: RecipientError[] | undefined): Pick<SubmitResult, 'rejected'> {
  if (errors === undefined || errors.length === 0) return {}
  const budget = new TextBudget(MAX_REJECTED_LENGTH)
  return {
    rejected: errors.map((one) => ({ address: one.recipient ?? '', server: budget.cut(one.response ?? '') })),
  }
}

/** Node's names for certificates that do not verify and for handshakes that fail. */
const TLS_CODE =
  /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH_EXCEEDED|ERR_TLS_|ERR_SSL_|EPROTO$)/

const STEP_OF_COMMAND: Partial<Record<string, Step>> = {
  STARTTLS: 'tls',
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipients',
  DATA: 'data',
}

/**
 * Only an answer with a code is a refusal: without one it was the way to the server that failed, however far it had come.
 * Never by the words: a server may speak of certificates when it refuses a sender.
 */
function stepOf(error: SmtpError, at: { step: Step; upgrading: boolean }): Step {
  if (isTooLarge(error)) return 'data'
  const byCommand = error.command === undefined ? undefined : STEP_OF_COMMAND[error.command]
  if (byCommand === 'tls') return 'tls'
  // `API`: nodemailer itself refuses, before it asks the server.
  const isRefused = error.command === 'API' || isRefusal(error)
  if (isRefused && byCommand) return byCommand
  if (isRefused && error.code === 'EAUTH') return 'authenticate'
  if (at.step !== 'network') return isRefused ? at.step : 'network'
  return at.upgrading || error.code === 'ETLS' || TLS_CODE.test(error.originalCode ?? '') ? 'tls' : 'network'
}
