import { registerMessageCompiler, registerMessageResolver, resolveValue } from '@intlify/core-base'
import { createI18n, type I18n } from 'petite-vue-i18n'
import { compileMessage } from './compileMessage.ts'
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

/** Languages in their own words. */
export const LANGUAGE_NAMES: Record<Locale, string> = { en: 'English', it: 'Italiano' }

/** Written from right to left, among the languages this page may speak one day. */
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur'])

// Keys name a path here: `list.empty.title`.
registerMessageResolver(resolveValue)
registerMessageCompiler((text) => compileMessage(text as string))

const i18n = createI18n({ legacy: false, locale: 'en', messages: {} as Record<string, Messages> })
let wanted: Locale | undefined
/** What is not needed at first comes with the code that says it. */
const late: Partial<Record<Locale, object>> = {}

export function addTexts(texts: Record<Locale, object>): void {
  for (const locale of LOCALES) {
    late[locale] = { ...late[locale], ...texts[locale] }
    i18n.global.setLocaleMessage(locale, {
      ...late[locale],
      ...(i18n.global.getLocaleMessage(locale) as Messages),
    })
  }
}

/** Loads one language only, the one that is shown, and shows it. */
export async function setLocale(locale: Locale): Promise<void> {
  wanted = locale
  const texts = await LOADERS[locale]()
  // Chosen again while that was on its way.
  if (wanted !== locale) return
  i18n.global.setLocaleMessage(locale, { ...late[locale], ...texts })
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  document.documentElement.dir = RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr'
}

/** A text for those who speak outside of a component: errors that become sentences. */
export function say(key: string): string {
  return i18n.global.t(key)
}

export async function createMessages(locale: Locale): Promise<I18n> {
  await setLocale(locale)
  return i18n as unknown as I18n
}
