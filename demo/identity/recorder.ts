import type { IncomingMessage } from 'node:http'
import { requestUrl } from './http.ts'
import { MAX_RECORDED_REQUESTS } from './limits.ts'

/** A request a stand-in received, for a test to look at. It holds codes and tokens: it is kept in memory and never logged. */
export interface RecordedRequest {
  method: string
  /** Below the stand-in's base URL. */
  path: string
  query: Record<string, string>
  /** Of a POST; empty otherwise. */
  form: Record<string, string>
  origin: string | undefined
}

export interface Recorder {
  readonly requests: readonly RecordedRequest[]
  record(request: IncomingMessage, details: { path: string; form: URLSearchParams }): void
}

export function createRecorder(): Recorder {
  const requests: RecordedRequest[] = []
  return {
    requests,
    record: (request, { path, form }) => {
      if (requests.length >= MAX_RECORDED_REQUESTS) requests.shift()
      requests.push({
        method: request.method ?? 'GET',
        path,
        query: Object.fromEntries(requestUrl(request).searchParams),
        form: Object.fromEntries(form),
        origin: request.headers.origin,
      })
    },
  }
}
