import { PonteError } from '../../shared/protocol/errors.ts'
import {
  BODY_BUDGET_BYTES,
  BODY_READ_AHEAD_BYTES,
  BODY_SMALL_BYTES,
  BODY_FLOWING_RESERVE_BYTES,
} from '../limits.ts'

/** Bytes of a session's budget that a reader of bodies holds. */
export interface BodyHold {
  /** What came is not what was asked for: less, or, from a server that ignores partials, more. */
  set(bytes: number): void
  /** Gives back whatever is left. Idempotent. */
  end(): void
}

interface Waiting {
  bytes: number
  limit: number
  grant: (hold: BodyHold) => void
}

/**
 * Bounds what the readers of one session hold of mail bodies, together: a page that asks for two hundred downloads and
 * gives credit for none makes them wait, not memory grow. A part is kept for reads that flow, which wait for no credit and
 * so give their bytes back by themselves: what fits into the credit every call begins with (rule C4), so that the message
 * the user opens does not wait behind downloads that have stalled, and what goes to a mail server.
 */
export class BodyBudget {
  #held = 0
  readonly #waiting = new Set<Waiting>()

  /**
   * Waits for room. Who does not flow must hold no lane.
   * @param options.flows The bytes will be handed on without waiting for credit.
   * @throws PonteError `cancelled`.
   */
  take(bytes: number, options: { flows: boolean; signal: AbortSignal | undefined }): Promise<BodyHold> {
    const { signal } = options
    if (signal?.aborted) return Promise.reject(new PonteError('cancelled'))
    const limit = options.flows ? BODY_BUDGET_BYTES : BODY_BUDGET_BYTES - BODY_FLOWING_RESERVE_BYTES
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(entry)
        reject(new PonteError('cancelled'))
      }
      const entry: Waiting = {
        bytes,
        limit,
        grant: (hold) => {
          signal?.removeEventListener('abort', onAbort)
          resolve(hold)
        },
      }
      this.#waiting.add(entry)
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#grant()
    })
  }

  /** Room for what is not needed yet; never waits, and leaves some to those who have nothing. */
  takeAhead(bytes: number): BodyHold | undefined {
    if (this.#waiting.size > 0 || this.#held + bytes > BODY_READ_AHEAD_BYTES) return undefined
    return this.#hold(bytes)
  }

  /** By arrival, but what flows does not wait for what may stall. */
  #grant(): void {
    let full = false
    for (const entry of this.#waiting) {
      const stalls = entry.limit < BODY_BUDGET_BYTES
      if ((stalls && full) || this.#held + entry.bytes > entry.limit) {
        full ||= stalls
        continue
      }
      this.#waiting.delete(entry)
      entry.grant(this.#hold(entry.bytes))
    }
  }

  #hold(bytes: number): BodyHold {
    let mine = 0
    const set = (now: number): void => {
      this.#held += now - mine
      const less = now < mine
      mine = now
      if (less) this.#grant()
    }
    set(bytes)
    return { set, end: () => set(0) }
  }
}

/** Whether a first read of so many bytes counts as small. */
export const isSmallRead = (bytes: number): boolean => bytes <= BODY_SMALL_BYTES
