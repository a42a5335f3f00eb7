import { onBeforeUnmount, watch } from 'vue'

let open = 0

function change(by: number): void {
  open += by
  document.querySelector('#app')?.toggleAttribute('inert', open > 0)
}

/** While something modal is open nothing of the page behind it takes focus or clicks; what is modal is drawn outside #app. */
export function useInertPage(isOpen: () => boolean): void {
  let counted = false
  const count = (on: boolean): void => {
    if (on === counted) return
    counted = on
    change(on ? 1 : -1)
  }
  // At once: the focus goes back to the page as soon as it closes.
  watch(isOpen, count, { immediate: true, flush: 'sync' })
  onBeforeUnmount(() => count(false))
}
