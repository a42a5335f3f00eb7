import type { IncomingMessage, ServerResponse } from 'node:http'
import { MAX_FORM_BYTES } from './limits.ts'
import type { Page } from './page.ts'

/** What the providers are: a handler to mount in a Node HTTP server. It answers every request it is given. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

export class FormTooLarge extends Error {
  override name = 'FormTooLarge'
}

/**
 * Reads an `application/x-www-form-urlencoded` body.
 * @throws {FormTooLarge} over `MAX_FORM_BYTES`
 */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_FORM_BYTES) throw new FormTooLarge(`form over ${MAX_FORM_BYTES} bytes`)
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  // RFC 6749, section 5.1: what carries tokens is never cached.
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body))
}

export function sendPage(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, { ...page.headers, 'cache-control': 'no-store' }).end(page.html)
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-store' }).end()
}

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, ...rest] = pair.trim().split('=')
    if (key === name) return rest.join('=')
  }
  return undefined
}

/** Path without the query. The base only makes it parse: request targets are relative (RFC 9112, section 3.2.1). */
export function requestUrl(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://localhost')
}
