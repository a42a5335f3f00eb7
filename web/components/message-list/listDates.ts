const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs more than drawing a row; there are only a few. */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}

/**
 * The time as the language writes it: "3:44 PM" in the United States, "09:05" in Italy. Only `timeStyle` knows whether
 * an hour has two digits, and it cannot be combined with a weekday.
 */
function timeOptions(locale: string): Intl.DateTimeFormatOptions {
  const parts = formatOf(locale, { timeStyle: 'short' }).formatToParts(NINE_O_CLOCK)
  const hour = parts.find(({ type }) => type === 'hour')?.value.length === 2 ? '2-digit' : 'numeric'
  return { hour, minute: '2-digit' }
}

const NINE_O_CLOCK = new Date(2026, 0, 1, 9)

/** How a row tells when: the time today, the weekday this week, else the day. `locale` is a BCP 47 tag. */
export function listDate(iso: string | undefined, locale: string, now = new Date()): string {
  const date = iso === undefined ? undefined : new Date(iso)
  if (!date || Number.isNaN(date.getTime())) return ''
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  const format = (options: Intl.DateTimeFormatOptions): string => formatOf(locale, options).format(date)
  if (days === 0) return format(timeOptions(locale))
  if (days > 0 && days < 7) return format({ weekday: 'short' })
  if (date.getFullYear() === now.getFullYear()) return format({ day: 'numeric', month: 'short' })
  return format({ day: '2-digit', month: '2-digit', year: '2-digit' })
}

/** The same in the open message: day and time in words. */
export function readDate(iso: string | undefined, locale: string, now = new Date()): string {
  const date = iso === undefined ? undefined : new Date(iso)
  if (!date || Number.isNaN(date.getTime())) return ''
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  if (days === 0 || days === 1) {
    const word = capital(relativeDay(days, locale), locale)
    const clock = formatOf(locale, timeOptions(locale)).format(date)
    return `${word} ${clock}`
  }
  const year: Intl.DateTimeFormatOptions = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }
  return formatOf(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...year,
    ...timeOptions(locale),
  }).format(date)
}

/** To the second, with the zone: for hovering, and for those who ask exactly. */
export function exactDate(iso: string | undefined, locale: string): string {
  const date = iso === undefined ? undefined : new Date(iso)
  if (!date || Number.isNaN(date.getTime())) return ''
  return formatOf(locale, { dateStyle: 'full', timeStyle: 'long' }).format(date)
}

/** As one tells it in a letter: the day and the time, to the minute. Empty when unknown. */
export function letterDate(iso: string | undefined, locale: string): string {
  const date = iso === undefined ? undefined : new Date(iso)
  if (!date || Number.isNaN(date.getTime())) return ''
  return formatOf(locale, { dateStyle: 'long', timeStyle: 'short' }).format(date)
}

/** What a row's day is compared with: rows of the same group have the same one. Beyond a month, months are told apart. */
export function dayGroup(iso: string | undefined, now = new Date()): number | undefined {
  const date = iso === undefined ? undefined : new Date(iso)
  if (!date || Number.isNaN(date.getTime())) return undefined
  const day = startOfDay(date)
  if (startOfDay(now) - day <= DAYS_TOLD_APART * 86_400_000) return day
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime()
}

const DAYS_TOLD_APART = 31

/** The name of a group: today and yesterday in words, the weekday this week, the day this month, else the month. */
export function dayGroupName(group: number, locale: string, now = new Date()): string {
  const days = Math.round((startOfDay(now) - group) / 86_400_000)
  const format = (options: Intl.DateTimeFormatOptions): string => formatOf(locale, options).format(group)
  if (days === 0 || days === 1) return capital(relativeDay(days, locale), locale)
  if (days > 1 && days < 7) return capital(format({ weekday: 'long' }), locale)
  const date = new Date(group)
  const year: Intl.DateTimeFormatOptions = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }
  const beyond = days > DAYS_TOLD_APART
  return capital(format({ ...(beyond ? {} : { day: 'numeric' }), month: 'long', ...year }), locale)
}

function relativeDay(days: number, locale: string): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day')
}

function capital(word: string, locale: string): string {
  return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1)
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
