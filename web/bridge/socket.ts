import type { HelloFrame, ServerFrame } from '../../shared/protocol/frames.ts'
import { PROTOCOL_VERSION, SILENCE_TIMEOUT_MS, SUBPROTOCOL } from '../../shared/protocol/limits.ts'
import { OPEN_TIMEOUT_MS } from './limits.ts'
import { SocketError } from './socketError.ts'

export type Hello = HelloFrame['hello']

export interface SocketOptions {
  /** `ws:` or `wss:`; nothing secret in it (rule T1). */
  url: string
  /** Another implementation of the same interface, for Node. */
  createWebSocket?: (url: string, protocol: string) => WebSocket
  /** The bridge is there (rule T5); calls may begin. */
  onHello: (hello: Hello) => void
  /** Text frames but `hello` and `ping`, which end here. */
  onFrame: (frame: ServerFrame) => void
  onChunk: (frame: Uint8Array) => void
  /** Once, whether it ever opened or not; nothing comes after. */
  onClosed: (error: SocketError) => void
}

/** One WebSocket, from opening to its end; never used twice, so nothing of an old one can be taken for the new. */
export interface Socket {
  send(frame: string | Uint8Array<ArrayBuffer>): void
  /** At once, with `onClosed`. */
  close(): void
}

/**
 * Begins to connect (rules T1, T4, T5); all else is told by the callbacks, never before this returns.
 * @throws {SocketError} when the browser forbids the address
 */
export function openSocket(options: SocketOptions): Socket {
  const webSocket = createWebSocket(options)
  webSocket.binaryType = 'arraybuffer'
  let greeted = false
  let ended = false
  let bye: SocketError | undefined
  let timer = setTimeout(
    () => end(new SocketError('unreachable', 'The bridge did not answer in time.')),
    OPEN_TIMEOUT_MS,
  )

  function end(error: SocketError): void {
    if (ended) return
    ended = true
    clearTimeout(timer)
    webSocket.close()
    options.onClosed(error)
  }

  function heard(): void {
    clearTimeout(timer)
    timer = setTimeout(() => end(new SocketError('silent', 'The bridge fell silent.')), SILENCE_TIMEOUT_MS)
  }

  function greet(hello: Hello): void {
    greeted = true
    if (hello.protocol === PROTOCOL_VERSION) options.onHello(hello)
    else end(new SocketError('protocol', `The bridge speaks version ${hello.protocol} of the protocol.`))
  }

  function receive(data: unknown): void {
    heard()
    if (data instanceof ArrayBuffer) {
      options.onChunk(new Uint8Array(data))
      return
    }
    const frame = parse(data)
    if (!frame) end(new SocketError('protocol', 'The bridge sent a frame that is none.'))
    else if ('hello' in frame) greet(frame.hello)
    else if ('ping' in frame) webSocket.send(JSON.stringify({ pong: frame.ping }))
    else {
      if ('event' in frame && frame.event.type === 'bye') {
        bye = new SocketError('bye', frame.event.message, frame.event.code)
      }
      options.onFrame(frame)
    }
  }

  // Late arrivals: a socket that was given up may still deliver what was under way.
  webSocket.addEventListener('message', ({ data }) => {
    if (!ended) receive(data)
  })
  // Says nothing; the `close` that follows it is what counts.
  webSocket.addEventListener('error', () => undefined)
  webSocket.addEventListener('close', ({ code }) => {
    const closed = new SocketError('closed', `The bridge closed the connection (${code}).`)
    end(bye ?? (greeted ? closed : new SocketError('unreachable', 'The bridge cannot be reached.')))
  })

  return {
    send(frame) {
      if (!ended) webSocket.send(frame)
    },
    close: () => end(new SocketError('local', 'The page closed the connection.')),
  }
}

function createWebSocket({ url, createWebSocket: create }: SocketOptions): WebSocket {
  try {
    return create ? create(url, SUBPROTOCOL) : new WebSocket(url, SUBPROTOCOL)
  } catch (error) {
    throw new SocketError('unreachable', `The browser does not connect to ${url}: ${String(error)}`)
  }
}

function parse(data: unknown): ServerFrame | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const frame: unknown = JSON.parse(data)
    // The bridge is trusted (it served this page); only what is no message at all is told apart.
    return typeof frame === 'object' && frame !== null ? (frame as ServerFrame) : undefined
  } catch {
    return undefined
  }
}
