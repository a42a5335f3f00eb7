import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readVanished, takeVanished, vanishedSets } from '../../../../bridge/imap/vanished.ts'
import { parseNumberSet } from '../../../../shared/mail/numberSet.ts'
import { MAX_SET_LENGTH } from '../../../../shared/protocol/limits.ts'
import { parseResponse } from './response.ts'

describe('VANISHED', () => {
  it('of earlier tells UIDs, and changes no count', async () => {
    const line = await parseResponse('* VANISHED (EARLIER) 41,43:116,118')
    expect(readVanished(line)).toEqual({
      earlier: true,
      ranges: [
        { low: 41, high: 41 },
        { low: 43, high: 116 },
        { low: 118, high: 118 },
      ],
    })
    const connection = { selected: { exists: 200 }, expunges: 0 }
    takeVanished(connection, line)
    expect(connection).toEqual({ selected: { exists: 200 }, expunges: 0 })
  })

  it('of now counts as so many EXPUNGEs', async () => {
    const connection = { selected: { exists: 9 }, expunges: 1 }
    takeVanished(connection, await parseResponse('* VANISHED 5:3,8'))
    expect(connection).toEqual({ selected: { exists: 5 }, expunges: 5 })
    takeVanished(connection, await parseResponse('* VANISHED 10:4000000000'))
    expect(connection.selected.exists).toBe(0)
  })

  it('without sense tells nothing', async () => {
    for (const line of ['* VANISHED', '* VANISHED (EARLIER)', '* VANISHED none', '* VANISHED (EARLIER) 1:*'])
      expect(readVanished(await parseResponse(line)).ranges).toEqual([])
  })

  it('of all there could ever be is as short as it came', () => {
    expect(vanishedSets([{ low: 1, high: 4_294_967_295 }])).toEqual(['1:4294967295'])
  })

  it('is put in order, folded, and cut to what a command takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 9 }))),
        (list) => {
          const ranges = list.map(([low, more]) => ({ low, high: low + more }))
          const all = new Set(ranges.flatMap(({ low, high }) => parseNumberSet(`${low}:${high}`)))
          const sets = vanishedSets(ranges)
          expect(sets.flatMap((set) => parseNumberSet(set))).toEqual([...all].sort((a, b) => a - b))
        },
      ),
    )
    const many = Array.from({ length: 20_000 }, (_, at) => ({ low: at * 2 + 1, high: at * 2 + 1 }))
    const sets = vanishedSets(many)
    expect(sets.length).toBeGreaterThan(1)
    expect(Math.max(...sets.map((set) => set.length))).toBeLessThanOrEqual(MAX_SET_LENGTH)
    expect(sets.flatMap((set) => parseNumberSet(set))).toEqual(many.map(({ low }) => low))
  })
})
