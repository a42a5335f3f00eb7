import { describe, expect, it } from 'vitest'
import type { ConversationSummary } from '../../../../web/headers/arrangement.ts'
import { MARK } from '../../../../web/index/marks.ts'
import type { Snapshot } from '../../../../web/mailbox/change.ts'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import * as view from '../../../../web/mailbox/view.ts'
import * as made from './building.ts'

const { after, folded, INBOX, next, open, opening, OTHER, row, rows, selected, state, uidsOf, wishFlag } =
  made

const summary = (uid: number, ...members: [uid: number, marks: number][]): ConversationSummary => ({
  uid,
  people: [],
  count: members.length,
  members: members.map(([member, marks]) => ({ uid: member, marks })),
})

describe('what this browser cached of a folder', () => {
  const cached = (more: Partial<Snapshot> = {}) =>
    ({
      kind: 'snapshot',
      snapshot: { mailbox: state(3, 4), rows: [row(3), row(2, ['\\Seen'])], ...more },
    }) as const

  it('shows from the top by number, until SELECT has answered', () => {
    expect(uidsOf(after(opening, cached()))).toEqual([3, 2, undefined])
    expect(next(after(opening), cached()).effects).toEqual([{ kind: 'rows' }])
  })

  it('shows as it was arranged, with what its conversations were like', () => {
    const model = after(
      opening,
      cached({
        arrangement: {
          uids: Uint32Array.of(2, 3),
          members: Uint32Array.of(2, 1, 3),
          ends: Uint32Array.of(1, 3),
        },
        summaries: [summary(3, [1, 0], [3, MARK.seen])],
      }),
    )
    expect(uidsOf(model)).toEqual([3, 2])
    expect(view.shownFlagOf(model, 1, '\\Seen')).toBe(false)
    expect(view.foldedGroup(model, 3)?.members).toEqual([1, 3])
  })

  it('shows in its order where nobody knows any more how it was arranged', () => {
    const model = after(opening, cached({ isArranged: true }))
    expect(uidsOf(model)).toEqual([3, 2, undefined])
    expect(view.placedRows(model)).toEqual([])
    expect(uidsOf(next(model, rows(row(9, [], 3))).model)).toEqual([9, undefined, undefined])
  })

  it('comes too late for a folder that is here, and is nothing in another', () => {
    expect(uidsOf(open(1, cached()))).toEqual([1])
    expect(view.count(after({ kind: 'opening', path: 'Archive' }, cached()))).toBe(0)
  })

  it('has what came meanwhile on top, asked for when SELECT tells of it', () => {
    const before = after(opening, cached({ arrangement: { uids: Uint32Array.of(2, 3) } }))
    const { model, effects } = next(before, selected(5, 6))
    expect(effects).toContainEqual({ kind: 'newest', mailbox: INBOX, count: 2 })
    const known = next(model, rows(row(4), row(5), row(3))).model
    expect(uidsOf(known)).toEqual([5, 4, 3, 2])
    expect(uidsOf(next(known, rows(row(5))).model)).toEqual([5, 4, 3, 2])
    const same = after(opening, cached({ arrangement: { uids: Uint32Array.of(2, 3) } }))
    expect(next(same, selected(3, 4)).effects).not.toContainEqual(expect.objectContaining({ kind: 'newest' }))
  })
})

describe('a folder that cannot be opened', () => {
  const error = new PonteError('mailboxNotFound')

  it('is a failure of that folder alone', () => {
    expect(after(opening, { kind: 'unselectable', path: 'INBOX', error }).phase).toEqual({
      kind: 'failed',
      error,
    })
    expect(after(opening, { kind: 'unselectable', path: 'Archive', error }).phase.kind).toBe('opening')
  })

  it('answers for a folder that was left change nothing', () => {
    const model = after(opening, { kind: 'opening', path: 'Archive' })
    expect(next(model, selected(3)).model.phase.kind).toBe('opening')
  })
})

describe('a flag that is not sent yet', () => {
  it('shows, sends nothing, and goes when it is withdrawn', () => {
    const preview = next(open(2), { kind: 'previewed', wish: wishFlag('\\Seen', true, 1, 2) })
    expect(preview.effects).toEqual([])
    expect(view.rowAt(preview.model, 0)?.flags).toEqual(['\\Seen'])
    const { model } = next(preview.model, { kind: 'withdrawn', wish: wishFlag('\\Seen', true, 1, 2) })
    expect(view.rowAt(model, 0)?.flags).toEqual([])
    expect(model.wishes.flags.size).toBe(0)
  })

  it('is not sent for messages that have left meanwhile', () => {
    const { model } = next(open(2), { kind: 'wished', wish: wishFlag('\\Seen', true, 1, 2) })
    const gone = next(model, { kind: 'expunged', mailbox: INBOX, seq: 1, uid: 1 }).model
    const { effects } = next(gone, { kind: 'sending', mailbox: INBOX, flag: '\\Seen' })
    expect(effects).toEqual([{ kind: 'store', mailbox: INBOX, flag: '\\Seen', on: true, uids: new Set([2]) }])
  })

  it('of a folder that is not on screen shows in its counts', () => {
    const counted = {
      kind: 'counted',
      path: 'Archive',
      counts: { messages: 5, unseen: 2 },
      asked: 9,
    } as const
    const wish = { ...wishFlag('\\Seen', true, 7), mailbox: OTHER }
    const model = open(
      1,
      counted,
      { kind: 'wished', wish },
      { kind: 'sending', mailbox: OTHER, flag: '\\Seen' },
    )
    expect(view.countsOf(model, 'Archive')).toEqual({ messages: 5, unseen: 1 })
    expect(view.countsOf(model, 'Sent')).toBeUndefined()
    expect(view.withWishedFlags(model, OTHER, row(7)).flags).toEqual(['\\Seen'])
    expect(view.withWishedFlags(model, { ...OTHER, uidValidity: '2' }, row(7)).flags).toEqual([])
  })
})

describe('counts while wishes are on their way', () => {
  const counted = { kind: 'counted', path: 'INBOX', counts: { messages: 3, unseen: 3 }, asked: 9 } as const

  it('say what will be, once for what is sent and once for what is wanted after it', () => {
    const sent = open(
      3,
      counted,
      { kind: 'wished', wish: wishFlag('\\Seen', true, 1, 2) },
      { kind: 'sending', mailbox: INBOX, flag: '\\Seen' },
    )
    expect(view.countsOf(sent, 'INBOX')).toEqual({ messages: 3, unseen: 1 })
    const back = next(sent, { kind: 'wished', wish: wishFlag('\\Seen', false, 1) }).model
    expect(view.countsOf(back, 'INBOX')).toEqual({ messages: 3, unseen: 2 })
  })

  it('do without what leaves', () => {
    const wish = { kind: 'leave', id: 'a', mailbox: INBOX, uids: [1, 2], destination: 'Archive' } as const
    const model = open(3, counted, { kind: 'wished', wish })
    expect(view.countsOf(model, 'INBOX')).toEqual({ messages: 1, unseen: 1 })
    const part = next(model, { kind: 'confirmed', wish: { kind: 'leave', id: 'a', uids: [1] } }).model
    expect(view.countsOf(part, 'INBOX')).toEqual({ messages: 1, unseen: 1 })
  })
})

describe('messages named by number alone', () => {
  const leave = (shifts: number) =>
    ({
      kind: 'wished',
      wish: { kind: 'leave', id: 'b', mailbox: INBOX, uids: [4, 5, 2], named: { seqs: [[2, 4]], shifts } },
    }) as const

  it('are hidden by the numbers they were named by, but for those known to stay', () => {
    const model = after(opening, selected(5), rows(row(3)), leave(0))
    expect(view.count(model)).toBe(3)
    expect(view.rowAt(model, 1)?.uid).toBe(3)
  })

  it('are not, once numbers have moved', () => {
    const model = after(opening, selected(5), { kind: 'expunged', mailbox: INBOX, seq: 5 }, leave(0))
    expect(view.count(model)).toBe(4)
  })
})

describe('results in an order of their own', () => {
  const ordered = { kind: 'ordered', uids: Uint32Array.of(3, 1, 2) } as const
  const found = (...uids: number[]) => ({ kind: 'found', uids }) as const

  it('stand so, what has just come above and what has just gone below', () => {
    expect(uidsOf(open(3, ordered, found(1, 2, 3)))).toEqual([2, 1, 3])
    expect(uidsOf(open(4, ordered, found(1, 2, 4)))).toEqual([4, 2, 1])
    expect(uidsOf(open(4, { ...ordered, uids: Uint32Array.of(4, 2) }, found(1, 2)))).toEqual([2, 1])
  })

  it('are asked for again when the order changes, and stand by arrival without one', () => {
    const model = open(3, found(1, 2, 3))
    expect(next(model, ordered).effects).toEqual([{ kind: 'rows' }])
    expect(next(open(3), ordered).effects).toEqual([])
    expect(next(model, { kind: 'ordered', uids: undefined }).model.list).toBe(model.list)
    const back = next(next(model, ordered).model, { kind: 'ordered', uids: undefined }).model
    expect(uidsOf(back)).toEqual([3, 2, 1])
  })

  it('keep their places when the same search is run again', () => {
    const model = open(3, found(1, 3))
    const again = next(model, { kind: 'found', uids: [1, 2, 3], again: true }).model
    expect(again.list.key).toBe(model.list.key)
    expect(uidsOf(again)).toEqual([3, 2, 1])
    expect(next(open(2), { kind: 'found', uids: undefined }).effects).toEqual([])
  })
})

describe('changes of another mailbox', () => {
  it('leave the one on screen alone', () => {
    const model = open(2)
    const theirs = { mailbox: OTHER }
    for (const change of [
      { kind: 'rows', ...theirs, rows: [row(9)], lane: 'main', asked: 1 },
      { kind: 'recalled', ...theirs, rows: [row(9)], asked: 1 },
      { kind: 'unavailable', ...theirs, places: [1], of: { key: 0, shifts: 0, exists: 2 } },
      { kind: 'arranged', ...theirs, arrangement: { uids: Uint32Array.of(9) } },
      { kind: 'expunged', ...theirs, seq: 1 },
      { kind: 'vanished', ...theirs, uid: 1 },
      { kind: 'departed', ...theirs, uids: [1] },
      { kind: 'arrived', ...theirs, exists: 9 },
    ] as const)
      expect(uidsOf(next(model, change).model), change.kind).toEqual([2, 1])
  })
})

describe('a conversation', () => {
  it('is unread while one of its messages is, flagged when one is, and itself when it is open', () => {
    const model = open(3, folded([2], [1, 3]), {
      kind: 'recalled',
      mailbox: INBOX,
      summaries: [summary(3, [1, MARK.flagged], [3, MARK.seen])],
      asked: 99,
    })
    const read = next(model, {
      kind: 'flags',
      mailbox: INBOX,
      message: { uids: [3] },
      change: { flag: '\\Seen', on: true },
    }).model
    const head = view.rowOf(read, 3)!
    expect(view.shownRow(read, head).flags).toEqual([])
    expect(view.shownRow(read, view.rowOf(read, 2)!).flags).toEqual([])
    const unfolded = next(read, { kind: 'unfolded', uid: 3, on: true }).model
    expect(uidsOf(unfolded)).toEqual([3, 1, 2])
    expect(view.shownRow(unfolded, head)).toBe(head)
    expect(uidsOf(next(unfolded, { kind: 'unfolded', uid: 1, on: false }).model)).toEqual([3, 2])
    expect(next(unfolded, { kind: 'unfolded', uid: 2, on: true }).effects).toEqual([])
  })

  it('knows marks of members by every change that was told', () => {
    const model = open(
      1,
      folded([7, 1]),
      { kind: 'recalled', mailbox: INBOX, summaries: [summary(1, [7, 0], [1, 0])], asked: 99 },
      { kind: 'flags', mailbox: INBOX, message: { uids: [7] }, change: { flag: '\\Flagged', on: true } },
    )
    const head = view.rowOf(model, 1)!
    expect(view.shownRow(model, head).flags).toEqual(['\\Flagged'])
    // A late answer of the index yields to what was told after it was asked.
    const late = next(model, {
      kind: 'recalled',
      mailbox: INBOX,
      summaries: [summary(1, [7, MARK.seen], [1, 0])],
      asked: 1,
    }).model
    expect(view.shownFlagOf(late, 7, '\\Flagged')).toBe(true)
    expect(view.shownFlagOf(late, 7, '\\Seen')).toBe(true)
  })
})

describe('an empty page', () => {
  it('shows nothing and asks for nothing', () => {
    const model = after()
    expect(view.count(model)).toBe(0)
    expect(view.placedRows(model)).toEqual([])
    expect(view.unknownPlaces(model, 0, 9)).toEqual([])
    expect(view.isUnavailable(model, 0)).toBe(false)
    expect(view.indexOf(model, 1)).toBeUndefined()
    expect(view.rowOf(model, 1)).toBeUndefined()
    expect(view.shownFlagOf(model, 1, '\\Seen')).toBeUndefined()
  })
})
