/** A WebSocket to the bridge without the page's client in between: sends anything, keeps everything. */
import { WebSocket, type ClientOptions } from 'ws'
import { decodeChunk, encodeChunk, type Chunk } from '../../../shared/protocol/chunks.ts'
import type { WireError } from '../../../shared/protocol/errors.ts'
import type { BridgeEvent } from '../../../shared/protocol/events.ts'
import type { HelloFrame } from '../../../shared/protocol/frames.ts'

/** Any text frame of the bridge; the fields that are there tell which. */
export interface Frame {
  hello?: HelloFrame['hello']
  tag?: number
  items?: unknown[]
  result?: unknown
  error?: WireError
  event?: BridgeEvent
  ping?: number
  credit?: number
  bytes?: number
}

export interface RawSession {
  ws: WebSocket
  /** Every text frame so far, in order. */
  frames: Frame[]
  /** Every binary frame so far, in order. */
  chunks: Chunk[]
  /** Text frames and chunks in one order: what the rules about order are read against. */
  all: ({ frame: Frame } | { chunk: Chunk })[]
  /** An object as JSON, a string as it is. */
  send(frame: unknown): void
  /** A chunk of an upload; the last one when not told otherwise. */
  upload(tag: number, bytes: Uint8Array, options?: { stream?: number; last?: boolean }): void
  /** The first frame that fits, also one that has come already. Rejects when the socket closes without. */
  frame(fits: (frame: Frame) => boolean): Promise<Frame>
  /** A call's result or error. */
  answer(tag: number): Promise<Frame>
  /** Calls and waits for the answer, under a tag of its own above 1,000,000. */
  call(command: string, args: Record<string, unknown>): Promise<Frame>
  /** Resolves when the socket has closed. */
  closed: Promise<{ code: number; reason: string }>
  close(): void
}

export interface RawOptions extends ClientOptions {
  path?: string
  /** `undefined` sends no Origin at all. */
  origin?: string | undefined
  protocols?: string[]
}

/** Opens a socket. @throws an Error whose message is the HTTP status when the bridge refuses it. */
export async function openRaw(url: string, options: RawOptions = {}): Promise<RawSession> {
  const { path = '/bridge', protocols = ['ponte.1'], ...rest } = options
  const origin = 'origin' in options ? options.origin : url
  const ws = new WebSocket(`${url.replace('http', 'ws')}${path}`, protocols, {
    ...rest,
    ...(origin === undefined ? {} : { origin }),
  })
  const frames: Frame[] = []
  const chunks: Chunk[] = []
  const all: RawSession['all'] = []
  const watchers = new Set<() => void>()
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.once('close', (code, reason) => {
      resolve({ code, reason: reason.toString() })
      for (const look of [...watchers]) look()
    })
  })
  ws.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) {
      const chunk = decodeChunk(data)
      if (!chunk) throw new Error('the bridge sent a binary frame that is no chunk')
      chunks.push(chunk)
      all.push({ chunk })
    } else {
      const frame = JSON.parse(data.toString('utf8')) as Frame
      frames.push(frame)
      all.push({ frame })
    }
    for (const look of [...watchers]) look()
  })
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve)
    ws.once('unexpected-response', (_request, response) => {
      reject(new Error(String(response.statusCode)))
      response.destroy()
    })
    ws.once('error', reject)
  })
  ws.on('error', () => undefined)

  let lastTag = 1_000_000
  const session: RawSession = {
    ws,
    frames,
    chunks,
    all,
    send: (frame) => ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    upload: (tag, bytes, { stream = 0, last = true } = {}) =>
      ws.send(encodeChunk({ tag, stream, last, bytes })),
    frame: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = frames.find(fits)
          if (found) resolve(found)
          else if (ws.readyState === ws.CLOSED) reject(new Error('the socket closed'))
          else return
          watchers.delete(look)
        }
        watchers.add(look)
        look()
      }),
    answer: (tag) => session.frame((frame) => frame.tag === tag && ('result' in frame || 'error' in frame)),
    call(command, args) {
      const tag = (lastTag += 1)
      session.send({ tag, command, args })
      return session.answer(tag)
    },
    closed,
    close: () => ws.close(),
  }
  return session
}
