import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from './limits.ts'

export interface Backoff {
  /** Milliseconds to wait before the next attempt; longer each time. */
  next(): number
  /** After an attempt that succeeded. */
  reset(): void
}

/**
 * Exponential with jitter: a wait anywhere between half the step and the step, so that the pages a restarted bridge
 * lost do not come back in the same instant, and none hammers it.
 */
export function createBackoff(random: () => number = Math.random): Backoff {
  let attempt = 0
  return {
    next() {
      const step = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(attempt, 30))
      attempt += 1
      return step / 2 + (random() * step) / 2
    },
    reset() {
      attempt = 0
    },
  }
}
