import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIRST_SLICE, MAX_SLICES, WHOLE_SEARCH } from '../../../../web/stores/search/limits.ts'
import { sliceEnds, sliceMailbox, type SearchSlice } from '../../../../web/stores/search/searchSlices.ts'

const MAX_UID = 4_294_967_295

/** A mailbox, with UIDs as sparse as they come, and what is known of them: right, wrong, or nothing. */
const mailboxes = fc
  .tuple(fc.integer({ min: 0, max: 20_000_000 }), fc.integer({ min: 0, max: MAX_UID }), fc.boolean())
  .chain(([exists, spare, told]) =>
    fc.record({
      exists: fc.constant(exists),
      uidNext: fc.constant(told ? Math.min(exists + 1 + spare, MAX_UID) : undefined),
      known: fc.array(fc.option(fc.integer({ min: 1, max: MAX_UID }), { nil: undefined }), { maxLength: 6 }),
    }),
  )

const bounds = ({ set = '1:*' }: SearchSlice): [low: number, high: number] => {
  const [low, high] = set.split(':')
  return [Number(low), high === '*' ? Infinity : Number(high)]
}

describe('slices of a mailbox', () => {
  it('name every UID once, newest first, in few commands', () => {
    fc.assert(
      fc.property(mailboxes, (mailbox) => {
        const slices = sliceMailbox(mailbox)
        expect(slices.length).toBeLessThanOrEqual(MAX_SLICES)
        let next = Infinity
        for (const slice of slices) {
          const [low, high] = bounds(slice)
          expect(high).toBe(next)
          expect(low).toBeLessThanOrEqual(high)
          next = low - 1
        }
        expect(next).toBe(0)
        expect(slices.reduce((sum, { messages }) => sum + messages, 0)).toBe(mailbox.exists)
        for (const { messages } of slices.slice(0, -1)) expect(messages).toBeGreaterThan(0)
      }),
    )
  })

  it('begin small and grow', () => {
    fc.assert(
      fc.property(fc.integer({ min: WHOLE_SEARCH + 1, max: 20_000_000 }), (exists) => {
        const ends = sliceEnds(exists)
        expect(ends[0]).toBe(FIRST_SLICE)
        expect(ends.at(-1)).toBe(exists)
        expect(ends.length).toBeGreaterThan(1)
        const sizes = ends.map((end, at) => end - (ends[at - 1] ?? 0))
        for (const [at, size] of sizes.slice(1, -1).entries()) expect(size).toBeGreaterThan(sizes[at]!)
        expect(sizes.at(-1)).toBeGreaterThan((sizes.at(-2) ?? 0) / 2)
      }),
    )
  })

  it.each([
    ['a small mailbox: one command that names no UID', { exists: WHOLE_SEARCH }, [undefined]],
    ['an empty one', { exists: 0 }, [undefined]],
    ['UIDs without gaps', { exists: 2_500, uidNext: 2_501 }, ['1501:*', '1:1500']],
    ['one in ten', { exists: 2_500, uidNext: 25_001 }, ['15001:*', '1:15000']],
    ['as they are known', { exists: 2_500, uidNext: 25_001, known: [24_000] }, ['24000:*', '1:23999']],
    ['nothing is known', { exists: 100_000 }, [undefined]],
    [
      'known of the newest alone',
      { exists: 7_000, uidNext: 100_001, known: [99_001] },
      ['99001:*', '66001:99000', '1:66000'],
    ],
  ])('%s', (_, mailbox, sets) => {
    expect(sliceMailbox(mailbox).map(({ set }) => set)).toEqual(sets)
  })
})
