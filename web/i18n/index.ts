import { registerMessageCompiler, registerMessageResolver, resolveValue } from '@intlify/core-base'
import { createI18n, type I18n } from 'petite-vue-i18n'
import { compileMessage } from './compileMessage.ts'
import type { FirstMessages, LaterMessages } from './messages.ts'

const LOADERS = {
  en: async (): Promise<FirstMessages> => (await import('./en/index.ts')).en,
  it: async (): Promise<FirstMessages> => (await import('./it/index.ts')).it,
} as const

/** Texts that few need at once: whoever shows them loads them first. */
const LATER: {
  [Part in keyof LaterMessages]: Record<keyof typeof LOADERS, () => Promise<LaterMessages[Part]>>
} = {
  compose: {
    en: async () => (await import('./en/compose.ts')).compose,
    it: async () => (await import('./it/compose.ts')).compose,
  },
}

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

const i18n = createI18n({ legacy: false, locale: 'en', messages: {} as Record<string, FirstMessages> })
let wanted: Locale | undefined
const loaded = new Set<keyof LaterMessages>()

/** Loads one language only, the one that is shown, and shows it. */
export async function setLocale(locale: Locale): Promise<void> {
  wanted = locale
  const [texts, ...later] = await Promise.all([
    LOADERS[locale](),
    ...[...loaded].map(async (part) => ({ [part]: await LATER[part][locale]() })),
  ])
  // Chosen again while that was on its way.
  if (wanted !== locale) return
  i18n.global.setLocaleMessage(locale, Object.assign({}, texts, ...later) as FirstMessages)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  document.documentElement.dir = RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr'
}

/** Loads texts that are not among the first, in the language that is shown, and from now on in each that will be. */
export async function loadTexts(part: keyof LaterMessages): Promise<void> {
  if (loaded.has(part)) return
  const locale = i18n.global.locale.value as Locale
  const texts = await LATER[part][locale]()
  loaded.add(part)
  i18n.global.mergeLocaleMessage(locale, { [part]: texts })
  // Another language was chosen while that was on its way.
  if (wanted !== undefined && wanted !== locale) await setLocale(wanted)
}

/** A text for those who speak outside of a component: errors that become sentences. */
export function say(key: string): string {
  return i18n.global.t(key)
}

export async function createMessages(locale: Locale): Promise<I18n> {
  await setLocale(locale)
  return i18n as unknown as I18n
}
