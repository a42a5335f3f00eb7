import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { Config, Provider } from '../config/config.ts'
import { DEFAULT_DOOR_LIMITS, DEFAULT_MAX_SESSIONS } from '../doors/limits.ts'
import { MemoryStore } from '../doors/memoryStore.ts'
import type { DoorStore } from '../doors/store.ts'
import type { Outside } from '../fetch/guard.ts'
import type { ImageRules } from '../image/imageFetcher.ts'
import * as limits from '../limits.ts'
import type { Log } from '../log.ts'
import { NO_OBSERVER, type Observer } from '../observer.ts'
import { discover } from './discovery.ts'
import { readPageFiles } from './pageFiles.ts'
import { createResponder } from './responder.ts'
import { acceptSockets, type Settings } from './sockets.ts'

export interface ServerOptions {
  config: Config
  /** The built page; absent in tests that need only the socket. */
  pageFolder?: string
  version: string
  log: Log
  /** Counts what happens; nobody does when absent. */
  observer?: Observer
  /** Who keeps the doors' count; this process when absent. It is not closed. */
  doorStore?: DoorStore
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
  /** Takes another configuration, all but the address, for whoever comes from now on. No socket is closed. */
  reload(config: Config): Promise<void>
  /** Lets every session finish its submissions and APPENDs (rule T6), says `bye`, closes. Does not wait once `hurry` is aborted. */
  close(hurry?: AbortSignal): Promise<void>
}

/** Serves the page, its configuration, health, and the socket, from one port. @throws when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { log, version } = options
  const page = options.pageFolder === undefined ? undefined : readPageFiles(options.pageFolder)
  let isGoing = false
  const server = createServer({
    maxHeaderSize: limits.MAX_HEADER_BYTES,
    headersTimeout: limits.HTTP_HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: limits.HTTP_CHECKING_MS,
  })
  // Before it listens: whoever is served a page is served its whole policy.
  const configured = await discover(options.config.providers, log)
  const port = await listen(server, options.config.listen)

  const settle = (config: Config, found: readonly Provider[]): Settings => {
    const origins = [
      ...(config.origins ?? [`http://localhost:${port}`, `http://127.0.0.1:${port}`]),
      ...(config.devOrigin === undefined ? [] : [config.devOrigin]),
    ]
    const providers = [...found, ...(options.providersAt?.(port) ?? [])]
    return {
      config,
      providers,
      origins,
      doorLimits: { ...DEFAULT_DOOR_LIMITS, ...config.limits },
      maxSessions: config.limits?.sessions ?? DEFAULT_MAX_SESSIONS,
      respond: createResponder({
        config,
        providers,
        origins,
        page,
        extraRoutes: options.extraRoutes,
        health: () => ({
          status: isGoing ? 'shuttingDown' : 'ok',
          version,
          sessions: sockets.sessions.size,
        }),
      }),
    }
  }
  const sockets = acceptSockets(server, {
    version,
    log,
    observer: options.observer ?? NO_OBSERVER,
    doorStore: options.doorStore ?? new MemoryStore(),
    settings: () => settings,
    isGoing: () => isGoing,
    pollIntervalMs: options.pollIntervalMs,
    images: options.images,
    unpaced: options.unpaced,
    outside: options.outside,
  })
  let settings = settle(options.config, configured)
  server.on('request', (request, response) => settings.respond(request, response))

  const { host } = options.config.listen
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    async reload(config) {
      settings = settle(config, await discover(config.providers, log))
    },
    async close(hurry) {
      isGoing = true
      const { sessions } = sockets
      log.info({ sessions: sessions.size }, 'draining')
      const goodbye = new PonteError('shuttingDown')
      const drained = [...sessions].map((session) => session.drain().then(() => session.end(goodbye)))
      await within(limits.DRAIN_MS, drained, hurry)
      server.close()
      for (const session of sessions) session.end(goodbye)
      await within(
        limits.CLOSING_MS,
        [...sessions].map((session) => session.closed),
      )
      sockets.terminate()
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
