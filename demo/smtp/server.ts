import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
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
import { happens, type SmtpQuirks, type SmtpStep } from './quirks.ts'

export interface SmtpServerOptions {
  store: MailStore
  /** PEM, for STARTTLS. */
  tls: { key: string; cert: string }
  authenticate: Authenticate
  /** Files each sent message in the sender's Sent folder, as Outlook does; clients must then not APPEND it. */
  autoFileSent: boolean
  /** Whether somebody may send from an address that is not their own. Default: nobody may. */
  maySendAs?: (user: string, from: string) => boolean
  /** Default 0: any free port. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** Largest message, in bytes. Default 35 MB. */
  maxMessageBytes?: number
}

export interface SmtpServer {
  readonly port: number
  /** Change these at any time; they apply from the next command on. */
  readonly quirks: SmtpQuirks
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
  const maxBytes = options.maxMessageBytes ?? MAX_MESSAGE_BYTES
  const quirks: SmtpQuirks = {
    refusal: undefined,
    cut: undefined,
    maxBytes,
    announcesSize: true,
    sharedSignIn: false,
    sharedSentCopy: false,
  }
  const maySendAs = options.maySendAs ?? (() => false)

  /** @returns whether a switch ends the step here: refused, or cut */
  function isStopped(
    step: SmtpStep,
    session: SMTPServerSession,
    refuse: (error: SmtpRefusedError) => void,
  ): boolean {
    const { refusal } = quirks
    if (happens(quirks.cut, step)) cut(server, session)
    else if (refusal && happens(refusal, step)) refuse(new SmtpRefusedError(refusal.code, refusal.text))
    else return false
    return true
  }

  const server = new SMTPServer({
    name: 'demo',
    banner: 'Microsoft ESMTP MAIL Service ready',
    key: options.tls.key,
    cert: options.tls.cert,
    logger: false,
    authMethods: authenticate.password ? ['XOAUTH2', 'LOGIN', 'PLAIN'] : ['XOAUTH2'],
    size: maxBytes,
    disableReverseLookup: true, // a name lookup would leave the machine
    hideENHANCEDSTATUSCODES: true, // the library's own codes would stand before Outlook's
    closeTimeout: CLOSE_TIMEOUT_MS,
    onConnect(session, callback) {
      // What EHLO will say; 0 names no size.
      server.options.size = quirks.maxBytes
      server.options.hideSize = !quirks.announcesSize
      if (!isStopped('connect', session, callback)) callback()
    },
    onAuth(auth, session, callback) {
      if (isStopped('authenticate', session, callback)) return
      whoIs(auth, { authenticate, quirks }).then(
        (user) => callback(null, { user }),
        (error: Error) => callback(error),
      )
    },
    onMailFrom({ address }, session, callback) {
      if (isStopped('sender', session, callback)) return
      const from = address.toLowerCase()
      if (from === session.user || maySendAs(session.user ?? '', from)) callback()
      else
        callback(
          new SmtpRefusedError(550, '5.7.60 SMTP; Client does not have permissions to send as this sender'),
        )
    },
    onRcptTo(_address, session, callback) {
      if (isStopped('recipient', session, callback)) return
      const full = session.envelope.rcptTo.length >= MAX_RECIPIENTS
      callback(full ? new SmtpRefusedError(452, '4.5.3 Too many recipients') : null)
    },
    onData(stream, session, callback) {
      readMessage(stream).then(
        (raw) => {
          if (isStopped('message', session, callback)) return
          const envelope = envelopeOf(session)
          const { user = envelope.from } = session
          const filed = quirks.sharedSentCopy ? [user, envelope.from] : [user]
          deliver(store, { raw, envelope, filedBy: options.autoFileSent ? filed : [] })
          messages.count++
          messages.last = envelope
          if (happens(quirks.cut, 'answer')) cut(server, session)
          else callback(null, '2.0.0 OK <demo> [Hostname=demo]')
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
    quirks,
    messages,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Ends the connection of a session without a word. */
function cut(server: SMTPServer, session: SMTPServerSession): void {
  const { connections } = server as unknown as {
    connections: ReadonlySet<{ session: SMTPServerSession; _socket: Socket }>
  }
  for (const connection of connections) if (connection.session.id === session.id) connection._socket.destroy()
}

/** The address of who signs in. Rejects with {@link SmtpRefusedError}. */
async function whoIs(
  auth: SMTPServerAuthentication,
  { authenticate, quirks }: { authenticate: Authenticate; quirks: SmtpQuirks },
): Promise<string> {
  const { method } = auth
  const username = auth.username ?? ''
  if (method === 'XOAUTH2') {
    const verdict = await authenticate.token(username, auth.accessToken ?? '')
    if (verdict.ok && (!verdict.isShared || quirks.sharedSignIn)) return verdict.user.toLowerCase()
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
