import { computed, onBeforeUnmount, onMounted, ref } from 'vue'
import { LIST_WIDTH, SIDE_WIDTH } from '../../stores/kit/limits.ts'
import { useSettings } from '../../stores/kit/settings.ts'
import { READ_WIDTH_MIN } from './limits.ts'

/** Widths of the page, in CSS pixels, from which there are as many panes; MailPanes.css has the same. */
const THREE_FROM = 1_100
const TWO_FROM = 720
const WIDE_FROM = 1_800

/** How many panes stand side by side now, and how wide the first two are. */
export function usePanes() {
  const settings = useSettings()
  const width = ref(innerWidth)
  const measure = (): void => void (width.value = innerWidth)
  onMounted(() => addEventListener('resize', measure))
  onBeforeUnmount(() => removeEventListener('resize', measure))

  const panes = computed(() => (width.value >= THREE_FROM ? 3 : width.value >= TWO_FROM ? 2 : 1))
  const suits = (bounds: { initial: number; wide: number }): number =>
    width.value >= WIDE_FROM ? bounds.wide : bounds.initial
  const sideInitial = computed(() => suits(SIDE_WIDTH))
  const side = computed(() => settings.view.sideWidth ?? sideInitial.value)
  const listMax = computed(() => {
    const left = width.value - READ_WIDTH_MIN - (panes.value === 3 ? side.value : 0)
    return Math.max(LIST_WIDTH.min, Math.min(LIST_WIDTH.max, left))
  })
  const listInitial = computed(() => (panes.value === 2 ? Math.round(width.value * 0.4) : suits(LIST_WIDTH)))
  const list = computed(() => Math.min(settings.view.listWidth ?? listInitial.value, listMax.value))

  return { panes, side, sideInitial, list, listInitial, listMax }
}
