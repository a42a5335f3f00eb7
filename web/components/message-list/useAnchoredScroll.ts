import { watch, type Ref } from 'vue'
import type { ListRow } from '../../stores/kit/listRow.ts'
import { indexOf, rowAt, seqOf, type RowWindow } from '../../stores/list/rowWindow.ts'

export interface AnchorOptions {
  scroller: Readonly<Ref<HTMLElement | null>>
  rowHeight(): number
  window(): RowWindow<ListRow>
  /** What the rows belong to: another folder, filter or search begins at its top. */
  list(): unknown
}

/** How far to look for a row that both windows know, in rows. */
const REACH = 100

/** Mail that comes or goes above what is on screen must not push it away; at the very top, new mail comes into view. */
export function useAnchoredScroll({ scroller, rowHeight, window, list }: AnchorOptions): void {
  watch(
    [window, list] as const,
    ([now, own], [before, ownBefore]) => {
      const element = scroller.value
      if (!element) return
      if (own !== ownBefore) element.scrollTop = 0
      else if (element.scrollTop > rowHeight() / 2) {
        element.scrollTop += rowHeight() * shift(before, now, Math.floor(element.scrollTop / rowHeight()))
      }
    },
    { flush: 'post' },
  )
}

/** By how many rows what was at `top` has moved. */
export function shift(before: RowWindow<ListRow>, now: RowWindow<ListRow>, top: number): number {
  for (let index = top; index < top + REACH; index++) {
    const row = rowAt(before, index)
    const seq = row && seqOf(now, row.uid)
    const moved = seq === undefined ? undefined : indexOf(now, seq)
    if (moved !== undefined) return moved - index
  }
  return 0
}
