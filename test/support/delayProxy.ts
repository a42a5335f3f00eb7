/**
 * A TCP proxy on loopback that adds a fixed delay each way and counts what a client waits for. Throughput is not
 * limited. A new connection pays like a real one: the client's first bytes leave one round trip after connect, and a
 * server that speaks first is heard after two.
 */
import { connect, createServer, type Socket } from 'node:net'
import { listenOnLoopback } from './net.ts'

export interface ProxyTarget {
  host: string
  port: number
}

export interface DelayStats {
  /** Accepted since the last reset. */
  connections: number
  /** Of them and earlier ones, still open. */
  open: number
  /** Connections whose server spoke first. */
  greetings: number
  /** Times a client sent something after having received something, or as the first word. */
  turns: number
  /** connections (TCP handshake) + greetings + turns: round trips waited for, if nothing overlaps. */
  roundTrips: number
  /** Bytes from client to server. */
  up: number
  /** Bytes from server to client. */
  down: number
}

export interface DelayProxy {
  host: '127.0.0.1'
  port: number
  stats(): DelayStats
  /** Sets the counters to zero; connections stay open. */
  reset(): void
  /** One way, in milliseconds; takes effect with the next bytes. */
  setDelay(delayMs: number): void
  stop(): Promise<void>
}

/** A source is paused while this many of its bytes are under way. */
const MAX_UNDER_WAY_BYTES = 64 * 1024 * 1024

/** `delayMs` is one way: 25 makes a round trip of 50. */
export async function startDelayProxy(options: { to: ProxyTarget; delayMs: number }): Promise<DelayProxy> {
  let delayMs = options.delayMs
  const zero = () => ({ connections: 0, greetings: 0, turns: 0, up: 0, down: 0 })
  let count = zero()
  const clients = new Set<Socket>()

  const server = createServer({ noDelay: true, allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const accepted = performance.now()
    const handshakeMs = delayMs
    let spoke: 'nobody' | 'client' | 'server' = 'nobody'
    let upstream: Socket | undefined
    const stops: (() => void)[] = []
    count.connections += 1
    clients.add(client)

    const close = () => {
      if (!clients.delete(client)) return
      for (const stop of stops) stop()
      client.destroy()
      upstream?.destroy()
    }
    client.on('error', close)
    client.on('close', () => setTimeout(close, delayMs))
    client.on('data', (chunk) => {
      count.up += chunk.length
      if (spoke !== 'client') count.turns += 1
      spoke = 'client'
    })
    const dial = () => {
      if (!clients.has(client)) return
      upstream = connect({ ...options.to, noDelay: true, allowHalfOpen: true })
      upstream.on('error', close)
      upstream.on('close', () => setTimeout(close, 2 * delayMs))
      const down = delayLine(upstream, client, {
        delay: () => delayMs,
        notBefore: 0,
        released(bytes) {
          count.down += bytes
          if (spoke === 'nobody') count.greetings += 1
          spoke = 'server'
        },
      })
      const up = delayLine(client, upstream, { delay: () => delayMs, notBefore: accepted + 2 * handshakeMs })
      stops.push(down, up)
      client.resume()
    }
    // The last packet of the TCP handshake reaches the server one and a half round trips after connect().
    if (handshakeMs > 0) setTimeout(dial, 3 * handshakeMs)
    else dial()
  })
  const { port, close } = await listenOnLoopback(server)

  return {
    host: '127.0.0.1',
    port,
    stats: () => ({
      ...count,
      open: clients.size,
      roundTrips: count.connections + count.greetings + count.turns,
    }),
    reset() {
      count = zero()
    },
    setDelay(ms) {
      delayMs = ms
    },
    async stop() {
      delayMs = 0
      for (const client of clients) client.destroy()
      await close()
    },
  }
}

interface Line {
  delay(): number
  /** No byte is released before this time (performance.now()) plus the delay. */
  notBefore: number
  released?(bytes: number): void
}

/** One direction: chunks queue with the time they are due and are released in order. Answers how to stop. */
function delayLine(source: Socket, target: Socket, line: Line): () => void {
  const queue: { due: number; chunk: Buffer | null }[] = []
  let underWay = 0
  let timer: NodeJS.Timeout | undefined
  let blocked = false

  const pump = () => {
    timer = undefined
    for (let next = queue[0]; next && !blocked; next = queue[0]) {
      const waitMs = next.due - performance.now()
      // Timers are late by about a millisecond: rounding down keeps the mean right.
      if (waitMs > 0.9) {
        timer = setTimeout(pump, Math.max(1, Math.floor(waitMs)))
        return
      }
      queue.shift()
      if (next.chunk === null) {
        target.end()
        return
      }
      underWay -= next.chunk.length
      line.released?.(next.chunk.length)
      if (!target.destroyed && !target.write(next.chunk)) {
        blocked = true
        target.once('drain', () => {
          blocked = false
          pump()
        })
      }
      if (underWay < MAX_UNDER_WAY_BYTES / 2) source.resume()
    }
  }
  const put = (chunk: Buffer | null) => {
    queue.push({ due: Math.max(performance.now(), line.notBefore) + line.delay(), chunk })
    underWay += chunk?.length ?? 0
    if (underWay > MAX_UNDER_WAY_BYTES) source.pause()
    if (!timer && !blocked) pump()
  }
  source.on('data', put)
  source.on('end', () => put(null))
  return () => clearTimeout(timer)
}
