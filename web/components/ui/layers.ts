import { onBeforeUnmount, shallowReactive } from 'vue'

/** What lies over the page and is taken off by the browser's Back: how each is closed, the uppermost last. */
export const layers = shallowReactive<(() => void)[]>([])

/** For as long as the component is there. */
export function useLayer(close: () => void): void {
  layers.push(close)
  onBeforeUnmount(() => {
    const at = layers.indexOf(close)
    if (at >= 0) layers.splice(at, 1)
  })
}
