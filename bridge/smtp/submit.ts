import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Result } from '../../shared/protocol/command.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { submit } from '../../shared/protocol/commands/submit.ts'
import type { SmtpEndpoint } from '../config.ts'
import type { Credentials } from '../imap/connection.ts'
import { SMTP_CONNECT_TIMEOUT_MS, SMTP_SILENCE_TIMEOUT_MS } from '../limits.ts'
import { canonicalLines } from './messageBytes.ts'

export type SubmitResult = Result<typeof submit>
type Step = NonNullable<SubmitResult['step']>

/** nodemailer's errors, as far as they are used. */
interface SmtpError extends Error {
  code?: string
  originalCode?: string
  command?: string
  response?: string
  responseCode?: number
  rejectedErrors?: { recipient: string; response: string }[]
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
 */
export async function submitMessage(submission: Submission): Promise<SubmitResult> {
  const connection = openConnection(submission.endpoint, submission.credentials)
  const lost = new Promise<never>((_, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(new Error('The server closed the connection.')))
  })
  lost.catch(() => undefined)
  const onAbort = (): void => connection.close()
  submission.signal.addEventListener('abort', onAbort, { once: true })
  const progress: { step: Step; dataEnded: boolean } = { step: 'network', dataEnded: false }
  try {
    await Promise.race([lost, new Promise<void>((resolve) => connection.connect(() => resolve()))])
    progress.step = 'authenticate'
    await Promise.race([lost, logIn(connection, submission.credentials)])
    progress.step = 'sender'
    const info = await Promise.race([lost, send(connection, submission, progress)])
    connection.quit()
    const rejected = info.rejectedErrors?.map((one) => ({
      address: one.recipient ?? '',
      server: one.response ?? '',
    }))
    return {
      outcome: 'sent',
      server: info.response,
      ...(rejected && rejected.length > 0 ? { rejected } : {}),
    }
  } catch (error) {
    connection.close()
    // What the browser did wrong ends the call as its error; what the server or the network did is an outcome.
    if (error instanceof PonteError && !progress.dataEnded) throw error
    return outcomeOf(error as SmtpError, progress)
  } finally {
    submission.signal.removeEventListener('abort', onAbort)
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

interface CustomAuth {
  sendCommand(line: string): Promise<{ status: number; response: string }>
}

/** AUTH XOAUTH2 with the initial response; a 334 carries the reason and is answered with an empty line. */
function xoauth2(
  credentials: Extract<Credentials, { kind: 'accessToken' }>,
): (context: CustomAuth) => Promise<void> {
  const { user, accessToken } = credentials
  const initial = Buffer.from(`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`, 'utf8').toString(
    'base64',
  )
  return async (context) => {
    let answer = await context.sendCommand(`AUTH XOAUTH2 ${initial}`)
    if (answer.status === 334) answer = await context.sendCommand('')
    if (answer.status < 200 || answer.status > 299)
      throw Object.assign(new Error('refused'), { response: answer.response })
  }
}

function logIn(connection: SMTPConnection, credentials: Credentials): Promise<void> {
  const auth =
    credentials.kind === 'accessToken'
      ? { user: credentials.user, method: 'XOAUTH2' }
      : { user: credentials.user, credentials: { user: credentials.user, pass: credentials.password } }
  return new Promise((resolve, reject) => {
    connection.login(auth as never, (error: Error | null | undefined) => (error ? reject(error) : resolve()))
  })
}

interface SendInfo {
  response: string
  rejectedErrors?: { recipient?: string; response?: string }[]
}

function send(
  connection: SMTPConnection,
  { envelope, message }: Submission,
  progress: { step: Step; dataEnded: boolean },
): Promise<SendInfo> {
  const source = Readable.from(
    (async function* () {
      progress.step = 'data'
      yield* canonicalLines(message.read())
      // From here on the final dot may reach the server although its answer may not reach us.
      progress.dataEnded = true
    })(),
    { objectMode: false },
  )
  return new Promise((resolve, reject) => {
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
}

function outcomeOf(error: SmtpError, progress: { step: Step; dataEnded: boolean }): SubmitResult {
  const server = error.response ?? error.message
  const answered = error.responseCode !== undefined || /^[45]\d\d/.test(error.response ?? '')
  if (progress.dataEnded && !answered) return { outcome: 'unknown', server }
  const rejected = error.rejectedErrors?.map((one) => ({ address: one.recipient, server: one.response }))
  return {
    outcome: 'failed',
    server,
    step: stepOf(error, progress.step),
    ...(rejected && rejected.length > 0 ? { rejected } : {}),
  }
}

function stepOf(error: SmtpError, reached: Step): Step {
  if (
    error.command === 'STARTTLS' ||
    error.code === 'ETLS' ||
    /certificate|altnames|self.signed|SSL|TLS/i.test(error.message)
  )
    return 'tls'
  if (error.command === 'MAIL FROM') return 'sender'
  if (error.command === 'RCPT TO') return 'recipients'
  if (error.command === 'DATA') return 'data'
  if (error.code === 'EAUTH') return 'authenticate'
  return reached
}
