/** Small things about sockets that every server of the tests needs. */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'

/** Listens on 127.0.0.1 at a free port (or the given one). `close` ends when the last connection has ended. */
export async function listenOnLoopback(
  server: Server,
  port = 0,
): Promise<{ port: number; close(): Promise<void> }> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}

/** Below those that systems give away by themselves (from 32768 on Linux): no other test is given one between now and its use. */
const OWN_PORTS = { from: 20_000, to: 32_000 }

/** A port nobody listens on at this moment: for programs that cannot be told to choose one and say which. */
export async function freePort(): Promise<number> {
  for (;;) {
    try {
      const { port, close } = await listenOnLoopback(createServer(), randomInt(OWN_PORTS.from, OWN_PORTS.to))
      await close()
      return port
    } catch (error) {
      // Taken: another.
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
}

/** How long is waited for what comes within a second on a quiet machine; a busy one takes its time. */
const PATIENCE_MS = 90_000

/** Between two questions at first, and at most: what takes longer is asked for seldom, for a question costs a process or a page. */
const FIRST_MS = 20
const LAST_MS = 250

/**
 * Asks `probe` until it answers something other than undefined; what it throws ends the wait.
 * @param options.everyMs Between two questions; without, ever longer.
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  { timeoutMs = PATIENCE_MS, everyMs }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const end = Date.now() + timeoutMs
  let pause = everyMs ?? FIRST_MS
  while (Date.now() < end) {
    const answer = await probe()
    if (answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, pause))
    if (everyMs === undefined) pause = Math.min(1.5 * pause, LAST_MS)
  }
  throw new Error(`waited ${timeoutMs} ms in vain for ${what}`)
}
