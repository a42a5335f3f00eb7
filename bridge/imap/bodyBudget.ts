import { PonteError } from '../../shared/protocol/errors.ts'
import { ALL_BODIES_BYTES, ALL_FLOWING_RESERVE_BYTES } from '../doors/limits.ts'
import {
  BODY_BUDGET_BYTES,
  BODY_READ_AHEAD_BYTES,
  BODY_SMALL_BYTES,
  BODY_FLOWING_RESERVE_BYTES,
} from '../limits.ts'

/** Bounds what all sessions hold together (threat 47): ten that give no credit hold no more than one bound. */
export class AllBodies {
  #held = 0
  readonly #waiting = new Set<() => void>()

  /** What may stall leaves some room to what flows, as in a session's own budget. */
  fits(bytes: number, stalls: boolean): boolean {
    return this.#held + bytes <= (stalls ? ALL_BODIES_BYTES - ALL_FLOWING_RESERVE_BYTES : ALL_BODIES_BYTES)
  }

  changed(bytes: number): void {
    this.#held += bytes
    if (bytes >= 0) return
    for (const look of [...this.#waiting]) look()
  }

  /** Calls when there may be room, until told otherwise. */
  watch(look: () => void, wanted: boolean): void {
    if (wanted) this.#waiting.add(look)
    else this.#waiting.delete(look)
  }
}

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
  readonly #all: AllBodies
  readonly #look = (): void => this.#grant()

  constructor(all: AllBodies) {
    this.#all = all
  }

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
        this.#all.watch(this.#look, this.#waiting.size > 0)
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
    if (!this.#all.fits(bytes, true)) return undefined
    return this.#hold(bytes)
  }

  /** By arrival, but what flows does not wait for what may stall. */
  #grant(): void {
    let full = false
    for (const entry of this.#waiting) {
      const stalls = entry.limit < BODY_BUDGET_BYTES
      const fits = this.#held + entry.bytes <= entry.limit && this.#all.fits(entry.bytes, stalls)
      if ((stalls && full) || !fits) {
        full ||= stalls
        continue
      }
      this.#waiting.delete(entry)
      entry.grant(this.#hold(entry.bytes))
    }
    this.#all.watch(this.#look, this.#waiting.size > 0)
  }

  #hold(bytes: number): BodyHold {
    let mine = 0
    const set = (now: number): void => {
      const more = now - mine
      this.#held += more
      mine = now
      this.#all.changed(more)
      if (more < 0) this.#grant()
    }
    set(bytes)
    return { set, end: () => set(0) }
  }
}

/** Whether a first read of so many bytes counts as small. */
export const isSmallRead = (bytes: number): boolean => bytes <= BODY_SMALL_BYTES
