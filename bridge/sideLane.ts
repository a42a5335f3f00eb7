import type { BridgeEvent } from '../shared/protocol/events.ts'
import type { ImapConnection } from './imap/connection.ts'
import { Lane } from './imap/lane.ts'
import { SIDE_IDLE_MS, SIDE_REFUSED_MS, SIDE_WAIT_MS } from './limits.ts'

/**
 * A session's second connection: opened when first needed, with credentials the page is asked for, closed when nobody
 * has needed it for a while. A server that refuses it is left alone for some time, and the main lane does the work.
 */
export class SideLane {
  readonly #emit: (event: BridgeEvent) => void
  #lane: Lane | undefined
  #opening: { promise: Promise<Lane | undefined>; settle: (lane: Lane | undefined) => void } | undefined
  #refusedUntil = 0

  constructor(emit: (event: BridgeEvent) => void) {
    this.#emit = emit
  }

  /** The lane, open; `undefined` when it cannot be had now. */
  async get(): Promise<Lane | undefined> {
    if (this.#lane?.open) return this.#lane
    if (Date.now() < this.#refusedUntil) return undefined
    this.#opening ??= this.#ask()
    return this.#opening.promise
  }

  /** The open lane, without asking for one. */
  get current(): Lane | undefined {
    return this.#lane
  }

  async adopt(connection: ImapConnection): Promise<void> {
    const lane = this.#lane ?? new Lane('side', this.#emit, { closeAfterIdleMs: SIDE_IDLE_MS })
    this.#lane = lane
    await lane.adopt(connection)
    this.#refusedUntil = 0
    this.#opening?.settle(lane)
  }

  /** Signing in for it failed. */
  refused(): void {
    this.#refusedUntil = Date.now() + SIDE_REFUSED_MS
    this.#opening?.settle(undefined)
  }

  async close(): Promise<void> {
    this.#opening?.settle(undefined)
    await this.#lane?.close()
  }

  #ask(): { promise: Promise<Lane | undefined>; settle: (lane: Lane | undefined) => void } {
    let settle: (lane: Lane | undefined) => void = () => undefined
    const promise = new Promise<Lane | undefined>((resolve) => {
      const timer = setTimeout(() => this.refused(), SIDE_WAIT_MS)
      settle = (lane) => {
        clearTimeout(timer)
        this.#opening = undefined
        resolve(lane)
      }
    })
    this.#emit({ type: 'credentials', lane: 'side', reason: 'lane' })
    return { promise, settle }
  }
}
