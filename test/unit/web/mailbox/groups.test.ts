import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupsOf, rowsOf } from '../../../../web/mailbox/groups.ts'
import type { Arrangement } from '../../../../web/index/arrange.ts'

/** @param conversations Members of each row, from the bottom, oldest first. */
function arrangementOf(conversations: readonly (readonly number[])[]): Arrangement {
  let end = 0
  return {
    uids: Uint32Array.from(conversations, (members) => members.at(-1) ?? 0),
    members: Uint32Array.from(conversations.flat()),
    ends: Uint32Array.from(conversations, (members) => (end += members.length)),
  }
}

describe('the conversations of an arrangement', () => {
  it('are found by any of their messages, a message by itself is none', () => {
    const groups = groupsOf(arrangementOf([[1, 4], [3], [2, 5, 6]]))
    expect([1, 4].map((uid) => groups.get(uid))).toEqual(Array(2).fill({ head: 4, members: [1, 4] }))
    expect([2, 5, 6].map((uid) => groups.get(uid))).toEqual(Array(3).fill({ head: 6, members: [2, 5, 6] }))
    expect([3, 7].map((uid) => groups.get(uid))).toEqual([undefined, undefined])
    expect(groupsOf({ uids: Uint32Array.of(1, 4) }).get(4)).toBeUndefined()
  })

  it('are the same however many are asked for', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 300, maxLength: 600 })
    fc.assert(
      fc.property(sizes, (counts) => {
        let uid = 0
        const conversations = counts.map((count) => Array.from({ length: count }, () => ++uid))
        const groups = groupsOf(arrangementOf(conversations))
        for (const members of conversations) {
          const expected = members.length > 1 ? { head: members.at(-1), members } : undefined
          for (const one of members) expect(groups.get(one)).toEqual(expected)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('have their older messages below their row when unfolded', () => {
    const arrangement = arrangementOf([[1, 4], [3], [2, 5, 6]])
    const groups = groupsOf(arrangement)
    const rows = (...unfolded: number[]): number[] => [
      ...rowsOf(
        arrangement,
        unfolded.flatMap((uid) => groups.get(uid) ?? []),
      ),
    ]
    expect(rows()).toEqual([4, 3, 6])
    expect(rows(5)).toEqual([4, 3, 2, 5, 6])
    expect(rows(1, 6)).toEqual([1, 4, 3, 2, 5, 6])
  })
})
