import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { LOCALES, chooseLocale, setLocale, type Locale } from '../../i18n/index.ts'
import { LIST_WIDTH, SIDE_WIDTH } from './limits.ts'

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const
export const DENSITIES = ['comfortable', 'compact'] as const
/** For how many seconds a message can be called back. */
export const UNDO_SEND_SECONDS = [0, 5, 10, 20] as const
export type Theme = (typeof THEMES)[number]
export type Density = (typeof DENSITIES)[number]
export type Language = 'system' | Locale

/** How the page looks and behaves in this browser. Holds nothing of anybody's mail, so signing out keeps it. */
export interface ViewSettings {
  theme: Theme
  density: Density
  language: Language
  /** One of UNDO_SEND_SECONDS. */
  undoSendSeconds: number
  /** Whether mail that was seen is kept in this browser until signing out. */
  keepMail: boolean
  /** Widths of the first two panes, in CSS pixels; undefined: as wide as suits the screen. */
  sideWidth: number | undefined
  listWidth: number | undefined
}

/** Named so that signing out (`session/wipe.ts`) leaves it alone. */
export const VIEW_KEY = 'ponte.view'

const DEFAULTS: ViewSettings = {
  theme: 'system',
  density: 'comfortable',
  language: 'system',
  undoSendSeconds: 5,
  keepMail: true,
  sideWidth: undefined,
  listWidth: undefined,
}

/** Whatever is stored, as settings: what is missing, unknown or out of bounds is the default. */
export function parseView(stored: string | null): ViewSettings {
  const found = parseObject(stored)
  const oneOf = <Value extends string>(known: readonly Value[], value: unknown, otherwise: Value): Value =>
    known.find((one) => one === value) ?? otherwise
  const within = (bounds: { min: number; max: number }, value: unknown): number | undefined =>
    typeof value === 'number' && value >= bounds.min && value <= bounds.max ? value : undefined
  return {
    theme: oneOf(THEMES, found['theme'], DEFAULTS.theme),
    density: oneOf(DENSITIES, found['density'], DEFAULTS.density),
    language: oneOf<Language>(['system', ...LOCALES], found['language'], DEFAULTS.language),
    undoSendSeconds:
      UNDO_SEND_SECONDS.find((one) => one === found['undoSendSeconds']) ?? DEFAULTS.undoSendSeconds,
    keepMail: found['keepMail'] !== false,
    sideWidth: within(SIDE_WIDTH, found['sideWidth']),
    listWidth: within(LIST_WIDTH, found['listWidth']),
  }
}

function parseObject(stored: string | null): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** What the style sheet goes by, from the setting and what the system asks for. */
export function resolveTheme(
  theme: Theme,
  system: { dark: boolean; moreContrast: boolean },
): { theme: 'light' | 'dark'; contrast: 'normal' | 'more' } {
  const followsSystem = theme === 'system' || theme === 'contrast'
  const dark = followsSystem ? system.dark : theme === 'dark'
  return {
    theme: dark ? 'dark' : 'light',
    contrast: theme === 'contrast' || system.moreContrast ? 'more' : 'normal',
  }
}

/** The view settings, kept in this browser and shared with its other tabs. */
export const useSettings = defineStore('settings', () => {
  const view = ref(parseView(read()))
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const moreContrast = matchMedia('(prefers-contrast: more)')
  const locale = computed<Locale>(() =>
    view.value.language === 'system' ? chooseLocale(navigator.languages) : view.value.language,
  )

  function paint(): void {
    const { dataset } = document.documentElement
    const system = { dark: dark.matches, moreContrast: moreContrast.matches }
    const { theme, contrast } = resolveTheme(view.value.theme, system)
    dataset['theme'] = theme
    dataset['contrast'] = contrast
    dataset['density'] = view.value.density
  }

  function change(next: Partial<ViewSettings>): void {
    view.value = { ...view.value, ...next }
    try {
      localStorage.setItem(VIEW_KEY, JSON.stringify(view.value))
    } catch {
      // No room or no permission: it holds as long as the page.
    }
  }

  watch(view, paint, { immediate: true, flush: 'sync' })
  watch(locale, (next) => void setLocale(next))
  dark.addEventListener('change', paint)
  moreContrast.addEventListener('change', paint)
  addEventListener('storage', ({ key, newValue }) => {
    if (key === VIEW_KEY) view.value = parseView(newValue)
  })

  return { view, locale, change }
})

function read(): string | null {
  try {
    return localStorage.getItem(VIEW_KEY)
  } catch {
    return null
  }
}
