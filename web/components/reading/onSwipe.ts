/** Shortest way of a finger that means a swipe, in CSS pixels, and how much straighter than steep it must be. */
const SWIPE_PX = 70
const STRAIGHT = 2

/**
 * A finger drawn sideways over `target`: to the next message, or back to the previous one. Mail that scrolls sideways
 * keeps the gesture to itself.
 */
export function onSwipe(target: Document | HTMLElement, swiped: (towards: 'left' | 'right') => void): void {
  let start: { x: number; y: number } | undefined
  target.addEventListener(
    'touchstart',
    (event) => {
      const touch = (event as TouchEvent).touches
      const point = touch.length === 1 ? touch[0] : undefined
      start = point && !scrollsSideways(event.target) ? { x: point.clientX, y: point.clientY } : undefined
    },
    { passive: true },
  )
  target.addEventListener(
    'touchend',
    (event) => {
      const end = (event as TouchEvent).changedTouches[0]
      if (!start || !end) return
      const [x, y] = [end.clientX - start.x, end.clientY - start.y]
      start = undefined
      if (Math.abs(x) >= SWIPE_PX && Math.abs(x) >= STRAIGHT * Math.abs(y)) swiped(x < 0 ? 'left' : 'right')
    },
    { passive: true },
  )
}

function scrollsSideways(target: EventTarget | null): boolean {
  for (let element = target as Element | null; element?.parentElement; element = element.parentElement) {
    if (element.scrollWidth > element.clientWidth + 1) {
      const view = element.ownerDocument.defaultView
      if (view && /auto|scroll/.test(view.getComputedStyle(element).overflowX)) return true
    }
  }
  return false
}
