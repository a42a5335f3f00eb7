import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countAbove,
  fallen,
  inRanges,
  rangesOf,
  sizeOf,
  unionOf,
  without,
  type NumberRanges,
} from '../../../../web/mailbox/numberRanges.ts'

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }))
const all = (ranges: NumberRanges): number[] =>
  ranges.flatMap(([low, high]) => Array.from({ length: high - low + 1 }, (_, at) => low + at))
const sorted = (some: Iterable<number>): number[] => [...new Set(some)].sort((a, b) => a - b)

/** The same operations on plain sets tell what is right. */
describe('ranges of numbers', () => {
  it('hold what went in, with neighbours folded', () => {
    expect(rangesOf([5, 1, 2, 3, 9])).toEqual([
      [1, 3],
      [5, 5],
      [9, 9],
    ])
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 41 }), (some, one) => {
        const ranges = rangesOf(some)
        expect(all(ranges)).toEqual(sorted(some))
        expect(sizeOf(ranges)).toBe(some.length)
        expect(inRanges(ranges, one)).toBe(some.includes(one))
        expect(countAbove(ranges, one)).toBe(some.filter((other) => other > one).length)
        expect(rangesOf(all(ranges))).toEqual(ranges)
      }),
    )
  })

  it('join and part', () => {
    fc.assert(
      fc.property(numbers, numbers, (some, others) => {
        expect(unionOf(rangesOf(some), rangesOf(others))).toEqual(rangesOf(sorted([...some, ...others])))
        expect(without(rangesOf(some), rangesOf(others))).toEqual(
          rangesOf(some.filter((one) => !others.includes(one))),
        )
      }),
    )
  })

  it('fall when a number below goes', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 40 }), (some, gone) => {
        const left = some.filter((one) => one !== gone).map((one) => (one > gone ? one - 1 : one))
        expect(fallen(rangesOf(some), gone)).toEqual(rangesOf(left))
      }),
    )
  })
})
