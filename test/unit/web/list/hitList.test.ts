import { describe, expect, it } from 'vitest'
import {
  byArrival,
  inOrderOf,
  openHits,
  placeOf,
  refreshedHits,
  rowsByUid,
  withHitRows,
  withoutHit,
  type HitList,
} from '../../../../web/stores/list/hitList.ts'
import type { ListRow } from '../../../../web/stores/kit/listRow.ts'
import { rowAt, rowCount, seqAt, withHidden, withHiddenSeqs } from '../../../../web/stores/list/rowWindow.ts'

const row = (uid: number): ListRow => ({ uid, seq: uid * 10 })
const shown = (hits: HitList): (number | '?')[] =>
  Array.from({ length: rowCount(hits.window) }, (_, index) => rowAt(hits.window, index)?.uid ?? '?')
const none = rowsByUid([])
const all = rowsByUid([3, 7, 9].map(row))

describe('hits of a filter or a search', () => {
  it('show the newest first, with the rows that are known already', () => {
    expect(shown(openHits([3, 7, 9], rowsByUid([row(7), row(8)])))).toEqual(['?', 7, '?'])
  })

  it('are found by UID and by place', () => {
    const hits = openHits([3, 7, 9], none)
    expect([3, 7, 9, 8, 1].map((uid) => placeOf(hits, uid))).toEqual([1, 2, 3, undefined, undefined])
    expect(hits.uids[seqAt(hits.window, 0) - 1]).toBe(9)
  })

  it('take rows at their places, and no others', () => {
    expect(shown(withHitRows(openHits([3, 7, 9], none), [row(9), row(8), row(3)]))).toEqual([9, '?', 3])
  })

  it('lose what is expunged', () => {
    const hits = withoutHit(openHits([3, 7, 9], all), 7)
    expect([shown(hits), [...hits.uids]]).toEqual([
      [9, 3],
      [3, 9],
    ])
    expect(withoutHit(hits, 100)).toBe(hits)
  })

  it('keep rows, and what was just moved away, when the search is run again', () => {
    const before = openHits([3, 7, 9], all)
    const hidden = { ...before, window: withHidden(before.window, [7]) }
    const after = refreshedHits(hidden, [3, 7, 9, 12])
    expect(shown(after)).toEqual(['?', 9, 3])
    expect(refreshedHits(after, [3, 7, 9, 12])).toBe(after)
  })

  it('stay out of sight in another order, also where no row is known', () => {
    const before = openHits([1, 2, 3, 5, 6], none)
    const hidden = { ...before, window: withHiddenSeqs(before.window, [[3, 4]]) }
    const after = refreshedHits(hidden, [6, 5, 2, 3, 1])
    expect([after.window.hidden, rowCount(after.window)]).toEqual([
      [
        [2, 2],
        [4, 4],
      ],
      3,
    ])
  })

  it('stand in the order of all messages, what has just come above, what has just gone below', () => {
    const all = Uint32Array.of(9, 3, 7, 1)
    const found = inOrderOf(all, [3, 5, 7, 9, 12, 13])
    expect([...found]).toEqual([5, 9, 3, 7, 12, 13])
    expect([...byArrival(found)]).toEqual([3, 5, 7, 9, 12, 13])
    expect([...found]).toEqual([5, 9, 3, 7, 12, 13])
    const hits = openHits(found, rowsByUid([row(9)]))
    expect([9, 3, 12, 4].map((uid) => placeOf(hits, uid))).toEqual([2, 3, 5, undefined])
  })
})
