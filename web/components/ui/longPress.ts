/** How long a finger rests on something to open its menu, in milliseconds. */
const LONG_PRESS_MS = 450

export interface Point {
  x: number
  y: number
}

export function isTouch(event: MouseEvent): boolean {
  return event instanceof PointerEvent && event.pointerType === 'touch'
}

/** A finger that rests does what the other button of a mouse does. */
export function useLongPress() {
  let pressing: ReturnType<typeof setTimeout> | undefined
  /** A long press ends in a click that means nothing. */
  let pressed = false

  return {
    /** @param open What it opens; nothing where there is nothing to open. */
    start(event: PointerEvent, open: ((at: Point) => void) | undefined): void {
      pressed = false
      if (!open || !isTouch(event)) return
      const at = { x: event.clientX, y: event.clientY }
      pressing = setTimeout(() => {
        pressed = true
        open(at)
      }, LONG_PRESS_MS)
    },
    /** The finger is lifted, or moves: it scrolls or swipes. */
    end(): void {
      clearTimeout(pressing)
    },
    /** Whether this click is the end of a long press. */
    takeClick(): boolean {
      const was = pressed
      pressed = false
      return was
    },
    /** The other button. A finger has opened the menu before the browser tells of it. */
    onContextMenu(event: MouseEvent, open: (at: Point) => void): void {
      event.preventDefault()
      if (!isTouch(event)) open({ x: event.clientX, y: event.clientY })
    },
  }
}
