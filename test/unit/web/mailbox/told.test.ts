import { describe, expect, it } from 'vitest'
import * as view from '../../../../web/mailbox/view.ts'
import * as made from './building.ts'

const { after, folded, INBOX, next, open, opening, OTHER, row, rows, selected, state, uidsOf, wishFlag } =
  made

/* What servers tell, and what they leave out. */

const kinds = (effects: readonly { kind: string }[]): string[] => effects.map(({ kind }) => kind)

describe('a message that is listed and not handed out', () => {
  const withheld = (model: ReturnType<typeof open>, of = { key: model.list.key, shifts: 0, exists: 3 }) =>
    ({ kind: 'unavailable', mailbox: INBOX, places: [2, 3], of }) as const

  it('has its place, and is asked for no more', () => {
    const model = after(opening, selected(3), rows(row(3), row(1)))
    const told = next(model, withheld(model)).model
    expect([0, 1, 2].map((index) => view.isUnavailable(told, index))).toEqual([true, true, false])
    expect(view.unknownPlaces(told, 0, 2)).toEqual([])
    expect(view.unknownPlaces(model, 0, 9)).toEqual([2])
  })

  it('is not known where numbers moved or another list came while it was asked for', () => {
    const model = after(opening, selected(3), rows(row(3), row(1)))
    for (const of of [
      { key: 0, shifts: 0, exists: 3 },
      { key: model.list.key, shifts: 1, exists: 3 },
      { key: model.list.key, shifts: 0, exists: 2 },
    ])
      expect(view.isUnavailable(next(model, withheld(model, of)).model, 1)).toBe(false)
  })

  it('may be handed out once mail came, if only the index had it', () => {
    const begun = after(opening, selected(2, 3))
    const model = next(begun, {
      kind: 'recalled',
      mailbox: INBOX,
      rows: [{ ...row(2), partial: {} }],
      asked: 9,
      numbered: { key: begun.list.key, shifts: 0, exists: 2 },
    }).model
    const told = next(model, {
      kind: 'unavailable',
      mailbox: INBOX,
      places: [2],
      of: { key: model.list.key, shifts: 0, exists: 2 },
    }).model
    expect(view.isUnavailable(told, 0)).toBe(true)
    const same = next(told, { kind: 'arrived', mailbox: INBOX, exists: 2 }).model
    expect(view.isUnavailable(same, 0)).toBe(true)
    const grown = next(told, { kind: 'arrived', mailbox: INBOX, exists: 3 })
    expect(view.isUnavailable(grown.model, 1)).toBe(false)
    expect(grown.model.mailbox?.about.uidNext).toBe(4)
  })
})

describe('messages that go', () => {
  const gone = (seq: number, uid?: number) =>
    ({ kind: 'expunged', mailbox: INBOX, seq, ...(uid === undefined ? {} : { uid }) }) as const

  it('by a number that nobody has, and one past the end, change nothing that shows', () => {
    expect(uidsOf(next(open(2), gone(9, 9)).model)).toEqual([2, 1])
    const unknown = next(after(opening, selected(3, 4), rows(row(3))), gone(1))
    expect(uidsOf(unknown.model)).toEqual([3, undefined])
    expect(kinds(unknown.effects)).toEqual(['index', 'findAgain', 'rows', 'count'])
  })

  it('leave those listed and not handed out where they are', () => {
    const begun = after(opening, selected(3), rows(row(1)))
    const of = { key: begun.list.key, shifts: 0, exists: 3 }
    const model = next(begun, { kind: 'unavailable', mailbox: INBOX, places: [2, 3], of }).model
    const less = next(model, gone(2)).model
    expect(view.isUnavailable(less, 0)).toBe(true)
    expect(view.isUnavailable(less, 1)).toBe(false)
  })

  it('by UID (RFC 7162) move the numbers around them, also of one that is not known', () => {
    const vanished = (uid: number) => ({ kind: 'vanished', mailbox: INBOX, uid }) as const
    const model = after(opening, selected(4), rows(row(10, [], 1), row(40, [], 4)))
    const less = next(model, vanished(20)).model
    expect(uidsOf(less)).toEqual([40, undefined, 10])
    expect(uidsOf(next(model, vanished(5)).model)).toEqual([40, undefined, undefined])
    expect(uidsOf(next(after(opening, selected(0)), vanished(5)).model)).toEqual([])
    const leaving = next(model, {
      kind: 'wished',
      wish: { kind: 'leave', id: 'a', mailbox: INBOX, uids: [40] },
    }).model
    expect(uidsOf(next(leaving, vanished(20)).model)).toEqual([undefined, 10])
  })

  it('are named later by somebody who compared', () => {
    const { model, effects } = next(open(2), { kind: 'departed', mailbox: INBOX, uids: [2] })
    expect(view.rowOf(model, 2)).toBeUndefined()
    expect(effects).toContainEqual({ kind: 'index', mailbox: INBOX, news: { kind: 'gone', uids: [2] } })
  })

  it('all at once, where the server lost us: every number is unknown then', () => {
    const model = next(open(3), { kind: 'arrived', mailbox: INBOX, exists: 1 }).model
    expect(uidsOf(model)).toEqual([undefined])
  })

  it('take their conversation along when only one member is left', () => {
    const model = open(3, folded([2], [1, 3]))
    const less = next(model, { kind: 'expunged', mailbox: INBOX, seq: 3, uid: 3 }).model
    expect(uidsOf(less)).toEqual([1, 2])
    expect(view.groupOf(less, 1)).toBeUndefined()
  })
})

describe('the connection is back', () => {
  const resynced = { kind: 'resynced', mailbox: INBOX, exists: 2 } as const

  it('in another mailbox: the one on screen is selected', () => {
    const elsewhere = { ...resynced, mailbox: { ...INBOX, uidValidity: '2' } }
    expect(next(open(2), elsewhere).effects).toEqual([{ kind: 'select', path: 'INBOX' }])
    expect(next(after(opening), resynced).effects).toEqual([{ kind: 'select', path: 'INBOX' }])
    expect(next(after(), resynced).effects).toEqual([])
  })

  it('asks anew for flags by number, and by UID for what has none', () => {
    const results = after(
      opening,
      selected(2, 3),
      rows(row(1), row(2)),
      { kind: 'found', uids: [1, 2, 7] },
      { kind: 'opened', uid: 7 },
      { kind: 'rows', mailbox: INBOX, rows: [row(7, [], 0)], lane: 'side', asked: 99 },
    )
    const { effects } = next(results, { ...resynced, uidNext: 3 })
    expect(effects.filter(({ kind }) => kind === 'refreshFlags')).toEqual([
      { kind: 'refreshFlags', mailbox: INBOX, by: 'sequence', numbers: [1, 2] },
      { kind: 'refreshFlags', mailbox: INBOX, by: 'uid', numbers: [7] },
    ])
  })
})

describe('flags', () => {
  it('of a message named by number alone are asked for where nobody knows whose they are', () => {
    const change = { flag: '\\Seen', on: true }
    const about = (seq: number) => ({ kind: 'flags', mailbox: INBOX, message: { seq }, change }) as const
    const model = after(opening, selected(3), rows(row(3)))
    expect(next(model, about(3)).model.mailbox?.rows.get(3)?.flags).toEqual(['\\Seen'])
    expect(next(model, about(1)).effects).toContainEqual({
      kind: 'refreshFlags',
      mailbox: INBOX,
      by: 'sequence',
      numbers: [1],
    })
  })

  it('of another mailbox are the index’s, with their MODSEQ (RFC 7162)', () => {
    const told = { kind: 'flags', mailbox: OTHER, change: { flags: ['\\Seen'] }, modSeq: '9' } as const
    expect(next(open(1), { ...told, message: { uids: [4] } }).effects).toEqual([
      {
        kind: 'index',
        mailbox: OTHER,
        news: { kind: 'flags', message: { uids: [4] }, change: { flags: ['\\Seen'] }, modSeq: '9' },
      },
      { kind: 'count', path: 'Archive' },
    ])
    expect(kinds(next(open(1), { ...told, message: { seq: 4 } }).effects)).toEqual(['count'])
  })

  it('of a row that came without any are those that are told', () => {
    const bare = { seq: 1, uid: 1 }
    const model = after(opening, selected(1), rows(bare))
    expect(view.shownFlagOf(model, 1, '\\Seen')).toBe(false)
    const change = { flag: '\\Flagged', on: true }
    const told = next(model, { kind: 'flags', mailbox: INBOX, message: { uids: [1] }, change }).model
    expect(told.mailbox?.rows.get(1)?.flags).toEqual(['\\Flagged'])
    const late = next(told, { kind: 'recalled', mailbox: INBOX, rows: [bare], asked: 1 }).model
    expect(late.mailbox?.rows.get(1)?.flags).toEqual(['\\Flagged'])
    expect(
      view.rowAt(next(model, { kind: 'wished', wish: wishFlag('\\Seen', true, 1) }).model, 0)?.flags,
    ).toEqual(['\\Seen'])
  })

  it('told while a STORE was on its way are asked for where they differ', () => {
    const sent = open(
      2,
      { kind: 'wished', wish: wishFlag('\\Seen', true, 1, 2) },
      { kind: 'sending', mailbox: INBOX, flag: '\\Seen' },
      { kind: 'flags', mailbox: INBOX, message: { uids: [1] }, change: { flags: [] } },
    )
    const { effects } = next(sent, {
      kind: 'confirmed',
      wish: { kind: 'flag', mailbox: INBOX, flag: '\\Seen' },
    })
    expect(effects).toContainEqual({ kind: 'refreshFlags', mailbox: INBOX, by: 'uid', numbers: [1] })
    expect(
      next(open(1), { kind: 'confirmed', wish: { kind: 'flag', mailbox: INBOX, flag: '\\Seen' } }).effects,
    ).toEqual([])
  })
})

describe('a leave', () => {
  const leave = (mailbox: typeof INBOX, ...uids: number[]) =>
    ({ kind: 'wished', wish: { kind: 'leave', id: 'a', mailbox, uids } }) as const
  const part = (...uids: number[]) => ({ kind: 'leave', id: 'a', uids }) as const

  it('refused in part keeps the rest on its way, and one that is not known is nothing', () => {
    const model = open(3, leave(INBOX, 1, 2))
    const back = next(model, { kind: 'refused', wish: part(2) }).model
    expect(uidsOf(back)).toEqual([3, 2])
    expect(uidsOf(next(back, { kind: 'confirmed', wish: part(1) }).model)).toEqual([3, 2])
    const done = next(next(model, { kind: 'confirmed', wish: part(1) }).model, {
      kind: 'refused',
      wish: part(2),
    })
    expect([...done.model.wishes.leaving.values()].map(({ outcome }) => outcome)).toEqual(['done'])
    for (const kind of ['confirmed', 'refused', 'lost'] as const)
      expect(next(open(1), { kind, wish: part(1) }).effects).toEqual([])
  })

  it('of another folder hides nothing here, refused or not', () => {
    const model = open(2, leave(OTHER, 1))
    expect(uidsOf(model)).toEqual([2, 1])
    expect(uidsOf(next(model, { kind: 'refused', wish: part(1) }).model)).toEqual([2, 1])
    const both = next(model, { kind: 'wished', wish: { kind: 'leave', id: 'b', mailbox: INBOX, uids: [2] } })
    expect(uidsOf(both.model)).toEqual([1])
  })

  it('of the only message leaves none open', () => {
    const model = open(1, { kind: 'opened', uid: 1 }, leave(INBOX, 1))
    expect(model.open).toBeUndefined()
    const second = open(2, { kind: 'opened', uid: 1 }, leave(INBOX, 1))
    expect(second.open).toBe(2)
  })
})

describe('messages filed in the folder on screen', () => {
  const filed = (...uids: number[]) =>
    ({ kind: 'filed', mailbox: INBOX, rows: uids.map((uid) => row(uid)) }) as const

  it('stand below all that came later, and once', () => {
    const model = open(2, folded([1], [2]), filed(9))
    expect(uidsOf(model)).toEqual([2, 1, 9])
    expect(next(model, filed(9)).model.list).toBe(model.list)
  })

  it('wait for the index where it has arranged nothing', () => {
    expect(uidsOf(open(2, filed(9)))).toEqual([2, 1])
    expect(next(open(2), { ...filed(9), mailbox: OTHER }).effects).toEqual([])
  })
})

describe('the index takes its arrangement back', () => {
  it('and the list stands by number, whose meaning answers under way do not know', () => {
    const model = open(2, folded([1], [2]))
    const back = next(model, { kind: 'arranged', mailbox: INBOX, arrangement: undefined }).model
    expect(uidsOf(back)).toEqual([2, 1])
    expect(back.mailbox!.numbers.shifts).toBeGreaterThan(model.list.order!.shifts)
    expect(view.placedRows(model).sort()).toEqual([
      [1, row(1)],
      [2, row(2)],
    ])
    expect(
      view
        .placedRows(back)
        .map(([place]) => place)
        .sort(),
    ).toEqual([1, 2])
  })
})

describe('places outside the list', () => {
  it('have no row', () => {
    const model = open(2)
    expect(view.rowAt(model, 2)).toBeUndefined()
    expect(view.rowAt(model, -1)).toBeUndefined()
    expect(view.indexOf(model, 9)).toBeUndefined()
    expect(view.isListed(model, 9)).toBe(false)
    expect(view.unreadAmong(model, OTHER, [1])).toEqual([])
    expect(state(2).exists).toBe(view.count(model))
  })
})
