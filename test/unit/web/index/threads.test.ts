import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { baseSubject } from '../../../../web/index/baseSubject.ts'
import { blockOf } from '../../../../web/index/headerBlock.ts'
import { threadBlocks, ThreadForest } from '../../../../web/index/threads.ts'
import { compact } from './compact.ts'

/** Conversations as lists of UIDs, of blocks given as lists of rows. */
function conversations(...batches: Parameters<typeof blockOf>[0][]): number[][] {
  const forest = new ThreadForest()
  const blocks = batches.map((batch) => blockOf(batch))
  for (const block of blocks) forest.add(block)
  const { threads } = threadBlocks(forest, blocks)
  const groups = new Map<number, number[]>()
  blocks
    .flatMap((block) => [...block.uids])
    .forEach((uid, at) => {
      const thread = threads[at] ?? -1
      groups.set(thread, [...(groups.get(thread) ?? []), uid])
    })
  return [...groups.values()]
    .map((group) => group.sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

describe('conversations', () => {
  it('go by References and Message-ID, over blocks, also through a message that is not here', () => {
    expect(
      conversations(
        [compact(1), compact(4, { references: '<1@example.org> <lost@example.org>' })],
        [compact(2), compact(3, { references: '<lost@example.org>' })],
      ),
    ).toEqual([[1, 3, 4], [2]])
  })

  it('join an answer without References to the newest original of its subject, and nothing else', () => {
    expect(
      conversations([
        compact(1, { subject: 'Lunch?' }),
        compact(2, { subject: 'Weekly report' }),
        compact(3, { subject: 'Weekly report' }),
        compact(4, { subject: 'RE: Lunch?' }),
        compact(5, { subject: 'R: weekly  report' }),
        compact(6, { subject: 'Re: never asked' }),
      ]),
    ).toEqual([[1, 4], [2], [3, 5], [6]])
  })

  it('are the same in whatever order messages come', () => {
    const rows = Array.from({ length: 30 }, (_, at) =>
      compact(at + 1, { references: at > 2 ? `<${(at * 7) % at}@example.org> <${at - 2}@example.org>` : '' }),
    )
    const expected = conversations(rows)
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.integer({ min: 1, max: 29 }),
        (mixed, cut) => {
          expect(conversations(mixed.slice(0, cut), mixed.slice(cut))).toEqual(expected)
        },
      ),
    )
  })

  it('a message without Message-ID, or one that names itself, stands alone', () => {
    expect(
      conversations([
        compact(1, { id: '' }),
        compact(2, { id: '' }),
        compact(3, { references: '<3@example.org>' }),
      ]),
    ).toEqual([[1], [2], [3]])
  })
})

describe('baseSubject', () => {
  it.each([
    ['Lunch', 'lunch', false],
    ['Re: Lunch', 'lunch', true],
    ['RE[2]: Fwd: R: Lunch (fwd)', 'lunch', true],
    ['[team] AW: [team] Lunch', 'lunch', true],
    ['[team]', '[team]', false],
    ['Re: [team]', '[team]', true],
    ['回复：午饭', '午饭', true],
    ['Regarding: Lunch', 'regarding: lunch', false],
    ['', '', false],
  ])('%s', (subject, base, isReply) => {
    expect(baseSubject(subject)).toEqual({ base, isReply })
  })
})
