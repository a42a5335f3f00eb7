import { describe, expect, it } from 'vitest'
import { applyChange } from '../../../../web/mailbox/applyChange.ts'
import type { Change } from '../../../../web/mailbox/change.ts'
import { EMPTY_MODEL, placesOf, type Model } from '../../../../web/mailbox/model.ts'
import type { ListRow } from '../../../../web/mailbox/row.ts'
import * as view from '../../../../web/mailbox/view.ts'

const INBOX = { path: 'INBOX', uidValidity: '1' }
const row = (uid: number, day: number): ListRow => ({
  seq: uid,
  uid,
  flags: [],
  internalDate: `2026-11-0${day}T10:00:00.000Z`,
})

/** INBOX with messages of the 5th, 4th and 2nd, arranged by date, and these changes after that. */
function arranged({ byDate = true }: { byDate?: boolean }, ...changes: Change[]): Model {
  const begun: Change[] = [
    { kind: 'opening', path: 'INBOX' },
    {
      kind: 'selected',
      mailbox: { ...INBOX, exists: 3, readOnly: false, flags: [] },
    },
    {
      kind: 'rows',
      mailbox: INBOX,
      rows: [row(1, 4), row(2, 2), row(3, 5)],
      lane: 'main',
      asked: 2,
    },
    { kind: 'arranged', mailbox: INBOX, arrangement: { uids: Uint32Array.of(2, 1, 3) }, byDate },
  ]
  return [...begun, ...changes].reduce((model, change) => applyChange(model, change).model, EMPTY_MODEL)
}
const uids = (model: Model): (number | undefined)[] => {
  const count = placesOf(model) ? view.count(model) : 0
  return Array.from({ length: count }, (_, at) => view.uidAtIndex(model, at))
}
const filed = (...rows: ListRow[]): Change => ({ kind: 'filed', mailbox: INBOX, rows })

describe('a message that comes back', () => {
  it('stands where it was received, at once', () => {
    expect(uids(arranged({}, filed(row(9, 3))))).toEqual([3, 1, 9, 2])
    expect(uids(arranged({}, filed(row(9, 1))))).toEqual([3, 1, 2, 9])
    expect(uids(arranged({}, filed(row(8, 6), row(9, 4))))).toEqual([8, 3, 9, 1, 2])
  })

  it('stands there still when the index arranges anew without it, and once when it knows it', () => {
    const without: Change = {
      kind: 'arranged',
      mailbox: INBOX,
      arrangement: { uids: Uint32Array.of(2, 1, 3, 4) },
      byDate: true,
    }
    const withIt: Change = { ...without, arrangement: { uids: Uint32Array.of(2, 9, 1, 3, 4) } }
    expect(uids(arranged({}, filed(row(9, 3)), without))).toEqual([4, 3, 1, 9, 2])
    expect(uids(arranged({}, filed(row(9, 3)), without, withIt))).toEqual([4, 3, 1, 9, 2])
  })

  it('waits for the index in any other order, and in another folder', () => {
    expect(uids(arranged({ byDate: false }, filed(row(9, 3))))).toEqual([3, 1, 2])
    const archived: Change = {
      kind: 'filed',
      mailbox: { path: 'Archive', uidValidity: '1' },
      rows: [row(9, 3)],
    }
    expect(uids(arranged({}, archived))).toEqual([3, 1, 2])
  })
})
