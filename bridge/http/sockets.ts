import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { MAX_FRAME_BYTES, SUBPROTOCOL } from '../../shared/protocol/limits.ts'
import type { Config, Provider } from '../config/config.ts'
import type { DoorLimits } from '../doors/limits.ts'
import { DiagnoseDoor } from '../doors/diagnoseDoor.ts'
import { SignInDoor } from '../doors/signInDoor.ts'
import { SocketDoor, type Place } from '../doors/socketDoor.ts'
import type { DoorStore } from '../doors/store.ts'
import { AllBodies } from '../imap/bodyBudget.ts'
import { MAX_FRAME_FRAGMENTS } from '../limits.ts'
import type { Limit } from '../observer.ts'
import { serveSocket, type ServedSocket, type SocketOptions } from '../wire/socket.ts'
import { clientAddress, traceOf } from './clientAddress.ts'
import { asksForWebSocket, ignoreUpgrade } from './otherUpgrades.ts'
import type { Responder } from './responder.ts'

/** What a reload changes, all at once. */
export interface Settings {
  config: Config
  /** The configured ones, with what was discovered, and the demo's. */
  providers: readonly Provider[]
  origins: readonly string[]
  doorLimits: DoorLimits
  maxSessions: number
  respond: Responder
}

interface Refusal {
  status: string
  limit?: Limit
}

/** Takes the server's upgrades that are ours, each as a session. */
export function acceptSockets(
  server: Server,
  options: Pick<
    SocketOptions,
    'version' | 'log' | 'observer' | 'pollIntervalMs' | 'images' | 'unpaced' | 'outside'
  > & {
    doorStore: DoorStore
    settings: () => Settings
    /** No new sockets are taken. */
    isGoing: () => boolean
  },
): { sessions: ReadonlySet<ServedSocket>; terminate(): void } {
  const { log, observer, settings, isGoing } = options
  const sessions = new Set<ServedSocket>()
  const doorLimits = (): DoorLimits => settings().doorLimits
  const socketDoor = new SocketDoor(options.doorStore, doorLimits)
  const signInDoor = new SignInDoor(options.doorStore, doorLimits)
  const diagnoseDoor = new DiagnoseDoor()
  const allBodies = new AllBodies()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAME_FRAGMENTS,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })

  const refuse = (socket: Duplex, { status, limit }: Refusal): void => {
    if (limit) observer.limit(limit)
    log.info({ status: Number(status.slice(0, 3)), limit }, 'socket refused')
    // A client that never closes its side would keep the socket: HTTP's own timeouts end with the upgrade.
    socket.once('finish', () => socket.destroy())
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  }
  const refusalNow = (): Refusal | undefined => {
    if (isGoing()) return { status: '503 Service Unavailable' }
    return sessions.size >= settings().maxSessions
      ? { status: '503 Service Unavailable', limit: 'sessions' }
      : undefined
  }

  async function admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy())
    const { config, origins } = settings()
    const refusal = refusalOf(request, origins) ?? refusalNow()
    if (refusal) return refuse(socket, refusal)
    const address = clientAddress(request, config.trustProxy)
    const place = await socketDoor.enter(address)
    if (typeof place === 'string') return refuse(socket, { status: '429 Too Many Requests', limit: place })
    // The bridge may have begun to leave meanwhile, and the client may have gone.
    const late = refusalNow()
    if (late || socket.destroyed) {
      place.left()
      if (late) refuse(socket, late)
      return
    }
    let taken = false
    sockets.handleUpgrade(request, socket, head, (ws) => {
      taken = true
      open(serveSocket(ws, socketOptions({ config, address, place })), {
        place,
        counts: socket as Socket,
        trace: traceOf(request, config.trustProxy),
      })
    })
    if (!taken) place.left()
  }

  function socketOptions(from: { config: Config; address: string; place: Place }): SocketOptions {
    const { version, pollIntervalMs, outside, unpaced } = options
    return {
      ...{ version, log, observer, pollIntervalMs, outside, unpaced, signInDoor, diagnoseDoor, allBodies },
      providers: () => settings().providers,
      address: from.address,
      images: { ...options.images, off: from.config.images === 'off' },
      logRefusedSignIns: from.config.logRefusedSignIns,
      onReady: () => from.place.signedIn(),
    }
  }

  function open(
    session: ServedSocket,
    from: { place: Place; counts: Socket; trace: string | undefined },
  ): void {
    const begin = performance.now()
    const gone = observer.socket(from.counts)
    sessions.add(session)
    log.info({ session: session.id, trace: from.trace }, 'session opened')
    void session.closed.finally(() => {
      from.place.left()
      gone()
      sessions.delete(session)
      log.info({ session: session.id, ms: Math.round(performance.now() - begin) }, 'session ended')
    })
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!asksForWebSocket(request)) return ignoreUpgrade(server, request, { socket, head })
    void admit(request, socket, head)
  })
  return {
    sessions,
    terminate() {
      for (const ws of sockets.clients) ws.terminate()
    },
  }
}

/** Rule T1: exactly our path, an allowed origin, our subprotocol. */
function refusalOf(request: IncomingMessage, origins: readonly string[]): Refusal | undefined {
  if (!/^\/bridge(?:\?|$)/.test(request.url ?? '')) return { status: '404 Not Found' }
  const { origin } = request.headers
  if (origin === undefined || !origins.includes(origin)) return { status: '403 Forbidden' }
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())
  return offered.includes(SUBPROTOCOL) ? undefined : { status: '400 Bad Request' }
}
