import { onBeforeUnmount, onMounted } from 'vue'

const COPIED = ['--ink', '--ink-2', '--line', '--accent', '--font'] as const

/** Gives the frame's document the page's colours, and again when the theme changes: the frame inherits nothing. */
export function useFrameTheme(frameDocument: () => Document | null | undefined): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)')
  const contrast = matchMedia('(prefers-contrast: more)')

  function apply(): void {
    const root = frameDocument()?.documentElement
    if (!root) return
    const page = getComputedStyle(document.documentElement)
    const dark = page.colorScheme === 'dark' || (page.colorScheme.includes('dark') && scheme.matches)
    for (const name of COPIED) root.style.setProperty(name, page.getPropertyValue(name))
    root.dataset['page'] = dark ? 'dark' : 'light'
    // A frame whose scheme differs from the page's is painted on an opaque ground.
    root.style.setProperty('color-scheme', root.dataset['ground'] === 'paper' || !dark ? 'light' : 'dark')
  }
  const observer = new MutationObserver(apply)
  onMounted(() => {
    scheme.addEventListener('change', apply)
    contrast.addEventListener('change', apply)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  })
  onBeforeUnmount(() => {
    scheme.removeEventListener('change', apply)
    contrast.removeEventListener('change', apply)
    observer.disconnect()
  })
  return apply
}
