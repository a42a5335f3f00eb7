import { request } from 'node:https'
import { checkUrl, ForbiddenAddress, guardedLookup, type Outside } from './guard.ts'
import { REQUEST_TIMEOUT_MS } from './limits.ts'

/** What came of a POST to somebody else's server. */
export type PostOutcome =
  /** Answered: `status` is HTTP's. */
  | { kind: 'answered'; status: number }
  /** Nothing was sent: it would not go to a public server, or not to the port of https. */
  | { kind: 'forbidden' }
  /** No connection, no valid certificate, or no answer in time. */
  | { kind: 'unreachable' }

export interface PostOptions {
  outside: Outside
  signal: AbortSignal
}

/**
 * POSTs a form to a public server over verified TLS and tells how it answered. Follows no redirect, keeps no connection,
 * and sends nothing that says who reads: no cookie, no referrer, no name of a browser.
 */
export function postForm(url: URL, form: string, { outside, signal }: PostOptions): Promise<PostOutcome> {
  return new Promise((resolve) => {
    const failed = (error: unknown): void =>
      resolve({ kind: error instanceof ForbiddenAddress ? 'forbidden' : 'unreachable' })
    try {
      checkUrl(url, outside)
      const posting = request(
        url,
        {
          method: 'POST',
          agent: false,
          lookup: guardedLookup(outside),
          signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': Buffer.byteLength(form),
          },
          ...(outside.ca === undefined ? {} : { ca: outside.ca }),
        },
        (answer) => {
          resolve({ kind: 'answered', status: answer.statusCode ?? 0 })
          // What the server has to say is nobody's here.
          answer.destroy()
        },
      )
      posting.on('error', failed)
      posting.end(form)
    } catch (error) {
      failed(error)
    }
  })
}
