/** A real SMTP submission server for tests: STARTTLS with the run's authority, sign-in, and failures on request. */
import { SMTPServer, type SMTPServerAuthentication, type SMTPServerSession } from 'smtp-server'
import type { CertificateAuthority, Leaf } from './ca.ts'
import { listenOnLoopback } from './net.ts'

export interface SunkMessage {
  /** Who signed in, and how: `XOAUTH2`, `PLAIN`, `LOGIN`. */
  user: string
  method: string
  /** The envelope. */
  from: string
  to: string[]
  /** As received: dot-stuffing undone, nothing added. */
  raw: Buffer
  /** Whether it came over TLS. */
  secure: boolean
}

/** What the server does wrong; can be changed while it runs. */
export interface SmtpBehaviour {
  /** RCPT TO these gets 550. */
  refuseRecipient: (address: string) => boolean
  /** Closes the connection when the whole message has arrived, before 250: the client cannot know what became of it. */
  dropAfterData: boolean
  /** Answers DATA's end with 554 and keeps nothing. */
  refuseMessage: boolean
  /** Waits this long before it answers the end of DATA. */
  delayMs: number
  /** Waits for this before it answers the end of DATA. */
  hold: Promise<void> | undefined
  /** Closes the connection where this says so, without a word, or waits for what it returns. */
  at: (phase: SmtpPhase) => 'cut' | Promise<unknown> | undefined
}

/** Where in a submission, in order. */
export const SMTP_PHASES = [
  'connect',
  'tls',
  'auth',
  'sender',
  'recipient',
  'data',
  /** All of the message is there, and no answer was given. */
  'dot',
  /** 250 was said. */
  'taken',
] as const
export type SmtpPhase = (typeof SMTP_PHASES)[number]

export interface SmtpSinkOptions {
  ca: CertificateAuthority
  /** Another certificate than the good one. */
  leaf?: Leaf
  /** `hidden`: EHLO does not offer it, the command still works; `refused`: the command is not known either. */
  starttls?: 'offered' | 'hidden' | 'refused'
  /** Whether this access token is this user's, now. No XOAUTH2 without it. */
  checkToken?: (user: string, token: string) => boolean | Promise<boolean>
  /** The password of every user. No PLAIN and LOGIN without it. */
  password?: string
  /** Runs before 250: to deliver the message somewhere. When it throws, the answer is 451. */
  onMessage?: (message: SunkMessage) => void | Promise<void>
}

export interface SmtpSink {
  host: '127.0.0.1'
  port: number
  /** All that arrived whole, those refused by `dropAfterData` included, in order. */
  messages: SunkMessage[]
  /** Messages that came to the end of DATA so far, answered or not. */
  arrived: number
  /** Connections accepted so far. */
  connections: number
  /** Whether a connection is open, or a message waits for `delayMs` or `hold` though its connection may be gone. */
  readonly isBusy: boolean
  behaviour: SmtpBehaviour
  stop(): Promise<void>
}

const answer = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode })

export async function startSmtpSink(options: SmtpSinkOptions): Promise<SmtpSink> {
  const leaf = options.leaf ?? options.ca.issue({ hosts: ['localhost', '127.0.0.1'] })
  const starttls = options.starttls ?? 'offered'
  const methods = new Map<string, string>()
  let waiting = 0
  const behaviour: SmtpBehaviour = {
    refuseRecipient: () => false,
    dropAfterData: false,
    refuseMessage: false,
    delayMs: 0,
    hold: undefined,
    at: () => undefined,
  }

  const isRight = async (auth: SMTPServerAuthentication, user: string): Promise<boolean> =>
    auth.method === 'XOAUTH2'
      ? (options.checkToken?.(user, auth.accessToken ?? '') ?? false)
      : options.password !== undefined && auth.password === options.password

  const server: SMTPServer = new SMTPServer({
    ...leaf,
    secure: false,
    disableReverseLookup: true,
    // The client closes when it is told to; a test does not wait for one that does not.
    closeTimeout: 100,
    authMethods: [
      ...(options.checkToken ? ['XOAUTH2'] : []),
      ...(options.password ? ['PLAIN', 'LOGIN'] : []),
    ],
    hideSTARTTLS: starttls !== 'offered',
    disabledCommands: starttls === 'refused' ? ['STARTTLS'] : [],
    allowInsecureAuth: false,
    onConnect(session, callback) {
      sink.connections += 1
      pass(session, 'connect', callback)
    },
    onSecure(_socket, session, callback) {
      pass(session, 'tls', callback)
    },
    onAuth(auth, session, callback) {
      const user = auth.username ?? ''
      const decide = (right: boolean): void => {
        if (!right) {
          if (auth.method !== 'XOAUTH2') return callback(answer(535, 'Authentication unsuccessful'))
          return callback(null, { data: { status: '401', schemes: 'bearer', scope: 'smtp' } })
        }
        methods.set(session.id, auth.method)
        callback(null, { user })
      }
      pass(session, 'auth', () => isRight(auth, user).then(decide, (error: Error) => callback(error)))
    },
    onMailFrom(_address, session, callback) {
      pass(session, 'sender', callback)
    },
    onRcptTo(address, session, callback) {
      if (behaviour.refuseRecipient(address.address))
        return callback(answer(550, '5.1.1 Mailbox unavailable'))
      pass(session, 'recipient', callback)
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      pass(session, 'data', () => undefined)
      stream.on('end', () => {
        receive(session, Buffer.concat(chunks)).then(
          () =>
            pass(session, 'dot', () => {
              callback()
              setImmediate(() => pass(session, 'taken', () => undefined))
            }),
          (error: Error) => callback('responseCode' in error ? error : answer(451, error.message)),
        )
      })
    },
  })
  server.on('error', () => undefined)

  function pass(session: SMTPServerSession, phase: SmtpPhase, goOn: () => unknown): void {
    const what = behaviour.at(phase)
    if (what === 'cut') cut(session)
    else void Promise.resolve(what).then(goOn)
  }

  function cut(session: SMTPServerSession): void {
    for (const connection of server.connections) {
      const { session: its, _socket: socket } = connection as unknown as {
        session: SMTPServerSession
        _socket: { destroy(): void }
      }
      if (its.id === session.id) socket.destroy()
    }
  }

  async function receive(session: SMTPServerSession, raw: Buffer): Promise<void> {
    sink.arrived += 1
    waiting += 1
    await behaviour.hold
    if (behaviour.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMs))
    waiting -= 1
    if (behaviour.refuseMessage) throw answer(554, '5.6.0 Message refused')
    const { mailFrom, rcptTo } = session.envelope
    const message: SunkMessage = {
      user: String(session.user ?? ''),
      method: methods.get(session.id) ?? '',
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map((one) => one.address),
      raw,
      secure: session.secure,
    }
    await options.onMessage?.(message)
    sink.messages.push(message)
    if (behaviour.dropAfterData) {
      cut(session)
      // Never answered: the connection is gone.
      await new Promise<never>(() => undefined)
    }
  }

  const { port } = await listenOnLoopback(server.server)
  const sink: SmtpSink = {
    host: '127.0.0.1',
    port,
    messages: [],
    arrived: 0,
    connections: 0,
    get isBusy() {
      return waiting > 0 || server.connections.size > 0
    },
    behaviour,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return sink
}
