import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBackoff } from '../../../../web/bridge/backoff.ts'
import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from '../../../../web/bridge/limits.ts'

describe('backoff', () => {
  it('doubles up to the longest wait and begins again after a reset', () => {
    const backoff = createBackoff(() => 1)
    expect([backoff.next(), backoff.next(), backoff.next()]).toEqual([
      BACKOFF_FIRST_MS,
      2 * BACKOFF_FIRST_MS,
      4 * BACKOFF_FIRST_MS,
    ])
    for (let attempt = 0; attempt < 2000; attempt += 1) backoff.next()
    expect(backoff.next()).toBe(BACKOFF_MAX_MS)
    backoff.reset()
    expect(backoff.next()).toBe(BACKOFF_FIRST_MS)
  })

  it('spreads: never less than half a step, never more than one, and not always the same', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (randoms) => {
        const backoff = createBackoff(() => randoms[0] ?? 0)
        randoms.forEach((_, attempt) => {
          const step = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt)
          const wait = backoff.next()
          expect(wait).toBeGreaterThanOrEqual(step / 2)
          expect(wait).toBeLessThanOrEqual(step)
        })
      }),
    )
    expect(createBackoff(() => 0).next()).not.toBe(createBackoff(() => 1).next())
  })
})
