import { watch, type Ref } from 'vue'
import { indexOfPlace, placeAt, placeOf, uidAt, type Places } from '../../mailbox/places.ts'

export interface AnchorOptions {
  scroller: Readonly<Ref<HTMLElement | null>>
  rowHeight(): number
  places(): Places | undefined
  /** What the rows belong to: another folder, filter or search begins at its top. */
  list(): unknown
}

/** How far to look for a message that stands in both lists, in rows. */
const REACH = 100

/** Mail that comes or goes above what is on screen must not push it away; at the very top, new mail comes into view. */
export function useAnchoredScroll({ scroller, rowHeight, places, list }: AnchorOptions): void {
  watch(
    [places, list] as const,
    ([current, key], [before, keyBefore]) => {
      const element = scroller.value
      if (!element) return
      if (key !== keyBefore) element.scrollTop = 0
      else if (before && current && element.scrollTop > rowHeight() / 2) {
        const top = Math.floor(element.scrollTop / rowHeight())
        element.scrollTop += rowHeight() * shift(before, current, top)
      }
    },
    { flush: 'post' },
  )
}

/** By how many rows what was at `top` has moved. */
export function shift(before: Places, current: Places, top: number): number {
  for (let index = top; index < top + REACH; index++) {
    const uid = uidAt(before, placeAt(before, index))
    const place = uid === undefined ? undefined : placeOf(current, uid)
    const moved = place === undefined ? undefined : indexOfPlace(current, place)
    if (moved !== undefined) return moved - index
  }
  return 0
}
