import { registerMessageCompiler, registerMessageResolver, resolveValue } from '@intlify/core-base'
import { createI18n, type I18n } from 'petite-vue-i18n'
import { compileMessage } from './compileMessage.ts'
import { LAZY_PARTS, type LazyPart } from './lazyParts.ts'
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
/** What has been asked for of `LAZY_PARTS`. */
const parts = new Set<LazyPart>()

/** Loads one language only, the one that is shown, and shows it. */
export async function setLocale(locale: Locale): Promise<void> {
  wanted = locale
  const [texts, lazyTexts] = await Promise.all([LOADERS[locale](), textsOf([...parts], locale)])
  // Chosen again while that was on its way.
  if (wanted !== locale) return
  i18n.global.setLocaleMessage(locale, { ...texts, ...lazyTexts })
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  document.documentElement.dir = RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr'
}

async function textsOf(wantedParts: readonly LazyPart[], locale: Locale): Promise<object> {
  const loaded = await Promise.all(
    wantedParts.map(async (part) => [part, await LAZY_PARTS[part][locale]()] as const),
  )
  return Object.fromEntries(loaded)
}

/** Texts that came with no first load, before what shows them is drawn. */
export async function loadTexts(part: LazyPart): Promise<void> {
  parts.add(part)
  const locale = i18n.global.locale.value as Locale
  i18n.global.mergeLocaleMessage(locale, await textsOf([part], locale))
}

/** A text for those who speak outside of a component: errors that become sentences. */
export function say(key: string): string {
  return i18n.global.t(key)
}

export async function createMessages(locale: Locale): Promise<I18n> {
  await setLocale(locale)
  return i18n as unknown as I18n
}
