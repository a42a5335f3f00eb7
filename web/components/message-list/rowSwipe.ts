/** Way of a finger until it is clear where it goes, in CSS pixels: less is a tap that trembles. */
const SLOP_PX = 10
/** How much straighter than steep a swipe is. */
const STRAIGHT = 1.5
/** From here letting go does it, in CSS pixels. */
const ARMED_PX = 88
/** A finger from the edge of the screen means the system's own gesture, in CSS pixels. */
const EDGE_PX = 24

/** By the direction of reading: to the right is forwards in a language from left to right. */
export type SwipeDirection = 'forwards' | 'backwards'

export type RowSwipe =
  | { kind: 'undecided' }
  /** The list scrolls; this touch is no swipe any more. */
  | { kind: 'scroll' }
  | {
      kind: 'swipe'
      direction: SwipeDirection
      /** How far the row is drawn along, in CSS pixels to the right. */
      offset: number
      /** Letting go does it. */
      armed: boolean
    }

export interface SwipeMove {
  /** From where the finger came down, in CSS pixels. */
  x: number
  y: number
  rtl: boolean
  /** Directions that have an action here. */
  offered: ReadonlySet<SwipeDirection>
}

export function beginsAtEdge(x: number, width: number): boolean {
  return x < EDGE_PX || x > width - EDGE_PX
}

/** The touch after a move. Once it is a swipe or a scroll it stays that. */
export function swiped(before: RowSwipe, { x, y, rtl, offered }: SwipeMove): RowSwipe {
  if (before.kind === 'scroll') return before
  if (before.kind === 'undecided') {
    if (Math.hypot(x, y) < SLOP_PX) return before
    if (Math.abs(x) < STRAIGHT * Math.abs(y)) return { kind: 'scroll' }
  }
  const direction = x > 0 !== rtl ? 'forwards' : 'backwards'
  // A row that has no action there stays where it is.
  if (!offered.has(direction)) return { kind: 'swipe', direction, offset: 0, armed: false }
  return { kind: 'swipe', direction, offset: x, armed: Math.abs(x) >= ARMED_PX }
}
