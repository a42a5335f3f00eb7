/** The page's colours as a reader frame needs them, which inherits nothing. */
export interface PageTheme {
  dark: boolean
  /** Values of custom properties, by name. */
  colours: ReadonlyMap<string, string>
}

const COPIED = ['--ink', '--ink-2', '--line', '--accent', '--font'] as const

const listeners = new Set<() => void>()
let known: PageTheme | undefined
let watching = false

/** Kept until the theme changes: to ask for a computed style lays the whole page out, in the middle of opening a message. */
export function pageTheme(): PageTheme {
  watchTheme()
  known ??= readTheme()
  return known
}

/** @returns how to stop listening */
export function onThemeChange(listener: () => void): () => void {
  watchTheme()
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function readTheme(): PageTheme {
  const page = getComputedStyle(document.documentElement)
  const system = matchMedia('(prefers-color-scheme: dark)').matches
  const { colorScheme } = page
  return {
    dark: colorScheme === 'dark' || (colorScheme.includes('dark') && system),
    colours: new Map(COPIED.map((name) => [name, page.getPropertyValue(name)])),
  }
}

function watchTheme(): void {
  if (watching) return
  watching = true
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed)
  matchMedia('(prefers-contrast: more)').addEventListener('change', changed)
  matchMedia('(forced-colors: active)').addEventListener('change', changed)
  new MutationObserver(changed).observe(document.documentElement, {
    attributeFilter: ['data-theme', 'data-contrast'],
  })
}

function changed(): void {
  known = undefined
  for (const listener of listeners) listener()
}
