import { registerMessageCompiler, registerMessageResolver, resolveValue } from '@intlify/core-base'
import { createI18n, type I18n } from 'petite-vue-i18n'
import { compileMessage } from './compileMessage.ts'
import type { Messages } from './messages.ts'

const LOADERS = {
  en: async (): Promise<Messages> => (await import('./en/index.ts')).en,
  it: async (): Promise<Messages> => (await import('./it/index.ts')).it,
} as const

/** Texts that few people need at once: merged into the language on screen before the first of their parts is drawn. */
const PARTS = {
  hands: {
    en: async () => ({ hands: (await import('./en/hands.ts')).hands }),
    it: async () => ({ hands: (await import('./it/hands.ts')).hands }),
  },
} as const satisfies Record<string, Record<keyof typeof LOADERS, () => Promise<object>>>

export type TextPart = keyof typeof PARTS

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
const wantedParts = new Map<TextPart, Promise<void>>()

/** Loads one language only, the one that is shown, and shows it. */
export async function setLocale(locale: Locale): Promise<void> {
  wanted = locale
  const texts = await LOADERS[locale]()
  const parts = await Promise.all([...wantedParts.keys()].map((part) => PARTS[part][locale]()))
  // Chosen again while that was on its way.
  if (wanted !== locale) return
  i18n.global.setLocaleMessage(locale, Object.assign({}, texts, ...parts) as Messages)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  document.documentElement.dir = RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr'
}

/** Loads a part of the texts for the language on screen, and for those that are chosen later. */
export function loadTexts(part: TextPart): Promise<void> {
  const asked = wantedParts.get(part)
  if (asked) return asked
  const merging = mergePart(part)
  wantedParts.set(part, merging)
  // Asked for again when it is needed again.
  merging.catch(() => wantedParts.delete(part))
  return merging
}

async function mergePart(part: TextPart): Promise<void> {
  const shown = i18n.global.locale.value as Locale
  i18n.global.mergeLocaleMessage(shown, await PARTS[part][shown]())
}

/** What a part of the page is drawn with: its code and its texts, asked for together. */
export async function withTexts<Loaded>(part: TextPart, loading: Promise<Loaded>): Promise<Loaded> {
  const [loaded] = await Promise.all([loading, loadTexts(part)])
  return loaded
}

/** A text for those who speak outside of a component: errors that become sentences. */
export function say(key: string): string {
  return i18n.global.t(key)
}

export async function createMessages(locale: Locale): Promise<I18n> {
  await setLocale(locale)
  return i18n as unknown as I18n
}
