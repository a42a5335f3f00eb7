import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberSetParts } from '../../../../bridge/imap/numberSetParts.ts'
import { formatNumberSet } from '../../../../shared/mail/numberSet.ts'
import { MAX_SET_LENGTH } from '../../../../shared/protocol/limits.ts'

describe('numberSetParts', () => {
  it('is one part, of nothing when there is nothing', () => {
    expect([...numberSetParts([])]).toEqual([''])
    expect([...numberSetParts([1, 2, 3, 7, 9, 10])]).toEqual(['1:3,7,9:10'])
  })

  it('folds as formatNumberSet does, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 300 })), (numbers) => {
        const sorted = numbers.sort((a, b) => a - b)
        expect([...numberSetParts(sorted)].join(',')).toBe(formatNumberSet(sorted))
      }),
    )
  })

  it('T3: cuts a long set into sets that a command takes, none empty', () => {
    const numbers = Array.from({ length: 200_000 }, (_, index) => 4_000_000_000 + index * 2)
    const parts = [...numberSetParts(numbers)]
    expect(parts.length).toBeGreaterThan(30)
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(MAX_SET_LENGTH)
      expect(part).toMatch(/^\d+(?:,\d+)*$/)
    }
    expect(parts.join(',')).toBe(formatNumberSet(numbers))
  })
})
