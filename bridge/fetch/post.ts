import { request, type RequestOptions } from 'node:https'
import { ForbiddenAddress, wayTo, type Outside } from './guard.ts'
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
export async function postForm(
  url: URL,
  form: string,
  { outside, signal: asked }: PostOptions,
): Promise<PostOutcome> {
  const signal = AbortSignal.any([asked, AbortSignal.timeout(REQUEST_TIMEOUT_MS)])
  try {
    const lookup = await wayTo(url, { schemes: ['https:'], outside, signal })
    return await post(url, form, {
      method: 'POST',
      agent: false,
      lookup,
      signal,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(form),
      },
      ...(outside.ca === undefined ? {} : { ca: outside.ca }),
    })
  } catch (error) {
    return { kind: error instanceof ForbiddenAddress ? 'forbidden' : 'unreachable' }
  }
}

function post(url: URL, form: string, options: RequestOptions): Promise<PostOutcome> {
  return new Promise((resolve, reject) => {
    const posting = request(url, options, (answer) => {
      resolve({ kind: 'answered', status: answer.statusCode ?? 0 })
      // What the server has to say is nobody's here.
      answer.destroy()
    })
    posting.on('error', reject)
    posting.end(form)
  })
}
