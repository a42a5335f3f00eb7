import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beyondBounds, type Use } from '../../../../web/cache/longestUnused.ts'

const use = (key: string, at: number, bytes: number): Use<string> => ({ key, at, bytes })

describe('what must go of a bounded set', () => {
  it('is nothing while it is within both bounds', () => {
    expect(beyondBounds([use('a', 2, 6), use('b', 1, 4)], { count: 2, bytes: 10 })).toEqual([])
  })

  it('is the longest unused when there are too many', () => {
    const uses = [use('new', 3, 1), use('old', 1, 1), use('between', 2, 1)]
    expect(beyondBounds(uses, { count: 2, bytes: 100 })).toEqual(['old'])
  })

  it('is as many as it takes when they are too large', () => {
    const uses = [use('new', 3, 5), use('old', 1, 1), use('between', 2, 6)]
    expect(beyondBounds(uses, { count: 9, bytes: 10 })).toEqual(['old', 'between'])
  })

  it('leaves what fits, and drops nothing newer than what stays', () => {
    const someUse = fc.record({ key: fc.uuid(), at: fc.nat(50), bytes: fc.nat(100) })
    fc.assert(
      fc.property(fc.array(someUse), fc.nat(20), fc.nat(1_000), (uses, count, bytes) => {
        const gone = new Set(beyondBounds(uses, { count, bytes }))
        const left = uses.filter(({ key }) => !gone.has(key))
        const size = (some: Use<string>[]) => some.reduce((sum, one) => sum + one.bytes, 0)
        expect(left.length).toBeLessThanOrEqual(count)
        expect(size(left)).toBeLessThanOrEqual(bytes)
        const dropped = uses.filter(({ key }) => gone.has(key))
        const newestGone = Math.max(-1, ...dropped.map(({ at }) => at))
        for (const { at } of left) expect(at).toBeGreaterThanOrEqual(newestGone)
        // The last one to go had to.
        const lastGone = dropped.find(({ key }) => key === [...gone].at(-1))
        if (lastGone) expect(left.length + 1 > count || size(left) + lastGone.bytes > bytes).toBe(true)
      }),
    )
  })
})
