import { onBeforeUnmount, onMounted } from 'vue'

const COPIED = ['--ink', '--ink-2', '--line', '--accent', '--font'] as const

/** Whether the page is drawn dark now, by its setting or the system's. */
export function isPageDark(): boolean {
  const { colorScheme } = getComputedStyle(document.documentElement)
  const system = matchMedia('(prefers-color-scheme: dark)').matches
  return colorScheme === 'dark' || (colorScheme.includes('dark') && system)
}

/**
 * Gives the frame's document the page's colours, and again when the theme changes: the frame inherits nothing.
 * `onChange` is told first, to draw anew what depends on the theme.
 */
export function useFrameTheme(
  frameDocument: () => Document | null | undefined,
  onChange: () => void,
): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  const contrast = matchMedia('(prefers-contrast: more)')

  function apply(): void {
    const root = frameDocument()?.documentElement
    if (!root) return
    const page = getComputedStyle(document.documentElement)
    const dark = isPageDark()
    for (const name of COPIED) root.style.setProperty(name, page.getPropertyValue(name))
    root.dataset['page'] = dark ? 'dark' : 'light'
    // A frame whose scheme differs from the page's is painted on an opaque ground.
    root.style.setProperty('color-scheme', root.dataset['ground'] === 'paper' || !dark ? 'light' : 'dark')
  }
  const change = (): void => {
    onChange()
    apply()
  }
  const observer = new MutationObserver(change)
  onMounted(() => {
    scheme.addEventListener('change', change)
    contrast.addEventListener('change', change)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-contrast'] })
  })
  onBeforeUnmount(() => {
    scheme.removeEventListener('change', change)
    contrast.removeEventListener('change', change)
    observer.disconnect()
  })
  return apply
}
