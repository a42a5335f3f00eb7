import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export interface FixedRowsOptions {
  scroller: Readonly<Ref<HTMLElement | null>>
  count: () => number
  /** In CSS pixels. */
  rowHeight: () => number
  /** What lies over the top of the rows, in CSS pixels. */
  covered: number
}

/** Rows drawn beyond the edges, so that a slow frame shows no gap. */
const OVERSCAN = 8

/** Which rows to draw of a list whose rows are all as high: arithmetic alone, however long the list is. */
export function useFixedRows({ scroller, count, rowHeight, covered }: FixedRowsOptions) {
  const top = ref(0)
  const height = ref(0)
  const width = ref(0)

  /** Rows on screen, from the top; `last` is −1 when there are none. */
  const range = computed(() => ({
    first: Math.max(0, Math.min(Math.floor(top.value / rowHeight()), count() - 1)),
    last: Math.min(count() - 1, Math.ceil((top.value + height.value - covered) / rowHeight()) - 1),
  }))
  const drawn = computed(() => {
    const first = Math.max(0, range.value.first - OVERSCAN)
    const last = Math.min(count() - 1, range.value.last + OVERSCAN)
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
  })

  function onScroll(): void {
    top.value = scroller.value?.scrollTop ?? 0
  }

  /** As little as needed for the whole row to be seen. */
  function reveal(index: number): void {
    const element = scroller.value
    if (!element) return
    const start = index * rowHeight()
    const visible = element.clientHeight - covered
    if (start < element.scrollTop) element.scrollTop = start
    else if (start + rowHeight() > element.scrollTop + visible)
      element.scrollTop = start + rowHeight() - visible
    onScroll()
  }

  /** Rows that fit on screen. */
  function page(): number {
    return Math.max(1, Math.floor((height.value - covered) / rowHeight()) - 1)
  }

  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return
    height.value = entry.contentRect.height
    width.value = entry.contentRect.width
    onScroll()
  })
  onMounted(() => {
    if (scroller.value) observer.observe(scroller.value)
  })
  onBeforeUnmount(() => observer.disconnect())

  return { range, drawn, width, reveal, page, onScroll }
}
