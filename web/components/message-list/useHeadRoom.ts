import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

/** What has room beside the folder's name: the filters and the total; the filters alone; or a menu in their place. */
export type HeadRoom = 'all' | 'pills' | 'menu'

type Element = Readonly<Ref<HTMLElement | null>>

/** Room between the parts of the head, at its ends, and of the button to sort, in CSS pixels; ListHead.vue has the same. */
const GAP = 8
const ENDS = 24
const SORT = 30 + GAP

/** Names are as long as languages and people make them: measured, not guessed from the width of the list. */
export function useHeadRoom({
  head,
  name,
  total,
  pills,
}: Record<'head' | 'name' | 'total' | 'pills', Element>) {
  const room = ref<HeadRoom>('all')

  function measure(): void {
    if (!head.value || !name.value || !pills.value || head.value.clientWidth === 0) return
    const left = head.value.clientWidth - ENDS - SORT - name.value.scrollWidth - GAP - pills.value.offsetWidth
    const counted = total.value ? total.value.offsetWidth + GAP : 0
    room.value = left < 0 ? 'menu' : left < counted ? 'pills' : 'all'
  }

  const observer = new ResizeObserver(measure)
  onMounted(() => {
    for (const part of [head, name, pills]) if (part.value) observer.observe(part.value)
  })
  watch(total, (now, before) => {
    if (before) observer.unobserve(before)
    if (now) observer.observe(now)
    else measure()
  })
  onBeforeUnmount(() => observer.disconnect())
  return room
}
