import type { IncomingMessage } from 'node:http'
import { MAX_WAITING_SOCKETS } from '../limits.ts'

/** Sockets that have not signed in yet, counted by the address they come from: a flood of them is one address's problem. */
export class WaitingSockets {
  readonly #counts = new Map<string, number>()

  isFull(address: string): boolean {
    return (this.#counts.get(address) ?? 0) >= MAX_WAITING_SOCKETS
  }

  /** Counts one more. @returns how to say, any number of times, that it no longer waits. */
  enter(address: string): () => void {
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1)
    let left = false
    return () => {
      if (left) return
      left = true
      const count = (this.#counts.get(address) ?? 1) - 1
      if (count === 0) this.#counts.delete(address)
      else this.#counts.set(address, count)
    }
  }
}

/**
 * Who asks: the peer, or, when that is a trusted proxy, the last address in X-Forwarded-For that is none. What stands
 * before it was written by the client and may be anything.
 */
export function clientAddress(
  request: { socket: Pick<IncomingMessage['socket'], 'remoteAddress'>; headers: IncomingMessage['headers'] },
  trusted: readonly string[],
): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const hops = [
    ...forwarded.map(plain).filter((one) => one !== ''),
    plain(request.socket.remoteAddress ?? ''),
  ]
  while (hops.length > 1 && trusted.includes(hops.at(-1) ?? '')) hops.pop()
  return hops.at(-1) ?? ''
}

/** An IPv4 address that came through an IPv6 socket is written as IPv4. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
}
