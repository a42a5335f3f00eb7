import type { Invitation, Repetition } from '../../mime/invitation.ts'
import { offsetAt, type Moment } from '../../mime/calendarTime.ts'

/** When an event is, as lines: in the reader's own time and, where it differs, in that of who sent it. */
export interface EventTime {
  own: string
  /** The time there, and the zone's name. */
  there?: { time: string; zone: string }
}

const DAY_MS = 86_400_000

/** @param ownZone The reader's zone, as browsers name it. */
export function eventTime(
  { start, end }: Pick<Invitation, 'start' | 'end'>,
  locale: string,
  ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): EventTime | undefined {
  if (!start) return undefined
  if (start.allDay) return { own: days(start, end, locale) }
  const wall = (moment: Moment): number => Date.parse(`${moment.local}Z`)
  const there = (): string => range(wall(start), end && wall(end), { locale, timeZone: 'UTC' })
  // Nobody knows what the zone means: it is told as it stands.
  if (start.at === undefined)
    return { own: start.zone === undefined ? there() : `${there()} (${start.zone})` }
  const own = range(start.at, end?.at, { locale, timeZone: ownZone })
  const differs = start.zone !== undefined && offsetAt(ownZone, start.at) !== wall(start) - start.at
  return {
    own,
    ...(differs && start.zone !== undefined ? { there: { time: there(), zone: start.zone } } : {}),
  }
}

function days(start: Moment, end: Moment | undefined, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' })
  const first = Date.parse(start.local)
  // The last day is the one before the end (RFC 5545 section 3.6.1).
  const last = end?.allDay ? Date.parse(end.local) - DAY_MS : first
  return last > first ? format.formatRange(first, last) : format.format(first)
}

function range(from: number, to: number | undefined, options: { locale: string; timeZone: string }): string {
  const { locale, timeZone } = options
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone })
  return to !== undefined && to > from ? format.formatRange(from, to) : format.format(from)
}

/** The words for how often it repeats: a key under `opened.event.repeats`, and what it names. */
export function repetitionText(
  { every, interval, count, until }: Repetition,
  locale: string,
): { key: Repetition['every']; interval: number; count?: number; until?: string } {
  return {
    key: every,
    interval,
    ...(count === undefined ? {} : { count }),
    ...(until === undefined
      ? {}
      : { until: new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(until) }),
  }
}
