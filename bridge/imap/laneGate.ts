import { PonteError } from '../../shared/protocol/errors.ts'
import { LANE_WAIT_MS } from '../limits.ts'

/** What a lane's work waits at before it takes its turn: an open connection, and the end of a throttling. */
export class LaneGate {
  readonly #isOpen: () => boolean
  readonly #waits: boolean
  readonly #waiting = new Set<() => void>()
  #throttledUntil = 0
  #closed = false
  #reason: PonteError | undefined

  /** @param options.waits Whether a connection comes by itself; otherwise who finds none is turned away at once. */
  constructor(isOpen: () => boolean, options: { waits: boolean }) {
    this.#isOpen = isOpen
    this.#waits = options.waits
  }

  /** Why the connection was lost, for those who wait in vain. */
  lost(reason: PonteError): void {
    this.#reason = new PonteError('connectionLost', {
      cause: reason,
      ...(reason.server && { server: reason.server }),
    })
  }

  /** A connection has arrived: those who wait look again. */
  arrived(): void {
    for (const look of this.#waiting) look()
  }

  throttle(milliseconds: number): void {
    this.#throttledUntil = Date.now() + milliseconds
  }

  close(): void {
    this.#closed = true
    this.arrived()
  }

  /** @throws PonteError `cancelled`, `shuttingDown`, or `connectionLost` when no connection came in time. */
  async pass(signal: AbortSignal | undefined): Promise<void> {
    let deadline = Date.now() + LANE_WAIT_MS
    for (;;) {
      if (this.#closed) throw new PonteError('shuttingDown')
      if (signal?.aborted) throw new PonteError('cancelled')
      const throttled = this.#throttledUntil - Date.now()
      if (throttled > 0) {
        // A connection that was lost meanwhile is asked for only then.
        deadline = this.#throttledUntil + LANE_WAIT_MS
        await this.#pause(throttled, signal)
        continue
      }
      if (this.#isOpen()) return
      if (!this.#waits) throw this.#reason ?? new PonteError('connectionLost')
      const left = deadline - Date.now()
      if (left <= 0) throw this.#reason ?? new PonteError('connectionLost')
      await this.#pause(left, signal)
    }
  }

  #pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer)
        this.#waiting.delete(settle)
        signal?.removeEventListener('abort', settle)
        resolve()
      }
      const timer = setTimeout(settle, milliseconds)
      this.#waiting.add(settle)
      signal?.addEventListener('abort', settle, { once: true })
    })
  }
}
