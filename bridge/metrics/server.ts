import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface MetricsServer {
  port: number
  close(): void
}

/** Serves what `read` answers at `/metrics`, from a port of its own: the page's is everybody's. @throws when the port cannot be had */
export async function serveMetrics(
  at: { host: string; port: number },
  read: () => Promise<{ type: string; text: string }>,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url?.replace(/\?.*$/, '') !== '/metrics')
      return void response.writeHead(404).end('Not found\n')
    if (request.method !== 'GET') return void response.writeHead(405, { Allow: 'GET' }).end()
    read().then(
      ({ type, text }) => response.writeHead(200, { 'Content-Type': type }).end(text),
      // Of several workers, one may have ended in the middle; Prometheus asks again.
      () => response.writeHead(503).end('Not now\n'),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
