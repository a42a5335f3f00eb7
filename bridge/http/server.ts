import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { PonteError } from '../../shared/protocol/errors.ts'
import { MAX_FRAME_BYTES, SUBPROTOCOL } from '../../shared/protocol/limits.ts'
import type { Config, Provider } from '../config/config.ts'
import { MAX_SOCKETS_PER_ADDRESS } from '../doors/limits.ts'
import { DiagnoseDoor } from '../doors/diagnoseDoor.ts'
import { SignInDoor } from '../doors/signInDoor.ts'
import type { Outside } from '../fetch/guard.ts'
import type { ImageRules } from '../image/imageFetcher.ts'
import { AllBodies } from '../imap/bodyBudget.ts'
import * as limits from '../limits.ts'
import type { Log } from '../log.ts'
import { serveSocket, type ServedSocket } from '../wire/socket.ts'
import { discover } from './discovery.ts'
import { asksForWebSocket, ignoreUpgrade } from './otherUpgrades.ts'
import { readPageFiles } from './pageFiles.ts'
import { toPublicConfig } from './publicConfig.ts'
import { createSecurityHeaders } from './securityHeaders.ts'
import { clientAddress, SocketCounts } from './waitingSockets.ts'

export interface ServerOptions {
  config: Config
  /** The built page; absent in tests that need only the socket. */
  pageFolder?: string
  version: string
  log: Log
  /** Routes that come before the page: the demo's identity provider. Answers true when it took the request. */
  extraRoutes?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** Providers that need to know the port they are served at: the demo's. */
  providersAt?: (port: number) => Provider[]
  /** Between two NOOPs where the mail server has no IDLE, in milliseconds; `POLL_INTERVAL_MS` when absent. */
  pollIntervalMs?: number
  /** Tests only: `host:port` of their picture servers, which may be local; what names lead to; how long one may take. */
  images?: Pick<ImageRules, 'trusted' | 'resolve' | 'timeoutMs'>
  /** Tests only: sockets are heard as fast as they send. */
  unpaced?: boolean
  /** What tests loosen of the guard before other people's servers. */
  outside?: Outside
}

export interface RunningServer {
  /** Where it listens: `http://127.0.0.1:8080`. */
  url: string
  port: number
  /** Lets every session finish its submissions and APPENDs (rule T6), says `bye`, closes. Does not wait once `hurry` is aborted. */
  close(hurry?: AbortSignal): Promise<void>
}

/** Serves the page, its configuration, health, and the socket, from one port. @throws when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, log } = options
  const sessions = new Set<ServedSocket>()
  let isGoing = false
  const server = createServer({
    maxHeaderSize: limits.MAX_HEADER_BYTES,
    headersTimeout: limits.HTTP_HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: limits.HTTP_CHECKING_MS,
  })
  // Before it listens: whoever is served a page is served its whole policy.
  const configured = await discover(config.providers, log)
  const port = await listen(server, config.listen)
  const origins = [
    ...(config.origins ?? [`http://localhost:${port}`, `http://127.0.0.1:${port}`]),
    ...(config.devOrigin === undefined ? [] : [config.devOrigin]),
  ]
  const providers = [...configured, ...(options.providersAt?.(port) ?? [])]
  const respond = createResponder({
    options,
    providers,
    origins,
    health: () => ({
      status: isGoing ? 'shuttingDown' : 'ok',
      version: options.version,
      sessions: sessions.size,
    }),
  })
  server.on('request', respond)

  const images = { ...options.images, off: config.images === 'off' }
  const waiting = new SocketCounts(limits.MAX_WAITING_SOCKETS)
  const open = new SocketCounts(MAX_SOCKETS_PER_ADDRESS)
  const signInDoor = new SignInDoor()
  const diagnoseDoor = new DiagnoseDoor()
  const allBodies = new AllBodies()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: limits.MAX_FRAME_FRAGMENTS,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!asksForWebSocket(request)) return ignoreUpgrade(server, request, { socket, head })
    socket.on('error', () => socket.destroy())
    const address = clientAddress(request, config.trustProxy)
    const refusal =
      refuseUpgrade(request, origins) ??
      (isGoing ? '503 Service Unavailable' : undefined) ??
      (waiting.isFull(address) || open.isFull(address) ? '429 Too Many Requests' : undefined)
    if (refusal) {
      // A client that never closes its side would keep the socket: HTTP's own timeouts end with the upgrade.
      socket.once('finish', () => socket.destroy())
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      const leave = waiting.enter(address)
      const gone = open.enter(address)
      const { version, pollIntervalMs, outside, unpaced } = options
      const session = serveSocket(ws, {
        ...{
          providers,
          version,
          log,
          pollIntervalMs,
          images,
          outside,
          unpaced,
          address,
          signInDoor,
          diagnoseDoor,
          allBodies,
        },
        logRefusedSignIns: config.logRefusedSignIns,
        onReady: leave,
      })
      sessions.add(session)
      void session.closed.finally(() => {
        leave()
        gone()
        sessions.delete(session)
      })
    })
  })

  return {
    url: `http://${config.listen.host.includes(':') ? `[${config.listen.host}]` : config.listen.host}:${port}`,
    port,
    async close(hurry) {
      isGoing = true
      const goodbye = new PonteError('shuttingDown')
      const drained = [...sessions].map((session) => session.drain().then(() => session.end(goodbye)))
      await within(limits.DRAIN_MS, drained, hurry)
      server.close()
      for (const session of sessions) session.end(goodbye)
      await within(
        limits.CLOSING_MS,
        [...sessions].map((session) => session.closed),
      )
      for (const ws of sockets.clients) ws.terminate()
      server.closeAllConnections()
    },
  }
}

/** Resolves when all have, and no later than after `ms`, nor than when `hurry` is aborted. */
async function within(ms: number, all: Promise<unknown>[], hurry?: AbortSignal): Promise<void> {
  if (hurry?.aborted) return
  let leave = (): void => undefined
  const over = new Promise<void>((resolve) => (leave = resolve))
  const timer = setTimeout(leave, ms)
  hurry?.addEventListener('abort', leave)
  await Promise.race([Promise.all(all), over])
  clearTimeout(timer)
  hurry?.removeEventListener('abort', leave)
}

function listen(server: Server, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Rule T1: exactly our path, an allowed origin, our subprotocol. @returns the status line's rest, or nothing. */
function refuseUpgrade(request: IncomingMessage, origins: readonly string[]): string | undefined {
  if (!/^\/bridge(?:\?|$)/.test(request.url ?? '')) return '404 Not Found'
  const { origin } = request.headers
  if (origin === undefined || !origins.includes(origin)) return '403 Forbidden'
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())
  return offered.includes(SUBPROTOCOL) ? undefined : '400 Bad Request'
}

interface ResponderOptions {
  options: ServerOptions
  providers: readonly Provider[]
  origins: readonly string[]
  health: () => { status: 'ok' | 'shuttingDown'; version: string; sessions: number }
}

function createResponder(
  from: ResponderOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { options, providers, origins, health } = from
  const headers = createSecurityHeaders(providers, origins, options.config.strictTransportSecurity)
  const page =
    options.pageFolder === undefined
      ? undefined
      : readPageFiles(options.pageFolder, (path) => ({
          'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
          ...headers.of(path),
        }))
  return (request, response) => {
    for (const [name, value] of Object.entries(headers.everywhere)) response.setHeader(name, value)
    const path = (request.url ?? '/').replace(/\?.*$/, '')
    if (options.extraRoutes?.(request, response)) return
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed(response)
    if (path === '/healthz') {
      // A bridge that is going away takes no new sockets: a load balancer is to send them elsewhere.
      const report = health()
      sendJson(response, report, report.status === 'ok' ? 200 : 503)
    } else if (path === '/config.json') {
      sendJson(response, toPublicConfig(providers, request.headers.host, options.config.images))
    } else if (path === '/.well-known/security.txt' && options.config.securityContact !== undefined) {
      sendSecurityText(response, options.config.securityContact)
    } else if (!page?.serve(request, response)) {
      notFound(response)
    }
  }
}

function sendJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(JSON.stringify(body))
}

/** RFC 9116; it expires, so that nobody trusts one of a host that is long gone. */
function sendSecurityText(response: ServerResponse, contact: string): void {
  const expires = new Date(Date.now() + limits.SECURITY_TEXT_LIFE_MS).toISOString()
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' })
  response.end(`Contact: ${contact}\nExpires: ${expires}\n`)
}

function notAllowed(response: ServerResponse): void {
  response.writeHead(405, { Allow: 'GET, HEAD' }).end()
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'",
  })
  response.end('Not found\n')
}
