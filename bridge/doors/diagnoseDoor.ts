import { PonteError } from '../../shared/protocol/errors.ts'
import * as limits from './limits.ts'
import { networkOf } from './signInDoor.ts'

/** Bounds how often one address has the bridge try its mail servers: a bucket that fills with time. */
export class DiagnoseDoor {
  readonly #now: () => number
  /** By address: how many are left, and when that was. */
  readonly #buckets = new Map<string, { left: number; at: number }>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** @throws PonteError `throttled` */
  enter(address: string): void {
    const key = networkOf(address)
    const now = this.#now()
    const before = this.#buckets.get(key) ?? { left: limits.DIAGNOSES_AT_ONCE, at: now }
    const left = Math.min(
      before.left + (now - before.at) / limits.DIAGNOSIS_EVERY_MS,
      limits.DIAGNOSES_AT_ONCE,
    )
    if (left < 1)
      throw new PonteError('throttled', {
        retryAfter: Math.ceil((1 - left) * limits.DIAGNOSIS_EVERY_MS),
        message: 'The connection was looked at too often. Wait before the next time.',
      })
    // Set anew, so that the map's order is that of the last use.
    this.#buckets.delete(key)
    this.#buckets.set(key, { left: left - 1, at: now })
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > limits.MAX_REMEMBERED && oldest !== undefined) this.#buckets.delete(oldest)
  }
}
