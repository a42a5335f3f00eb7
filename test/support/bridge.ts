import { WebSocket as NodeWebSocket } from 'ws'
import type { Config, Provider } from '../../bridge/config/config.ts'
import { createLog, type Log } from '../../bridge/log.ts'
import { startServer, type RunningServer, type ServerOptions } from '../../bridge/http/server.ts'
import type { BridgeEvent } from '../../shared/protocol/events.ts'
import { createBridgeClient, type OpenableBridgeClient } from '../../web/bridge/client.ts'
import type { Dovecot } from './dovecot.ts'

/** A bridge in this process and, for each session, the page's own client over a real WebSocket. */
export interface TestBridge {
  server: RunningServer
  origin: string
  /** Opens a socket and waits for `hello`. */
  connect(): Promise<TestSession>
  stop(): Promise<void>
}

export interface TestSession {
  client: OpenableBridgeClient
  /** Every event so far, in order. */
  events: BridgeEvent[]
  /** Waits for the next event of a type that fits, also one that has come already. */
  event<Type extends BridgeEvent['type']>(
    type: Type,
    fits?: (event: Extract<BridgeEvent, { type: Type }>) => boolean,
  ): Promise<Extract<BridgeEvent, { type: Type }>>
  close(): void
}

const EVENT_TYPES: BridgeEvent['type'][] = [
  'exists',
  'expunge',
  'flags',
  'resync',
  'polling',
  'mailboxes',
  'alert',
  'throttled',
  'credentials',
  'bye',
]

export async function startTestBridge(
  providers: Provider[],
  options: Pick<ServerOptions, 'pollIntervalMs' | 'images' | 'outside'> & {
    config?: Pick<Config, 'images' | 'logRefusedSignIns'>
    log?: Log
    /** As for strangers: the tests' own floods of frames are heard at once otherwise. */
    paced?: boolean
  } = {},
): Promise<TestBridge> {
  const server = await startServer({
    config: {
      listen: { host: '127.0.0.1', port: 0 },
      trustProxy: [],
      providers,
      demo: false,
      ...options.config,
    },
    version: 'test',
    unpaced: options.paced !== true,
    log: options.log ?? createLog('silent'),
    ...(options.pollIntervalMs === undefined ? {} : { pollIntervalMs: options.pollIntervalMs }),
    ...(options.images === undefined ? {} : { images: options.images }),
    ...(options.outside === undefined ? {} : { outside: options.outside }),
  })
  const origin = `http://127.0.0.1:${server.port}`
  const sessions = new Set<TestSession>()
  return {
    server,
    origin,
    async connect() {
      const session = await openSession(origin)
      sessions.add(session)
      return session
    },
    async stop() {
      for (const session of sessions) session.close()
      await server.close()
    },
  }
}

/** A session with a bridge that runs elsewhere: opens a socket and waits for `hello`. */
export async function openSession(origin: string): Promise<TestSession> {
  const client = createBridgeClient({
    url: `${origin.replace('http', 'ws')}/bridge`,
    createWebSocket: (url, protocol) => new NodeWebSocket(url, protocol, { origin }) as unknown as WebSocket,
  })
  const events: BridgeEvent[] = []
  const watchers = new Set<() => void>()
  for (const type of EVENT_TYPES) {
    client.on(type, (event) => {
      events.push(event)
      for (const look of [...watchers]) look()
    })
  }
  await client.open()
  return {
    client,
    events,
    event: (type, fits = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find((one) => one.type === type && fits(one as never))
          if (!found) return
          watchers.delete(look)
          resolve(found as never)
        }
        watchers.add(look)
        look()
      }),
    close: () => client.close(),
  }
}

/** A provider of a Dovecot under test. */
export function dovecotProvider(
  dovecot: Pick<Dovecot, 'host' | 'imapPort' | 'ca'>,
  options: { id?: string; kind?: 'token' | 'password'; smtpPort?: number; imapPort?: number } = {},
): Provider {
  const ca = dovecot.ca.cert
  return {
    id: options.id ?? 'work',
    name: 'Work',
    auth:
      options.kind === 'password'
        ? { kind: 'password' }
        : { kind: 'oidc', clientId: 'ponte', authority: 'https://id.example.org/', scopes: ['openid'] },
    imap: { host: dovecot.host, port: options.imapPort ?? dovecot.imapPort, ca },
    smtp: { host: '127.0.0.1', port: options.smtpPort ?? 1, ca },
    sentIsFiledByServer: false,
  }
}
