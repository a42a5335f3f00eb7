import { shallowRef, type Directive } from 'vue'
import { TOOLTIP_DELAY_MS, TOOLTIP_NEXT_MS } from './limits.ts'

export interface Tooltip {
  text: string
  /** As printed on the key. */
  shortcut?: string | undefined
}

/** What is shown, if anything: `UiTooltipHost`, once on the page, draws it. */
export const shownTooltip = shallowRef<Tooltip & { anchor: HTMLElement }>()

const tips = new WeakMap<HTMLElement, Tooltip>()
let timer: ReturnType<typeof setTimeout> | undefined
let lastHidden = 0

function show(anchor: HTMLElement): void {
  const tip = tips.get(anchor)
  if (tip && tip.text !== '' && anchor.isConnected) shownTooltip.value = { ...tip, anchor }
}

/** From one to the next there is no waiting again. */
function showSoon(anchor: HTMLElement): void {
  clearTimeout(timer)
  const wait = performance.now() - lastHidden < TOOLTIP_NEXT_MS ? 0 : TOOLTIP_DELAY_MS
  timer = setTimeout(() => show(anchor), wait)
}

export function hideTooltip(): void {
  clearTimeout(timer)
  if (shownTooltip.value) lastHidden = performance.now()
  shownTooltip.value = undefined
}

function enter(event: PointerEvent): void {
  // A finger has nothing to hover with; a long press is the browser's.
  if (event.pointerType !== 'touch') showSoon(event.currentTarget as HTMLElement)
}

function focus(event: FocusEvent): void {
  const anchor = event.currentTarget as HTMLElement
  if (anchor.matches(':focus-visible')) show(anchor)
}

function toTip(value: Tooltip | string): Tooltip {
  return typeof value === 'string' ? { text: value } : value
}

/**
 * `v-tooltip="text"` or `v-tooltip="{ text, shortcut }"`: words beside a control while it is hovered or focused. It
 * does not name the control: give it a label too. Escape hides it (WCAG 1.4.13).
 */
export const vTooltip: Directive<HTMLElement, Tooltip | string> = {
  mounted(element, { value }) {
    tips.set(element, toTip(value))
    element.addEventListener('pointerenter', enter)
    element.addEventListener('pointerleave', hideTooltip)
    element.addEventListener('pointerdown', hideTooltip)
    element.addEventListener('focus', focus)
    element.addEventListener('blur', hideTooltip)
  },
  updated(element, { value }) {
    tips.set(element, toTip(value))
    if (shownTooltip.value?.anchor === element) show(element)
  },
  beforeUnmount(element) {
    if (shownTooltip.value?.anchor === element) hideTooltip()
    tips.delete(element)
  },
}
