/** How a row tells when: the time today, the weekday this week, else the day. `locale` is a BCP 47 tag. */
export function listDate(iso: string | undefined, locale: string, now = new Date()): string {
  const date = iso === undefined ? undefined : new Date(iso)
  if (!date || Number.isNaN(date.getTime())) return ''
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, options).format(date)
  if (days === 0) return format({ hour: '2-digit', minute: '2-digit' })
  if (days > 0 && days < 7) return format({ weekday: 'short' })
  if (date.getFullYear() === now.getFullYear()) return format({ day: 'numeric', month: 'short' })
  return format({ day: '2-digit', month: '2-digit', year: '2-digit' })
}

/** The same in the open message: day and time in words. */
export function readDate(iso: string | undefined, locale: string, now = new Date()): string {
  const date = iso === undefined ? undefined : new Date(iso)
  if (!date || Number.isNaN(date.getTime())) return ''
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  if (days === 0 || days === 1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day')
    const clock = new Intl.DateTimeFormat(locale, time).format(date)
    return `${word.charAt(0).toLocaleUpperCase(locale)}${word.slice(1)} ${clock}`
  }
  const year: Intl.DateTimeFormatOptions = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...year,
    ...time,
  }).format(date)
}

/** To the second, with the zone: for hovering, and for those who ask exactly. */
export function exactDate(iso: string | undefined, locale: string): string {
  const date = iso === undefined ? undefined : new Date(iso)
  if (!date || Number.isNaN(date.getTime())) return ''
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(date)
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
