/** Somebody else's HTTPS server, on loopback, and what the bridge must be told to reach it. */
import { createServer } from 'node:https'
import type { Outside } from '../../bridge/fetch/guard.ts'
import { makeCa } from './ca.ts'
import { listenOnLoopback } from './net.ts'

export interface OutsideRequest {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface OutsideServer {
  /** `https://localhost:port`. */
  url: string
  requests: OutsideRequest[]
  /** HTTP's answer to a path; 200 when absent. */
  answers: Map<string, { status: number; headers?: Record<string, string> } | 'cut'>
  /** Lets the bridge through to this server alone. */
  outside: Outside
  stop(): Promise<void>
}

export async function startOutsideServer(): Promise<OutsideServer> {
  const ca = makeCa()
  const requests: OutsideRequest[] = []
  const answers: OutsideServer['answers'] = new Map()
  const server = createServer(ca.issue({ hosts: ['localhost', '127.0.0.1'] }), (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      requests.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
      const answer = answers.get(path) ?? { status: 200 }
      if (answer === 'cut') request.socket.destroy()
      else response.writeHead(answer.status, answer.headers).end('x'.repeat(100_000))
    })
  })
  const { port, close } = await listenOnLoopback(server)
  return {
    url: `https://localhost:${port}`,
    requests,
    answers,
    outside: { trusted: [`localhost:${port}`], ca: ca.cert },
    stop: async () => {
      server.closeAllConnections()
      await close()
    },
  }
}
