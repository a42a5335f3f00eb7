import { onBeforeUnmount, onMounted } from 'vue'
import { onThemeChange, pageTheme } from './pageTheme.ts'

/**
 * Gives the frame's document the page's colours, and again when the theme changes: the frame inherits nothing.
 * `onChange` is told first, to draw anew what depends on the theme.
 */
export function useFrameTheme(
  frameDocument: () => Document | null | undefined,
  onChange: () => void,
): () => void {
  function apply(): void {
    const root = frameDocument()?.documentElement
    if (!root) return
    const { dark, colours } = pageTheme()
    for (const [name, value] of colours) root.style.setProperty(name, value)
    root.dataset['page'] = dark ? 'dark' : 'light'
    // A frame whose scheme differs from the page's is painted on an opaque ground.
    root.style.setProperty('color-scheme', root.dataset['ground'] === 'paper' || !dark ? 'light' : 'dark')
  }
  let stop: (() => void) | undefined
  onMounted(() => {
    stop = onThemeChange(() => {
      onChange()
      apply()
    })
  })
  onBeforeUnmount(() => stop?.())
  return apply
}
