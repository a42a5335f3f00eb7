import { registerMessageCompiler, registerMessageResolver, resolveValue } from '@intlify/core-base'
import { createI18n, type I18n } from 'petite-vue-i18n'
import { compileMessage } from './compileMessage.ts'
import type { FirstMessages, LatePart, Messages } from './messages.ts'

/** The texts of a language: those of the first look at mail, and those that come with what shows them. */
type Loaders = { first: () => Promise<FirstMessages> } & { [Part in LatePart]: () => Promise<Messages[Part]> }

const LOADERS = {
  en: {
    first: async () => (await import('./en/first.ts')).first,
    backup: async () => (await import('./en/backup.ts')).backup,
    compose: async () => (await import('./en/compose.ts')).compose,
    console: async () => (await import('./en/console.ts')).console,
    doctor: async () => (await import('./en/doctor.ts')).doctor,
    guide: async () => (await import('./en/guide.ts')).guide,
    hands: async () => (await import('./en/hands.ts')).hands,
    labels: async () => (await import('./en/labels.ts')).labels,
    links: async () => (await import('./en/links.ts')).links,
    mailboxes: async () => (await import('./en/mailboxes.ts')).mailboxes,
    missing: async () => (await import('./en/missing.ts')).missing,
    opened: async () => (await import('./en/opened.ts')).opened,
    refusals: async () => (await import('./en/refusals.ts')).refusals,
    transfer: async () => (await import('./en/transfer.ts')).transfer,
  },
  it: {
    first: async () => (await import('./it/first.ts')).first,
    backup: async () => (await import('./it/backup.ts')).backup,
    compose: async () => (await import('./it/compose.ts')).compose,
    console: async () => (await import('./it/console.ts')).console,
    doctor: async () => (await import('./it/doctor.ts')).doctor,
    guide: async () => (await import('./it/guide.ts')).guide,
    hands: async () => (await import('./it/hands.ts')).hands,
    labels: async () => (await import('./it/labels.ts')).labels,
    links: async () => (await import('./it/links.ts')).links,
    mailboxes: async () => (await import('./it/mailboxes.ts')).mailboxes,
    missing: async () => (await import('./it/missing.ts')).missing,
    opened: async () => (await import('./it/opened.ts')).opened,
    refusals: async () => (await import('./it/refusals.ts')).refusals,
    transfer: async () => (await import('./it/transfer.ts')).transfer,
  },
} satisfies Record<string, Loaders>

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

const i18n = createI18n({ legacy: false, locale: 'en', messages: {} as Record<string, Texts> })
/** A language's texts as far as they are here. */
type Texts = FirstMessages & Partial<Messages>
let wanted: Locale = 'en'
/** Loaded once, these come with each language that is chosen later. */
const shown = new Set<LatePart>()

/** Loads one language only, the one that is shown, and shows it. */
export async function setLocale(locale: Locale): Promise<void> {
  wanted = locale
  const [texts, late] = await Promise.all([LOADERS[locale].first(), loadLate(locale, [...shown])])
  // Chosen again while that was on its way.
  if (wanted !== locale) return
  i18n.global.setLocaleMessage(locale, { ...texts, ...late })
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
  document.documentElement.dir = RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr'
}

/** A part of the page that is loaded late, with the texts it shows: both are here, or neither. */
export async function withTexts<Loaded>(parts: readonly LatePart[], load: Promise<Loaded>): Promise<Loaded> {
  for (const part of parts) shown.add(part)
  const locale = wanted
  const [loaded, texts] = await Promise.all([load, loadLate(locale, parts)])
  i18n.global.mergeLocaleMessage(locale, texts)
  // Another language was chosen meanwhile: it may have been loaded before these were wanted.
  return wanted === locale ? loaded : withTexts(parts, load)
}

async function loadLate(locale: Locale, parts: readonly LatePart[]): Promise<Partial<Messages>> {
  const texts = await Promise.all(parts.map(async (part) => [part, await LOADERS[locale][part]()] as const))
  return Object.fromEntries(texts) as Partial<Messages>
}

/** A text for those who speak outside of a component: errors that become sentences. */
export function say(key: string): string {
  return i18n.global.t(key)
}

export async function createMessages(locale: Locale): Promise<I18n> {
  await setLocale(locale)
  return i18n as unknown as I18n
}
