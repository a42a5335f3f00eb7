import { shallowRef } from 'vue'
import type { MessageActionId } from '../../actions/messageAction.ts'
import { beginsAtEdge, swiped, type RowSwipe, type SwipeDirection } from './rowSwipe.ts'

export interface RowSwipeOptions {
  /** What a swipe that way does to this row now; nothing where it makes no sense. */
  actionOf(key: string, direction: SwipeDirection): MessageActionId | undefined
  run(key: string, action: MessageActionId): void
}

/** A finger drawn sideways over a row of the list, by the row's key. */
export function useRowSwipe({ actionOf, run }: RowSwipeOptions) {
  /** The row that is drawn along. */
  const current = shallowRef<{ key: string; swipe: Extract<RowSwipe, { kind: 'swipe' }> }>()
  let touch: { id: number; key: string; x: number; y: number; swipe: RowSwipe } | undefined
  /** Ends in a click that means nothing. */
  let wasSwiped = false

  function onDown(event: PointerEvent, key: string): void {
    wasSwiped = false
    if (event.pointerType !== 'touch') return
    // A second finger is no swipe; a first one, whatever became of the touch before, begins anew.
    if (!event.isPrimary || beginsAtEdge(event.clientX, innerWidth)) return end()
    touch = { id: event.pointerId, key, x: event.clientX, y: event.clientY, swipe: { kind: 'undecided' } }
  }

  function onMove(event: PointerEvent): void {
    if (event.pointerId !== touch?.id) return
    const { key, x, y } = touch
    const directions: SwipeDirection[] = ['forwards', 'backwards']
    touch.swipe = swiped(touch.swipe, {
      x: event.clientX - x,
      y: event.clientY - y,
      rtl: document.documentElement.dir === 'rtl',
      offered: new Set(directions.filter((one) => actionOf(key, one))),
    })
    if (touch.swipe.kind !== 'swipe') return
    wasSwiped = true
    current.value = { key, swipe: touch.swipe }
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId)
  }

  function onUp(event: PointerEvent): void {
    if (event.pointerId !== touch?.id) return
    const { key, swipe } = touch
    end()
    if (swipe.kind !== 'swipe' || !swipe.armed) return
    const action = actionOf(key, swipe.direction)
    if (action) run(key, action)
  }

  /** The browser took the touch to scroll, or a second finger came. */
  function end(): void {
    touch = undefined
    current.value = undefined
  }

  return {
    current,
    onDown,
    onMove,
    onUp,
    onCancel: end,
    /** Whether the click that comes now ends a swipe. */
    takesClick: () => wasSwiped,
  }
}
