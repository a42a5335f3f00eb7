import * as limits from './limits.ts'
import type { Client, DoorStore, Rule, SocketKind } from './store.ts'

interface Refusals {
  count: number
  last: number
  /** Until then nobody is let through, in the clock's milliseconds. */
  closedUntil: number
}

/** The wait that so many refusals cost, in milliseconds. */
export function waitAfter(count: number, { free, longestMs }: Rule): number {
  const over = count - free
  return over < 0 ? 0 : Math.min(limits.FIRST_WAIT_MS * 2 ** Math.min(over, 30), longestMs)
}

/** Counts in this process. */
export class MemoryStore implements DoorStore {
  /** One map for each kind, so that a flood of names forgets no network. */
  readonly #refusals: Record<Client['kind'], Map<string, Refusals>> = { user: new Map(), network: new Map() }
  readonly #sockets: Record<SocketKind, Map<string, number>> = { open: new Map(), waiting: new Map() }
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  waitOf(clients: readonly Client[]): Promise<number> {
    const closed = clients.map(({ kind, id }) => this.#refusals[kind].get(id)?.closedUntil ?? 0)
    return Promise.resolve(Math.max(Math.max(...closed) - this.#now(), 0))
  }

  countRefusal({ kind, id }: Client, rule: Rule): Promise<void> {
    const all = this.#refusals[kind]
    const now = this.#now()
    const before = all.get(id)
    const count = before && now - before.last < limits.REFUSALS_COUNT_MS ? before.count + 1 : 1
    // Set anew, so that the map's order is that of the last refusals.
    all.delete(id)
    all.set(id, { count, last: now, closedUntil: now + waitAfter(count, rule) })
    const [oldest] = all.keys()
    if (all.size > limits.MAX_REMEMBERED && oldest !== undefined) all.delete(oldest)
    return Promise.resolve()
  }

  forgetRefusals({ kind, id }: Client): Promise<void> {
    this.#refusals[kind].delete(id)
    return Promise.resolve()
  }

  enter(kind: SocketKind, network: string, most: number): Promise<boolean> {
    const counts = this.#sockets[kind]
    const count = counts.get(network) ?? 0
    if (count >= most) return Promise.resolve(false)
    counts.set(network, count + 1)
    return Promise.resolve(true)
  }

  leave(kind: SocketKind, network: string): Promise<void> {
    const counts = this.#sockets[kind]
    const count = (counts.get(network) ?? 1) - 1
    if (count <= 0) counts.delete(network)
    else counts.set(network, count)
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
