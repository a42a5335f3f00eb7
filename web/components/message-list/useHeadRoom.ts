import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** What has room beside the folder's name: the filters side by side, or a menu in their place. */
export type HeadRoom = 'pills' | 'menu'

type Element = Readonly<Ref<HTMLElement | null>>

/** Width of the content in CSS pixels, whole even where it is cut. */
function contentWidth(element: HTMLElement): number {
  const range = document.createRange()
  range.selectNodeContents(element)
  return range.getBoundingClientRect().width
}

/**
 * Measures instead of guessing from the width of the list: names are as long as languages and people make them, and
 * every font has its own widths. `sort` is the button behind the filters.
 */
export function useHeadRoom({
  head,
  name,
  pills,
  sort,
}: Record<'head' | 'name' | 'pills', Element> & { sort: () => HTMLElement | undefined }) {
  const room = ref<HeadRoom>('pills')

  function measure(): void {
    const button = sort()
    if (!head.value || !name.value || !pills.value || !button || head.value.clientWidth === 0) return
    const style = getComputedStyle(head.value)
    const ends = Number.parseFloat(style.paddingInlineStart) + Number.parseFloat(style.paddingInlineEnd)
    const gaps = 2 * Number.parseFloat(style.columnGap)
    const needed = contentWidth(name.value) + contentWidth(pills.value) + button.offsetWidth + gaps + ends
    room.value = needed > head.value.clientWidth ? 'menu' : 'pills'
  }

  const observer = new ResizeObserver(measure)
  // They are others once a search of all folders, which has a head of its own, is left.
  watch(
    [head, name, pills, sort],
    (parts) => {
      observer.disconnect()
      for (const part of parts) if (part) observer.observe(part)
    },
    { flush: 'post' },
  )
  onBeforeUnmount(() => observer.disconnect())
  return room
}
