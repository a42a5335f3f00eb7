import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { Authenticate } from './authenticate.ts'
import type { ServerContext } from './context.ts'
import { DEFAULT_APPEND_LIMIT_BYTES } from './limits.ts'
import { createQuirks, type Quirks } from './quirks.ts'
import { serve } from './serve.ts'
import { Session } from './session.ts'
import type { MailStore } from './store.ts'
import { Throttling } from './throttle.ts'

export interface ImapServerOptions {
  store: MailStore
  /** PEM. The connection is TLS from its first byte. */
  tls: { key: string; cert: string }
  authenticate: Authenticate
  /** Default 0: any free port. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  quirks?: Partial<Quirks>
  /** Largest message APPEND takes, in bytes. Default 35 MB. */
  appendLimit?: number
  /** Told of defects of the server itself, never of what clients do. Default: nobody. */
  onError?: (error: unknown) => void
}

/** A connection as a test sees it. */
export type SessionInfo = Pick<Session, 'user' | 'selected' | 'close' | 'destroy'>

export interface ImapServer {
  readonly port: number
  /** Change these at any time; they apply from the next command on. */
  readonly quirks: Quirks
  readonly sessions: ReadonlySet<SessionInfo>
  /** Ends every connection: with `* BYE` and the reason given, or without a word. */
  disconnectAll(bye?: string): void
  close(): Promise<void>
}

/** Starts an IMAP4rev1 server (RFC 3501) that looks and behaves like Outlook.com. Rejects when the port is taken. */
export async function startImapServer(options: ImapServerOptions): Promise<ImapServer> {
  const { store, authenticate, onError = () => {} } = options
  const quirks = createQuirks(options.quirks)
  const appendLimit = options.appendLimit ?? DEFAULT_APPEND_LIMIT_BYTES
  const sessions = new Set<Session>()
  const context: ServerContext = {
    sessions,
    store,
    authenticate,
    quirks,
    appendLimit,
    throttling: new Throttling(),
    onError,
  }
  const server = createServer({ key: options.tls.key, cert: options.tls.cert, noDelay: true }, (socket) => {
    const session = new Session(socket, context)
    sessions.add(session)
    void serve(session)
    socket.once('close', () => sessions.delete(session))
  })
  server.on('tlsClientError', () => {}) // a client that does not trust us, or is none
  // Connections that never finish their handshake have no session, yet would keep the server from closing.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1')
  await once(server, 'listening')
  server.on('error', onError)
  const { port } = server.address() as AddressInfo
  return {
    port,
    quirks,
    sessions,
    disconnectAll(bye) {
      for (const session of sessions) {
        if (bye === undefined) session.destroy()
        else session.close(bye)
      }
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const session of sessions) session.destroy()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
