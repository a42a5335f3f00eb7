import * as limits from './limits.ts'

interface Pace {
  atOnce: number
  perSecond: number
}

const UNSIGNED: Pace = {
  atOnce: limits.UNSIGNED_FRAMES_AT_ONCE,
  perSecond: limits.UNSIGNED_FRAMES_PER_SECOND,
}
const SIGNED_IN: Pace = { atOnce: limits.FRAMES_AT_ONCE, perSecond: limits.FRAMES_PER_SECOND }

/**
 * How fast one socket is listened to (threat 47): a bucket of frames that fills with time. Whoever empties it is not refused
 * but heard later, so that a page in a hurry loses nothing and a flood only waits in its own queue.
 */
export class FramePace {
  readonly #now: () => number
  #pace: Pace = UNSIGNED
  #left = UNSIGNED.atOnce
  #at: number

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#at = now()
  }

  signedIn(): void {
    if (this.#pace === SIGNED_IN) return
    this.#pace = SIGNED_IN
    this.#left = SIGNED_IN.atOnce
  }

  /** Counts a frame. @returns for how many milliseconds no other should be read */
  count(bytes: number): number {
    const now = this.#now()
    const { atOnce, perSecond } = this.#pace
    this.#left = Math.min(this.#left + ((now - this.#at) / 1_000) * perSecond, atOnce)
    this.#at = now
    this.#left -= 1 + Math.floor(bytes / limits.BYTES_PER_FRAME)
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / perSecond) * 1_000)
  }
}
