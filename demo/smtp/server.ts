import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import {
  SMTPServer,
  type SMTPServerAuthentication,
  type SMTPServerDataStream,
  type SMTPServerSession,
} from 'smtp-server'
import type { Authenticate } from '../imap/authenticate.ts'
import type { MailStore } from '../imap/store.ts'
import { deliver, type Envelope } from './delivery.ts'
import { CLOSE_TIMEOUT_MS, MAX_MESSAGE_BYTES, MAX_RECIPIENTS } from './limits.ts'

export interface SmtpServerOptions {
  store: MailStore
  /** PEM, for STARTTLS. */
  tls: { key: string; cert: string }
  authenticate: Authenticate
  /** Files each sent message in the sender's Sent folder, as Outlook does; clients must then not APPEND it. */
  autoFileSent: boolean
  /** Default 0: any free port. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** Largest message, in bytes. Default 35 MB. */
  maxMessageBytes?: number
}

export interface SmtpServer {
  readonly port: number
  /** Messages accepted since the start, and the last one's envelope. */
  readonly messages: { readonly count: number; readonly last: Envelope | undefined }
  close(): Promise<void>
}

/** A refusal with its reply code; the text carries the enhanced status code (RFC 3463) that Outlook sends. */
class SmtpRefusedError extends Error {
  readonly responseCode: number
  constructor(responseCode: number, message: string) {
    super(message)
    this.name = 'SmtpRefusedError'
    this.responseCode = responseCode
  }
}

/** Starts a submission server (RFC 6409): STARTTLS, then XOAUTH2. Rejects when the port is taken. */
export async function startSmtpServer(options: SmtpServerOptions): Promise<SmtpServer> {
  const { store, authenticate } = options
  const messages: { count: number; last: Envelope | undefined } = { count: 0, last: undefined }
  const server = new SMTPServer({
    name: 'demo',
    banner: 'Microsoft ESMTP MAIL Service ready',
    key: options.tls.key,
    cert: options.tls.cert,
    logger: false,
    authMethods: authenticate.password ? ['XOAUTH2', 'LOGIN', 'PLAIN'] : ['XOAUTH2'],
    size: options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
    disableReverseLookup: true, // a name lookup would leave the machine
    hideENHANCEDSTATUSCODES: true, // the library's own codes would stand before Outlook's
    closeTimeout: CLOSE_TIMEOUT_MS,
    onAuth(auth, _session, callback) {
      whoIs(auth, authenticate).then(
        (user) => callback(null, { user }),
        (error: Error) => callback(error),
      )
    },
    onMailFrom({ address }, session, callback) {
      if (address.toLowerCase() === session.user) callback()
      else
        callback(
          new SmtpRefusedError(550, '5.7.60 SMTP; Client does not have permissions to send as this sender'),
        )
    },
    onRcptTo(_address, session, callback) {
      const full = session.envelope.rcptTo.length >= MAX_RECIPIENTS
      callback(full ? new SmtpRefusedError(452, '4.5.3 Too many recipients') : null)
    },
    onData(stream, session, callback) {
      readMessage(stream).then(
        (raw) => {
          const envelope = envelopeOf(session)
          deliver(store, { raw, envelope, fileSent: options.autoFileSent })
          messages.count++
          messages.last = envelope
          callback(null, '2.0.0 OK <demo> [Hostname=demo]')
        },
        (error: Error) => callback(error),
      )
    },
  })
  server.on('error', () => {}) // a client that broke off; the server goes on
  const listener = server.listen(options.port ?? 0, options.host ?? '127.0.0.1')
  await once(listener, 'listening') // rejects when the port is taken
  const { port } = listener.address() as AddressInfo
  return {
    port,
    messages,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** The address of who signs in. Rejects with {@link SmtpRefusedError}. */
async function whoIs(auth: SMTPServerAuthentication, authenticate: Authenticate): Promise<string> {
  const { method } = auth
  const username = auth.username ?? ''
  if (method === 'XOAUTH2') {
    const verdict = await authenticate.token(username, auth.accessToken ?? '')
    if (verdict.ok) return verdict.user.toLowerCase()
  } else if (await authenticate.password?.(username, auth.password ?? '')) return username.toLowerCase()
  throw new SmtpRefusedError(535, '5.7.3 Authentication unsuccessful')
}

async function readMessage(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk)
  if (stream.sizeExceeded)
    throw new SmtpRefusedError(552, '5.3.4 Message size exceeds fixed maximum message size')
  return Buffer.concat(chunks)
}

function envelopeOf(session: SMTPServerSession): Envelope {
  const { mailFrom, rcptTo } = session.envelope
  return { from: mailFrom ? mailFrom.address.toLowerCase() : '', to: rcptTo.map(({ address }) => address) }
}
