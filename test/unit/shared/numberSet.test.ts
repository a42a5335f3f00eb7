import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatNumberSet, parseNumberSet } from '../../../shared/mail/numberSet.ts'

const numbers = fc.array(fc.integer({ min: 1, max: 4_294_967_295 }), { maxLength: 50 })
const crowded = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 50 })

describe('number sets', () => {
  it('gives back what it was made of, ascending and once each', () => {
    fc.assert(
      fc.property(fc.oneof(numbers, crowded), (all) => {
        expect(parseNumberSet(formatNumberSet(all))).toEqual([...new Set(all)].sort((a, b) => a - b))
      }),
    )
  })

  it('is the shortest: no two ranges touch', () => {
    fc.assert(
      fc.property(crowded, (all) => {
        const set = formatNumberSet(all)
        const ranges = set === '' ? [] : set.split(',').map((range) => range.split(':').map(Number))
        for (const [index, range] of ranges.entries()) {
          const before = ranges[index - 1]?.at(-1)
          if (before !== undefined) expect(range[0]).toBeGreaterThan(before + 1)
          expect(new Set(range).size).toBe(range.length)
        }
      }),
    )
  })

  it.each([
    [[], ''],
    [[7], '7'],
    [[1, 2, 3, 9], '1:3,9'],
    [[9, 3, 2, 1, 2], '1:3,9'],
  ])('writes %j as %j', (all, set) => {
    expect(formatNumberSet(all)).toBe(set)
  })

  it('reads ranges either way round, in the order written', () => {
    expect(parseNumberSet('9,5:3,1')).toEqual([9, 3, 4, 5, 1])
  })

  it.each(['*', '1:*', 'a', '1,', ',1', '1:2:3', '-1', '1.5', ' 1', '1\n'])('does not read %j', (set) => {
    expect(() => parseNumberSet(set)).toThrow(RangeError)
  })

  it('does not grow without bound', () => {
    expect(() => parseNumberSet('1:4294967295')).toThrow(RangeError)
    expect(() => parseNumberSet('1:10', 9)).toThrow(RangeError)
    expect(parseNumberSet('1:10', 10)).toHaveLength(10)
  })
})
