/** A web server on loopback that serves remote pictures, and remembers all that was asked of it. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { deflateSync } from 'node:zlib'
import { chunk } from './png.ts'
import { listenOnLoopback } from './net.ts'

export interface PictureServer {
  origin: string
  /** `host:port`, as a bridge under test is told to trust it. */
  host: string
  /** What was asked for since the last call, in order. */
  take(): { path: string; headers: IncomingHttpHeaders; port: number }[]
  close(): Promise<void>
}

type Answer = (response: ServerResponse, path: string) => void

/** A PNG file of one colour. */
export function pngOf(width: number, height: number, [red, green, blue] = [40, 120, 200]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const row = Buffer.from([0, ...Array.from({ length: width }, () => [red, green, blue]).flat()] as number[])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk({ type: 'IHDR', data: header }),
    chunk({ type: 'IDAT', data: deflateSync(Buffer.concat(Array.from({ length: height }, () => row))) }),
    chunk({ type: 'IEND', data: Buffer.alloc(0) }),
  ])
}

/**
 * `/*.png` is a picture (`/120x40.png` of that size); `/to?<url>` redirects; anything else is what `answers` says, or 404.
 */
export async function startPictureServer(answers: Record<string, Answer> = {}): Promise<PictureServer> {
  let requests: ReturnType<PictureServer['take']> = []
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    const [path = '', query = ''] = url.split('?')
    requests.push({ path: url, headers: request.headers, port: request.socket.remotePort ?? 0 })
    const own = answers[path]
    if (own) own(response, url)
    else if (path === '/to') response.writeHead(302, { location: decodeURIComponent(query) }).end()
    else if (path.endsWith('.png')) {
      const [, width = '8', height = '8'] = /(\d+)x(\d+)\.png$/.exec(path) ?? []
      response.setHeader('set-cookie', 'who=reader')
      response.setHeader('content-type', 'image/png')
      response.end(pngOf(Number(width), Number(height)))
    } else response.writeHead(404).end()
  })
  const { port, close } = await listenOnLoopback(server)
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    take() {
      const taken = requests
      requests = []
      return taken
    },
    close: () => {
      server.closeAllConnections()
      return close()
    },
  }
}
