import { createI18n, type I18n } from 'vue-i18n'
import type { Messages } from './messages.ts'

const LOADERS = {
  en: async (): Promise<Messages> => (await import('./en/index.ts')).en,
  it: async (): Promise<Messages> => (await import('./it/index.ts')).it,
} as const

export type Locale = keyof typeof LOADERS
export const LOCALES = Object.keys(LOADERS) as Locale[]

/** The first of the browser's languages that the page speaks; English when it speaks none. */
export function chooseLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const base = language.toLowerCase().split('-')[0]
    const found = LOCALES.find((locale) => locale === base)
    if (found) return found
  }
  return 'en'
}

/** Loads one language only, the one that is shown. */
export async function createMessages(locale: Locale): Promise<I18n> {
  const i18n = createI18n({ legacy: false, locale, messages: { [locale]: await LOADERS[locale]() } })
  document.documentElement.lang = locale
  document.documentElement.dir = 'ltr'
  return i18n as I18n
}
