/** A TCP proxy on loopback that breaks what passes through it, on request. */
import { connect, createServer, type Socket } from 'node:net'
import type { ProxyTarget } from './delayProxy.ts'
import { listenOnLoopback } from './net.ts'

/** `up` is from client to server, `down` from server to client. */
export type Direction = 'up' | 'down'

export type Fault =
  /** Passes `afterBytes` more bytes in that direction on each connection, then ends both sides (`reset`: by RST). */
  | { kind: 'cut'; direction: Direction; afterBytes: number; reset?: boolean }
  /** Swallows what comes, ends included, in that direction or in both; the sockets stay open. */
  | { kind: 'blackhole'; direction?: Direction }
  /** Passes each byte (or so many) as a packet of its own, in that direction or in both. */
  | { kind: 'slice'; direction?: Direction; bytes?: number }
  /** Resets every new connection. */
  | { kind: 'refuse' }

export interface FaultProxy {
  host: '127.0.0.1'
  port: number
  /** Connections accepted so far. */
  connections: number
  /** Bytes passed on so far. */
  up: number
  down: number
  /** What to do wrong from now on, on open connections and on new ones; undefined is nothing. */
  setFault(fault: Fault | undefined): void
  /** Ends all open connections now. */
  drop(options?: { reset?: boolean }): void
  stop(): Promise<void>
}

interface Pipe {
  client: Socket
  server: Socket
  /** Bytes passed since the fault was set. */
  passed: Record<Direction, number>
}

export async function startFaultProxy(options: { to: ProxyTarget }): Promise<FaultProxy> {
  let fault: Fault | undefined
  const pipes = new Set<Pipe>()

  const end = (pipe: Pipe, reset = false) => {
    if (!pipes.delete(pipe)) return
    for (const socket of [pipe.client, pipe.server]) {
      if (reset) socket.resetAndDestroy()
      else socket.destroySoon()
    }
  }

  const applies = (kind: 'blackhole' | 'slice', direction: Direction) =>
    fault?.kind === kind && (fault.direction ?? direction) === direction ? fault : undefined
  const swallows = (direction: Direction) => applies('blackhole', direction) !== undefined

  /** Passes one chunk on, or what the fault leaves of it. */
  async function pass(pipe: Pipe, direction: Direction, chunk: Buffer): Promise<void> {
    if (!pipes.has(pipe)) return
    if (swallows(direction)) return
    const target = direction === 'up' ? pipe.server : pipe.client
    const write = (bytes: Buffer) => {
      proxy[direction] += bytes.length
      pipe.passed[direction] += bytes.length
      return new Promise<void>((resolve) => void target.write(bytes, () => resolve()))
    }
    if (fault?.kind === 'cut' && fault.direction === direction) {
      const { afterBytes, reset } = fault
      const left = afterBytes - pipe.passed[direction]
      if (left > 0) await write(chunk.subarray(0, left))
      if (chunk.length >= left) end(pipe, reset)
      return
    }
    const slice = applies('slice', direction)
    const size = slice?.kind === 'slice' ? (slice.bytes ?? 1) : chunk.length
    for (let at = 0; at < chunk.length; at += size) {
      await write(chunk.subarray(at, at + size))
      // A turn of the event loop between two writes makes them two packets (Nagle's algorithm is off).
      if (size < chunk.length) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    proxy.connections += 1
    client.on('error', () => undefined)
    if (fault?.kind === 'refuse') {
      client.resetAndDestroy()
      return
    }
    const upstream = connect({ ...options.to, noDelay: true, allowHalfOpen: true })
    const pipe: Pipe = { client, server: upstream, passed: { up: 0, down: 0 } }
    pipes.add(pipe)
    for (const [direction, source, target] of [
      ['up', client, upstream],
      ['down', upstream, client],
    ] as const) {
      let last = Promise.resolve()
      source.on('data', (chunk: Buffer) => {
        source.pause()
        last = last.then(() => pass(pipe, direction, chunk)).then(() => void source.resume())
      })
      source.on('end', () => void last.then(() => swallows(direction) || target.end()))
      source.on('error', () => swallows(direction) || end(pipe))
      source.on('close', () => void last.then(() => target.destroyed && end(pipe)))
    }
  })
  const listening = await listenOnLoopback(server)

  const proxy: FaultProxy = {
    host: '127.0.0.1',
    port: listening.port,
    connections: 0,
    up: 0,
    down: 0,
    setFault(next) {
      fault = next
      for (const pipe of pipes) pipe.passed = { up: 0, down: 0 }
    },
    drop({ reset = false } = {}) {
      for (const pipe of [...pipes]) end(pipe, reset)
    },
    async stop() {
      for (const pipe of [...pipes]) end(pipe, true)
      await listening.close()
    },
  }
  return proxy
}
