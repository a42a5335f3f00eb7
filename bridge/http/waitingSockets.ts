import type { IncomingMessage } from 'node:http'
import { networkOf } from '../doors/signInDoor.ts'

/** Sockets counted by the network they come from: a flood of them is that network's problem. */
export class SocketCounts {
  readonly #most: number
  readonly #counts = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  isFull(address: string): boolean {
    return (this.#counts.get(networkOf(address)) ?? 0) >= this.#most
  }

  /** Counts one more. @returns how to say, any number of times, that it no longer waits. */
  enter(address: string): () => void {
    const network = networkOf(address)
    this.#counts.set(network, (this.#counts.get(network) ?? 0) + 1)
    let left = false
    return () => {
      if (left) return
      left = true
      const count = (this.#counts.get(network) ?? 1) - 1
      if (count === 0) this.#counts.delete(network)
      else this.#counts.set(network, count)
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
