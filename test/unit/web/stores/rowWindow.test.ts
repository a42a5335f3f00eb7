import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import {
  askedAgain,
  expunged,
  grown,
  indexOf,
  openWindow,
  resynced,
  rowAt,
  rowCount,
  seqAt,
  unknownSeqs,
  vanished,
  withHidden,
  withMissing,
  withoutHidden,
  withRow,
  withRows,
  type RowWindow,
} from '../../../../web/stores/list/rowWindow.ts'

interface Row {
  uid: number
  seen?: boolean
  partial?: unknown
}

/** A window that knows all of `uids`, sequence number 1 first. */
function full(...uids: number[]): RowWindow<Row> {
  return withRows(
    openWindow<Row>(uids.length),
    uids.map((uid, at) => [at + 1, { uid }] as const),
  )
}
/** What the list shows, newest first; `?` where nothing is known. */
function shown(window: RowWindow<Row>): (number | '?')[] {
  return Array.from({ length: rowCount(window) }, (_, index) => rowAt(window, index)?.uid ?? '?')
}

describe('rowWindow', () => {
  it('shows the newest first', () => {
    expect(shown(full(10, 20, 30))).toEqual([30, 20, 10])
    expect(shown(openWindow<Row>(2))).toEqual(['?', '?'])
  })

  it('asks only for what it does not know, within the mailbox', () => {
    const window = withMissing(withRows(openWindow<Row>(6), [[5, { uid: 50 }]]), [4])
    expect(unknownSeqs(window, -3, 100)).toEqual([6, 3, 2, 1])
    expect(unknownSeqs(window, 1, 3)).toEqual([3])
  })

  it('asks again for what only the index knew when more came, not for what the server does not hand out', () => {
    const [known, partial] = [{ uid: 40 }, { uid: 50, partial: {} }]
    const window = withRows(withMissing(openWindow<Row>(5), [2, 5]), [[4, known]])
    const missing = withMissing(withRows(window, [[5, partial]]), [5])
    expect(unknownSeqs(missing, 0, 4)).toEqual([3, 1])
    expect(unknownSeqs(askedAgain(missing), 0, 4)).toEqual([5, 3, 1])
    expect(askedAgain(window)).toBe(window)
  })

  it('new mail comes on top', () => {
    expect(shown(grown(full(10, 20), 3))).toEqual(['?', 20, 10])
    const same = full(10)
    expect(grown(same, 1)).toBe(same)
  })

  it('knows nothing any more when the count falls without an EXPUNGE', () => {
    const window = grown(full(10, 20, 30), 2)
    expect(shown(window)).toEqual(['?', '?'])
    expect(window.shifts).toBe(1)
  })

  it('EXPUNGE takes one row and moves those above', () => {
    expect(shown(expunged(full(10, 20, 30), 2))).toEqual([30, 10])
    const window = full(10)
    expect(expunged(window, 7)).toBe(window)
    expect(expunged(window, 0)).toBe(window)
  })

  it('VANISHED finds its place between the known rows', () => {
    expect(shown(vanished(full(10, 20, 30), 20))).toEqual([30, 10])
    const gaps = withRows(openWindow<Row>(4), [
      [1, { uid: 10 }],
      [4, { uid: 40 }],
    ])
    expect(shown(vanished(gaps, 20))).toEqual([40, '?', 10])
  })

  it('hides what the user moved away, and shows it again when the server refuses', () => {
    const hidden = withHidden(full(10, 20, 30, 40), [20, 40])
    expect(shown(hidden)).toEqual([30, 10])
    expect([indexOf(hidden, 3), indexOf(hidden, 4), indexOf(hidden, 1)]).toEqual([0, undefined, 1])
    expect(shown(withoutHidden(hidden, [40]))).toEqual([40, 30, 10])
    expect(shown(expunged(hidden, 2))).toEqual([30, 10])
    expect(shown(grown(hidden, 5))).toEqual(['?', 30, 10])
  })

  it('changes one row by UID', () => {
    const window = withRow(full(10, 20), 20, (row) => ({ ...row, seen: true }))
    expect(rowAt(window, 0)).toEqual({ uid: 20, seen: true })
    expect(withRow(window, 99, (row) => row)).toBe(window)
  })

  it('keeps rows over a reselect only when nothing can have moved', () => {
    const window = full(10, 20)
    const at = (exists: number, uidNextGrowth?: number) => resynced(window, { exists, uidNextGrowth })
    expect(at(2, 0)).toBe(window)
    expect(shown(at(3, 1))).toEqual(['?', 20, 10])
    // One came and one went: as many as before, but which?
    expect(shown(at(2, 1))).toEqual(['?', '?'])
    expect(shown(at(2))).toEqual(['?', '?'])
    expect(shown(at(1, 0))).toEqual(['?'])
    expect(shown(at(3, 0))).toEqual(['?', '?', '?'])
  })

  it('an item beyond the known count grows the mailbox: FETCH may come before EXISTS is applied', () => {
    expect(rowCount(withRows(openWindow<Row>(1), [[2, { uid: 20 }]]))).toBe(2)
  })
})

/** The mailbox as the server has it: UIDs in order, the hidden ones among them. */
interface Model {
  uids: number[]
  hidden: Set<number>
  nextUid: number
}
type Change =
  | { kind: 'arrive'; count: number }
  | { kind: 'expunge'; at: number }
  | { kind: 'vanish'; at: number }
  | { kind: 'fetch'; from: number; to: number }
  | { kind: 'hide'; at: number }
  | { kind: 'unhide' }

const place = fc.nat({ max: 30 })
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('arrive' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant('expunge' as const), at: place }),
  fc.record({ kind: fc.constant('vanish' as const), at: place }),
  fc.record({ kind: fc.constant('fetch' as const), from: place, to: place }),
  fc.record({ kind: fc.constant('hide' as const), at: place }),
  fc.record({ kind: fc.constant('unhide' as const) }),
)

function apply(model: Model, window: RowWindow<Row>, one: Change): RowWindow<Row> {
  const at = (index: number): number => index % Math.max(model.uids.length, 1)
  switch (one.kind) {
    case 'arrive':
      for (let times = 0; times < one.count; times++) model.uids.push((model.nextUid += 3))
      return grown(window, model.uids.length)
    case 'expunge':
    case 'vanish': {
      const [uid] = model.uids.splice(at(one.at), 1)
      if (uid === undefined) return window
      model.hidden.delete(uid)
      return one.kind === 'vanish' ? vanished(window, uid) : expunged(window, seqSpliced(window, one.at))
    }
    case 'fetch': {
      const [low, high] = [Math.min(one.from, one.to), Math.max(one.from, one.to)]
      return withRows(window, model.uids.map((uid, index) => [index + 1, { uid }] as const).slice(low, high))
    }
    case 'hide': {
      const uid = model.uids[at(one.at)]
      const known = uid !== undefined && [...window.rows.values()].some((row) => row.uid === uid)
      if (!known) return window
      model.hidden.add(uid)
      return withHidden(window, [uid])
    }
    case 'unhide': {
      const back = [...model.hidden]
      model.hidden.clear()
      return withoutHidden(window, back)
    }
  }
}

/** The sequence number that was just spliced out of the model. */
function seqSpliced(window: RowWindow<Row>, index: number): number {
  return (index % Math.max(window.exists, 1)) + 1
}

describe('rowWindow against a mailbox', () => {
  it('never shows a message that is not there, nor at a wrong place', () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.array(change, { maxLength: 60 }), (start, changes) => {
        const model: Model = { uids: [], hidden: new Set(), nextUid: 1 }
        for (let times = 0; times < start; times++) model.uids.push((model.nextUid += 3))
        let window = openWindow<Row>(start)
        for (const one of changes) {
          window = apply(model, window, one)
          const expected = model.uids.filter((uid) => !model.hidden.has(uid)).reverse()
          expect(rowCount(window)).toBe(expected.length)
          const list = shown(window)
          for (const [index, uid] of list.entries()) if (uid !== '?') expect(uid).toBe(expected[index])
          for (let index = 0; index < list.length; index++) {
            expect(indexOf(window, seqAt(window, index))).toBe(index)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
