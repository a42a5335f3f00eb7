import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Config, Provider } from '../config/config.ts'
import * as limits from '../limits.ts'
import type { PageFiles } from './pageFiles.ts'
import { toPublicConfig } from './publicConfig.ts'
import { createSecurityHeaders } from './securityHeaders.ts'

export type Responder = (request: IncomingMessage, response: ServerResponse) => void

export interface ResponderOptions {
  config: Pick<Config, 'strictTransportSecurity' | 'images' | 'securityContact'>
  providers: readonly Provider[]
  origins: readonly string[]
  page: PageFiles | undefined
  /** Routes that come before the page: the demo's identity provider. Answers true when it took the request. */
  extraRoutes?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  health: () => { status: 'ok' | 'shuttingDown'; version: string; sessions: number }
}

/** What is named by its content never changes; everything else is asked for each time. */
export const cacheControlOf = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'

/** Answers what is no socket: the page, its configuration, and how the bridge is. */
export function createResponder(from: ResponderOptions): Responder {
  const { config, providers, origins, page, health } = from
  const headers = createSecurityHeaders(providers, origins, config.strictTransportSecurity)
  const headersOf = (path: string) => ({
    'Cache-Control': cacheControlOf(path),
    ...headers.of(path),
  })
  return (request, response) => {
    for (const [name, value] of Object.entries(headers.everywhere)) response.setHeader(name, value)
    const path = (request.url ?? '/').replace(/\?.*$/, '')
    if (from.extraRoutes?.(request, response)) return
    if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed(response)
    if (path === '/healthz') {
      // A bridge that is going away takes no new sockets: a load balancer is to send them elsewhere.
      const report = health()
      sendJson(response, report, report.status === 'ok' ? 200 : 503)
    } else if (path === '/readyz') {
      const ready = health().status === 'ok'
      sendJson(response, { ready }, ready ? 200 : 503)
    } else if (path === '/config.json') {
      sendJson(response, toPublicConfig(providers, request.headers.host, config.images))
    } else if (path === '/.well-known/security.txt' && config.securityContact !== undefined) {
      sendSecurityText(response, config.securityContact)
    } else if (!page?.serve(request, response, headersOf)) {
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
