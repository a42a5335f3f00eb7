import { describe, expect, it } from 'vitest'
import { at } from '../../../../web/mailbox/at.ts'
import { lastRows } from '../../../../web/mailbox/groups.ts'
import { messageKey } from '../../../../web/mailbox/mailboxKey.ts'
import * as view from '../../../../web/mailbox/view.ts'
import { openWishes } from '../../../../web/mailbox/wishes.ts'
import * as made from './building.ts'

const { after, folded, INBOX, next, open, opening, OTHER, row, rows, selected, state, uidsOf, wishFlag } =
  made

/* What seldom happens, and has to be right all the same. */

const leave = (id: string, ...uids: number[]) =>
  ({ kind: 'leave', id, mailbox: INBOX, uids, destination: 'Archive' }) as const
const counted = { kind: 'counted', path: 'INBOX', counts: { messages: 3, unseen: 3 }, asked: 9 } as const

describe('a server that does not tell UIDNEXT', () => {
  const cached = {
    kind: 'snapshot',
    snapshot: {
      mailbox: state(3),
      rows: [row(3), row(2)],
      arrangement: {
        uids: Uint32Array.of(2, 3),
        members: Uint32Array.of(2, 1, 3),
        ends: Uint32Array.of(1, 3),
      },
    },
  } as const

  it('has what came after the snapshot on top, and each message once', () => {
    const model = after(opening, cached, selected(4), rows(row(3), row(2), row(4)))
    expect(uidsOf(model)).toEqual([4, 3, 2])
    const alone = { ...cached, snapshot: { ...cached.snapshot, arrangement: { uids: Uint32Array.of(2, 3) } } }
    expect(uidsOf(after(opening, alone, selected(4), rows(row(3), row(4))))).toEqual([4, 3, 2])
  })
})

describe('a wish', () => {
  it('for a folder that was replaced ends, and is told of once', () => {
    const wished = open(
      2,
      { kind: 'wished', wish: wishFlag('\\Seen', true, 1) },
      { kind: 'wished', wish: leave('1', 2) },
    )
    const { model, effects } = next(wished, { kind: 'selected', mailbox: { ...state(2), uidValidity: '2' } })
    expect(effects).toContainEqual({ kind: 'wishesEnded', path: 'INBOX', count: 2 })
    expect(openWishes(model.wishes)).toEqual([])
    const lost = next(model, { kind: 'lost', wish: { kind: 'flag', mailbox: INBOX, flag: '\\Seen' } })
    expect(lost.effects).toEqual([])
    expect(openWishes(lost.model.wishes)).toEqual([])
  })

  it('is written down before it is sent, and once while it runs', () => {
    const wish = wishFlag('\\Seen', true, 1, 2)
    expect(openWishes(open(2, { kind: 'previewed', wish }).wishes)).toEqual([wish])
    const sent = open(2, { kind: 'wished', wish }, { kind: 'sending', mailbox: INBOX, flag: '\\Seen' })
    expect(openWishes(sent.wishes)).toEqual([wish])
    const newer = next(sent, { kind: 'wished', wish: wishFlag('\\Seen', false, 1) }).model
    expect(openWishes(newer.wishes)).toEqual([wishFlag('\\Seen', true, 2), wishFlag('\\Seen', false, 1)])
  })

  it('for what is so already changes neither row nor counts', () => {
    const seen = after(opening, selected(1), rows(row(1, ['\\Seen'])), counted)
    const model = next(seen, { kind: 'previewed', wish: wishFlag('\\Seen', true, 1) }).model
    expect(view.rowAt(model, 0)?.flags).toEqual(['\\Seen'])
    expect(view.countsOf(model, 'INBOX')?.unseen).toBe(3)
    const unread = next(model, { kind: 'previewed', wish: wishFlag('\\Seen', false, 1) }).model
    expect(view.countsOf(unread, 'INBOX')?.unseen).toBe(4)
  })

  it('of one folder leaves the counts of another alone', () => {
    const model = open(
      3,
      { ...counted, path: 'Archive' },
      { kind: 'wished', wish: wishFlag('\\Seen', true, 1) },
      { kind: 'wished', wish: leave('1', 2) },
    )
    expect(view.countsOf(model, 'Archive')).toEqual(counted.counts)
  })

  it('sent for a folder that is not on screen asks nobody who left', () => {
    const wish = { ...wishFlag('\\Seen', true, 7), mailbox: OTHER }
    const { effects } = next(after({ kind: 'wished', wish }), {
      kind: 'sending',
      mailbox: OTHER,
      flag: '\\Seen',
    })
    expect(effects).toEqual([{ kind: 'store', mailbox: OTHER, flag: '\\Seen', on: true, uids: new Set([7]) }])
  })

  it('that another tab fulfilled while it ran is not in doubt; one that was undone there is', () => {
    const wish = wishFlag('\\Flagged', true, 1, 2)
    const sent = open(2, { kind: 'wished', wish }, { kind: 'sending', mailbox: INBOX, flag: '\\Flagged' })
    const told = (on: boolean, uid: number) =>
      ({
        kind: 'flags',
        mailbox: INBOX,
        message: { uids: [uid] },
        change: { flag: '\\Flagged', on },
      }) as const
    const model = next(next(sent, told(true, 1)).model, told(false, 2)).model
    const { effects } = next(model, {
      kind: 'confirmed',
      wish: { kind: 'flag', mailbox: INBOX, flag: '\\Flagged' },
    })
    expect(effects).toContainEqual({ kind: 'refreshFlags', mailbox: INBOX, by: 'uid', numbers: [2] })
  })
})

describe('before the folder is known', () => {
  it('results show, without those nobody has told of', () => {
    const model = after(opening, { kind: 'found', uids: [1, 2] })
    expect(uidsOf(model)).toEqual([2, 1])
    expect(view.rowAt(model, 0)).toBeUndefined()
  })

  it('nobody departs, and nothing is unfolded', () => {
    const begun = after(opening)
    expect(next(begun, { kind: 'departed', mailbox: INBOX, uids: [1] }).effects).toEqual([])
    expect(next(begun, { kind: 'unfolded', uid: 1, on: true }).effects).toEqual([])
    expect(next(open(1), { kind: 'departed', mailbox: OTHER, uids: [1] }).effects).toEqual([])
  })
})

describe('rows', () => {
  it('with a place are those the list has', () => {
    const found = open(3, { kind: 'found', uids: [1, 3] })
    expect(view.placedRows(found).map(([place, { uid }]) => [place, uid])).toEqual([
      [1, 1],
      [2, 3],
    ])
  })

  it('of what departed go at once; its number stays until the server tells of it', () => {
    const model = open(2, { kind: 'departed', mailbox: INBOX, uids: [2] })
    expect(view.placedRows(model).map(([, { uid }]) => uid)).toEqual([1])
    expect(view.count(model)).toBe(2)
  })

  it('of the index say nothing of a keyword', () => {
    const partial = { ...row(1, ['$Work']), partial: {} }
    const model = after(opening, selected(1), { kind: 'recalled', mailbox: INBOX, rows: [partial], asked: 9 })
    expect(view.shownFlagOf(model, 1, '$Work')).toBeUndefined()
    expect(view.shownFlagOf(model, 1, '\\Seen')).toBe(false)
  })

  it('that came back stand on top once the one below them has gone', () => {
    const dated = (uid: number, day: number) => ({ ...row(uid), internalDate: `2026-11-0${day}T10:00:00Z` })
    const model = after(
      opening,
      selected(3),
      rows(dated(1, 1), dated(2, 3), dated(3, 5)),
      folded([1], [2], [3]),
    )
    const back = next(model, { kind: 'filed', mailbox: INBOX, rows: [dated(4, 4)] }).model
    expect(uidsOf(back)).toEqual([3, 4, 2, 1])
    const gone = next(back, { kind: 'expunged', mailbox: INBOX, seq: 2, uid: 2 }).model
    expect(uidsOf(next(gone, folded([1], [3])).model)).toEqual([4, 3, 1])
  })

  it('are numbered from the top of what the index arranged', () => {
    expect(lastRows({ uids: Uint32Array.of(4, 2, 9) }, 2)).toEqual([2, 9])
  })
})

describe('numbers out of sight', () => {
  it('stay so for those known when a message without one is gone (RFC 7162)', () => {
    const named = { seqs: [[1, 2]] as [number, number][], shifts: 0 }
    const model = after(opening, selected(4), rows(row(2), row(5, [], 4)), {
      kind: 'wished',
      wish: { ...leave('1', 2), named },
    })
    expect(view.count(model)).toBe(2)
    const { model: left } = next(model, { kind: 'vanished', mailbox: INBOX, uid: 4 })
    expect(view.count(left)).toBe(2)
    expect(uidsOf(left)[0]).toBe(5)
  })
})

describe('a lookup', () => {
  it('of what is not there is a fault that has a name', () => {
    expect(at([7], 0)).toBe(7)
    expect(() => at([7], 1)).toThrow('no element 1 among 1')
  })

  it('by mailbox tells the same UID of two apart', () => {
    expect(messageKey(INBOX, 1)).not.toBe(messageKey(OTHER, 1))
    expect(messageKey(INBOX, 1)).not.toBe(messageKey({ ...INBOX, uidValidity: '2' }, 1))
  })
})
