import { describe, expect, it } from 'vitest'
import {
  beginsAtEdge,
  swiped,
  type RowSwipe,
  type SwipeDirection,
} from '../../../../web/components/message-list/rowSwipe.ts'

const BOTH: ReadonlySet<SwipeDirection> = new Set(['forwards', 'backwards'])
const BEGIN: RowSwipe = { kind: 'undecided' }
const move = (x: number, y: number, more: { rtl?: boolean; offered?: ReadonlySet<SwipeDirection> } = {}) => ({
  x,
  y,
  rtl: false,
  offered: BOTH,
  ...more,
})

describe('a finger on a row', () => {
  it('that trembles is a tap', () => {
    expect(swiped(BEGIN, move(6, 6))).toEqual(BEGIN)
  })

  it('that goes up or down scrolls, wherever it goes then', () => {
    const scrolling = swiped(BEGIN, move(8, -20))
    expect(scrolling).toEqual({ kind: 'scroll' })
    expect(swiped(scrolling, move(200, -20))).toEqual({ kind: 'scroll' })
    expect(swiped(BEGIN, move(20, 20))).toEqual({ kind: 'scroll' })
  })

  it('that goes sideways draws the row along, and does it from some way on', () => {
    const right = swiped(BEGIN, move(30, 4))
    expect(right).toEqual({ kind: 'swipe', direction: 'forwards', offset: 30, armed: false })
    expect(swiped(right, move(100, 60))).toMatchObject({ offset: 100, armed: true })
    // Taken back.
    expect(swiped(right, move(40, 60))).toMatchObject({ offset: 40, armed: false })
    expect(swiped(right, move(-100, 0))).toMatchObject({ direction: 'backwards', offset: -100, armed: true })
  })

  it('is mirrored where reading goes from right to left', () => {
    expect(swiped(BEGIN, move(-100, 0, { rtl: true }))).toMatchObject({ direction: 'forwards', offset: -100 })
    expect(swiped(BEGIN, move(100, 0, { rtl: true }))).toMatchObject({ direction: 'backwards', offset: 100 })
  })

  it('moves nothing to a side that has no action', () => {
    const offered: ReadonlySet<SwipeDirection> = new Set(['backwards'])
    expect(swiped(BEGIN, move(200, 0, { offered }))).toMatchObject({ offset: 0, armed: false })
    expect(swiped(BEGIN, move(-200, 0, { offered }))).toMatchObject({ offset: -200, armed: true })
  })

  it('from the edge of the screen is the system’s', () => {
    expect([4, 100, 386].map((x) => beginsAtEdge(x, 390))).toEqual([true, false, true])
  })
})
