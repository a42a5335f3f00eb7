import type { RawData, WebSocket } from 'ws'
import { decodeChunk } from '../../shared/protocol/chunks.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { BridgeEvent } from '../../shared/protocol/events.ts'
import type { HelloFrame, PingFrame } from '../../shared/protocol/frames.ts'
import * as wire from '../../shared/protocol/limits.ts'
import type { Provider } from '../config/config.ts'
import { Dispatcher } from '../dispatch.ts'
import { FramePace } from '../doors/framePace.ts'
import { MAX_DEAF_MS } from '../doors/limits.ts'
import type { Outside } from '../fetch/guard.ts'
import { MAX_MALFORMED_FRAMES, MAX_UNREAD_ANSWER_BYTES } from '../limits.ts'
import type { ImageRules } from '../image/imageFetcher.ts'
import { withFields, type Log } from '../log.ts'
import type { Observer } from '../observer.ts'
import { Session, type SessionOptions } from '../session.ts'
import { readFrame } from './frameReader.ts'
import type { Outbox } from './outbox.ts'
import { SocketWatch } from './socketWatch.ts'

export interface SocketOptions extends Pick<
  SessionOptions,
  'address' | 'signInDoor' | 'diagnoseDoor' | 'allBodies' | 'logRefusedSignIns'
> {
  providers: () => readonly Provider[]
  version: string
  log: Log
  observer: Observer
  pollIntervalMs?: number | undefined
  images?: ImageRules | undefined
  outside?: Outside | undefined
  /** Tests only: it is heard as fast as it sends. */
  unpaced?: boolean | undefined
  /** Called once, when the session has signed in. */
  onReady: () => void
}

/** One open socket and its session. */
export interface ServedSocket {
  /** Its session's. */
  id: string
  /** Refuses new calls. Resolves when those are finished that must not be cut off (rule T6). */
  drain(): Promise<void>
  /** Says `bye` and closes. */
  end(error: PonteError): void
  /** Resolves when all is released. */
  closed: Promise<void>
}

export function serveSocket(socket: WebSocket, options: SocketOptions): ServedSocket {
  const { observer } = options
  const outbox = new SocketOutbox(socket, observer)
  const pace = new FramePace()
  let malformed = 0
  let signedOut: (() => void) | undefined

  const emit = (event: BridgeEvent): void => {
    dispatcher.flush()
    outbox.sendText(JSON.stringify({ event }))
  }
  const end = (error: PonteError): void => {
    if (socket.readyState !== socket.OPEN) return
    const event: BridgeEvent = { type: 'bye', code: error.code, message: error.message }
    outbox.sendText(JSON.stringify({ event }))
    socket.close(error.code === 'shuttingDown' ? 1001 : 1008, error.code)
  }
  const session = new Session({
    providers: options.providers,
    log: options.log,
    observer,
    pollIntervalMs: options.pollIntervalMs,
    images: options.images,
    outside: options.outside,
    address: options.address,
    signInDoor: options.signInDoor,
    diagnoseDoor: options.diagnoseDoor,
    allBodies: options.allBodies,
    logRefusedSignIns: options.logRefusedSignIns,
    emit,
    onEnd: (reason) => (reason ? end(reason) : socket.close(1000)),
    onState: (state) => {
      watch.onState(state)
      if (state !== 'ready') return
      if (!signedOut) signedOut = observer.session()
      pace.signedIn()
      options.onReady()
    },
  })
  const dispatcher = new Dispatcher({
    session,
    outbox,
    log: withFields(options.log, { session: session.id }),
    observer,
  })
  const watch = new SocketWatch({
    onDeadline: () => {
      observer.limit('credentialsDeadline')
      end(new PonteError('credentialsDeadline'))
    },
    onSilence: () => socket.terminate(),
    ping: (number) => {
      if (socket.readyState !== socket.OPEN) return
      socket.ping()
      const frame: PingFrame = { ping: number }
      outbox.sendText(JSON.stringify(frame))
    },
  })

  const readText = (text: string): void => {
    const frame = readFrame(text)
    if ('error' in frame) {
      malformed += 1
      dispatcher.refuse(frame.tag, frame.error)
      if (malformed < MAX_MALFORMED_FRAMES) return
      observer.limit('malformedFrames')
      end(new PonteError('malformedFrame'))
    } else if ('command' in frame) dispatcher.call(frame)
    else if ('cancel' in frame) dispatcher.cancel(frame.cancel)
    else if ('credit' in frame) dispatcher.credit(frame.credit, frame.bytes)
  }
  const readBytes = (bytes: Uint8Array): void => {
    const chunk = decodeChunk(bytes)
    if (chunk) dispatcher.chunk(chunk)
    else end(new PonteError('malformedFrame', { message: 'A binary frame is no chunk of a stream.' }))
  }

  socket.on('message', (data: RawData, isBinary: boolean) => {
    watch.heard()
    const bytes = toBuffer(data)
    // Chunks of uploads move under credit.
    if (isBinary) return readBytes(bytes)
    if (!options.unpaced) outbox.listenLater(pace.count(bytes.length))
    readText(bytes.toString('utf8'))
  })
  socket.on('pong', () => watch.heard())
  socket.on('error', () => undefined) // ws closes with 1002, 1007 or 1009 itself; 'close' follows
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      watch.stop()
      signedOut?.()
      outbox.abandon()
      dispatcher.abandon()
      void session.close().finally(resolve)
    })
  })
  outbox.sendText(JSON.stringify(hello(options.version)))
  return { id: session.id, drain: () => session.drain.begin(), end, closed }
}

function hello(version: string): HelloFrame {
  return {
    hello: {
      protocol: wire.PROTOCOL_VERSION,
      version,
      limits: {
        frameBytes: wire.MAX_FRAME_BYTES,
        runningCalls: wire.MAX_RUNNING_CALLS,
        initialCreditBytes: wire.INITIAL_CREDIT_BYTES,
        messageBytes: wire.MAX_MESSAGE_BYTES,
      },
    },
  }
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}

/** Counts what the socket has not sent yet, so that producers wait instead of memory growing (rule C4). */
class SocketOutbox implements Outbox {
  readonly #socket: WebSocket
  readonly #observer: Observer
  readonly #waiting = new Set<() => void>()
  #deaf: NodeJS.Timeout | undefined

  constructor(socket: WebSocket, observer: Observer) {
    this.#socket = socket
    this.#observer = observer
  }

  sendText(json: string): void {
    this.#send(json)
  }

  async sendBytes(frame: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.writable()
    while (this.#isFull) await this.writable() // another who waited has taken the room
    if (signal.aborted) throw new PonteError('cancelled')
    this.#send(frame)
  }

  async writable(): Promise<void> {
    while (this.#isOpen && this.#isFull) await new Promise<void>((resolve) => this.#waiting.add(resolve))
    if (!this.#isOpen) throw new PonteError('cancelled')
  }

  /** Hears nothing more for so many milliseconds. */
  listenLater(ms: number): void {
    if (ms === 0) return
    this.#observer.limit('framePace')
    this.#socket.pause()
    clearTimeout(this.#deaf)
    this.#deaf = setTimeout(
      () => {
        this.#deaf = undefined
        if (!this.#isUnread) this.#socket.resume()
      },
      Math.min(ms, MAX_DEAF_MS),
    )
  }

  abandon(): void {
    clearTimeout(this.#deaf)
    this.#wake()
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  get #isFull(): boolean {
    return this.#socket.bufferedAmount >= wire.MAX_UNSENT_BYTES
  }

  get #isUnread(): boolean {
    return this.#socket.bufferedAmount >= MAX_UNREAD_ANSWER_BYTES
  }

  #send(data: string | Uint8Array): void {
    if (!this.#isOpen) return
    this.#socket.send(data, () => {
      if (this.#isFull) return
      if (this.#socket.isPaused && !this.#deaf) this.#socket.resume()
      this.#wake()
    })
    // Whoever asks without reading the answers is not listened to until they do.
    if (!this.#isUnread || this.#socket.isPaused) return
    this.#observer.limit('unreadAnswers')
    this.#socket.pause()
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
