import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeaderBlock } from '../../../../web/headers/block.ts'
import {
  NEWEST_FIRST,
  arrange,
  isAsNumbered,
  type Arrangement,
  type SortKey,
} from '../../../../web/index/arrange.ts'
import { Conversations, type Home } from '../../../../web/index/conversations.ts'
import { blockOf } from '../../../../web/index/headerBlock.ts'
import { compact } from './compact.ts'

const home = [
  blockOf([
    compact(1, { subject: 'Zebra', name: 'Élodie' }),
    compact(2, { subject: 'Re: apple', name: 'bruno' }),
    compact(3, { subject: 'Äpfel', name: 'Anna' }),
  ]),
  blockOf([compact(7, { subject: 'zebra', name: 'Bruno' }), compact(9, { subject: '10', name: 'elodie' })]),
]

function sorted(key: SortKey, descending: boolean): number[] {
  return [...arrange(home, { order: { key, descending }, outgoing: false }).uids]
}

describe('the order of a list, from its bottom', () => {
  it('is that in which they were received, either way', () => {
    expect(sorted('date', true)).toEqual([1, 2, 3, 7, 9])
    expect(sorted('date', false)).toEqual([9, 7, 3, 2, 1])
  })

  it('puts an old message that came late where it was received; those without a date stay by their neighbours', () => {
    const late = [
      blockOf([compact(1, { received: 10 }), compact(2, { received: 30 }), compact(3, { received: 0 })]),
      blockOf([compact(4, { received: 20 }), compact(5, { received: 40 })]),
    ]
    const arranged = arrange(late, { order: NEWEST_FIRST, outgoing: false })
    expect([...arranged.uids]).toEqual([1, 4, 2, 3, 5])
    expect(isAsNumbered(arranged)).toBe(false)
    expect(isAsNumbered(arrange(home, { order: NEWEST_FIRST, outgoing: false }))).toBe(true)
  })

  it('goes by names without case and accents, later messages above', () => {
    expect(sorted('sender', true)).toEqual([3, 2, 7, 1, 9])
    expect(sorted('sender', false)).toEqual([1, 9, 2, 7, 3])
  })

  it('goes by subjects without their Re:, numbers as numbers', () => {
    expect(sorted('subject', true)).toEqual([9, 3, 2, 1, 7])
  })

  it('holds every message once, whatever it goes by', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 60 }),
        fc.constantFrom<SortKey>('date', 'sender', 'subject', 'size'),
        fc.boolean(),
        (uids, key, descending) => {
          const blocks = uids.length === 0 ? [] : [blockOf(uids.map((uid) => compact(uid)))]
          const { uids: rows } = arrange(blocks, { order: { key, descending }, outgoing: false })
          expect([...rows].sort((a, b) => a - b)).toEqual([...uids].sort((a, b) => a - b))
        },
      ),
    )
  })
})

const at = (path: string, blocks: HeaderBlock[]): Home => ({ mailbox: { path, uidValidity: '1' }, blocks })

describe('conversations in a list', () => {
  const inbox = at('INBOX', [
    blockOf([compact(1), compact(2), compact(3, { references: '<1@example.org>' }), compact(4)]),
    blockOf([compact(8, { references: '<2@example.org>', name: 'Carla', address: 'carla@example.org' })]),
  ])
  const sent = at('Sent', [
    blockOf([compact(5, { references: '<3@example.org>', name: 'Me', address: 'me@example.org' })]),
  ])
  const rowsOf = ({ uids, members, ends }: Arrangement) =>
    [...uids].map((uid, at) => [
      uid,
      [...(members ?? new Uint32Array()).subarray(ends?.[at - 1] ?? 0, ends?.[at])],
    ])

  it('stand where their newest message stands, and name their members', () => {
    const conversations = new Conversations()
    const request = { order: NEWEST_FIRST, outgoing: false, home: inbox, others: [sent] }
    expect(rowsOf(conversations.arrange(request))).toEqual([
      [3, [1, 3]],
      [4, [4]],
      [8, [2, 8]],
    ])
    const [first, second] = conversations.summaries([3, 4])
    expect(first).toMatchObject({ uid: 3, count: 3, members: [{ uid: 1 }, { uid: 3 }] })
    expect(first?.people.map(({ name }) => name)).toContain('Me')
    expect(second).toMatchObject({ uid: 4, count: 1, members: [{ uid: 4 }] })
  })

  it('take in between them the messages of which nothing but the UID is known', () => {
    const request = { order: NEWEST_FIRST, outgoing: false, home: inbox, others: [], singles: [5, 6, 9] }
    expect(rowsOf(new Conversations().arrange(request))).toEqual([
      [3, [1, 3]],
      [4, [4]],
      [5, [5]],
      [6, [6]],
      [8, [2, 8]],
      [9, [9]],
    ])
  })

  it('stand where their newest message was received, and each holds the oldest first', () => {
    const moved = at('INBOX', [
      blockOf([
        compact(1, { received: 50 }),
        compact(2, { received: 10 }),
        compact(3, { received: 20, references: '<1@example.org>' }),
        compact(4, { received: 30 }),
        compact(5, { received: 30 }),
      ]),
    ])
    const request = { order: NEWEST_FIRST, outgoing: false, home: moved, others: [] }
    expect(rowsOf(new Conversations().arrange(request))).toEqual([
      [2, [2]],
      [4, [4]],
      [5, [5]],
      [1, [3, 1]],
    ])
  })

  it('tell where all of their messages lie, of those that were arranged', () => {
    const conversations = new Conversations()
    expect(conversations.partsOf(inbox.mailbox, 3)).toBeUndefined()
    conversations.arrange({
      order: NEWEST_FIRST,
      outgoing: false,
      home: inbox,
      others: [sent, at('Archive', [])],
    })
    const parts = conversations.partsOf(inbox.mailbox, 3)
    expect(parts?.map(({ mailbox, uids }) => [mailbox.path, uids])).toEqual([
      ['INBOX', [1, 3]],
      ['Sent', [5]],
      ['Archive', []],
    ])
    expect(conversations.partsOf(inbox.mailbox, 4)?.map(({ uids }) => uids)).toEqual([[4], [], []])
    expect(conversations.partsOf(inbox.mailbox, 7)).toBeUndefined()
    expect(conversations.partsOf(sent.mailbox, 5)).toBeUndefined()
    expect(conversations.partsOf({ ...inbox.mailbox, uidValidity: '2' }, 3)).toBeUndefined()
  })

  it('are no rows for messages of other mailboxes', () => {
    const request = { order: NEWEST_FIRST, outgoing: false, home: at('INBOX', []), others: [sent] }
    expect(new Conversations().arrange(request).uids).toHaveLength(0)
  })
})
