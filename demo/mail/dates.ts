import { FILLER_MIN_AGE_DAYS, HISTORY_DAYS } from './limits.ts'
import type { Random } from './random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (value: number) => String(value).padStart(2, '0')

function lastSunday(year: number, month: number): number {
  const end = new Date(Date.UTC(year, month + 1, 0, 1))
  return end.getTime() - end.getUTCDay() * DAY
}

/** Minutes east of UTC in Rome: summer time from the last Sunday of March to that of October, at 01:00 UTC. */
export function romeOffset(date: Date): number {
  const year = date.getUTCFullYear()
  const summer = date.getTime() >= lastSunday(year, 2) && date.getTime() < lastSunday(year, 9)
  return summer ? 120 : 60
}

/** An RFC 5322 date (section 3.3). `zone` is minutes east of UTC. */
export function formatDate(date: Date, zone: number): string {
  const local = new Date(date.getTime() + zone * MINUTE)
  const day = `${weekdays[local.getUTCDay()]!}, ${local.getUTCDate()} ${months[local.getUTCMonth()]!}`
  const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`
  const sign = zone < 0 ? '-' : '+'
  const distance = Math.abs(zone)
  return `${day} ${local.getUTCFullYear()} ${time} ${sign}${two(Math.floor(distance / 60))}${two(distance % 60)}`
}

/** When such mail comes: people write in office hours, machines at any hour, shops in the early morning. */
export type Rhythm = 'office' | 'home' | 'machine' | 'morning'

const hours: Record<Rhythm, readonly number[]> = {
  office: [8, 9, 9, 9, 10, 10, 10, 11, 11, 11, 12, 13, 14, 14, 15, 15, 16, 16, 17, 17, 18, 19],
  home: [7, 8, 12, 13, 13, 18, 19, 20, 20, 21, 21, 22, 22, 23],
  machine: Array.from({ length: 24 }, (_, hour) => hour),
  morning: [5, 6, 6, 7, 7, 7, 8, 8, 9],
}

/** Moves a time to a likely hour of its day and, for office mail, mostly off the weekend. Local time of this machine. */
export function settle(date: Date, rhythm: Rhythm, rng: Random): Date {
  const settled = new Date(date)
  settled.setHours(rng.pick(hours[rhythm]), rng.int(0, 59), rng.int(0, 59), 0)
  const weekend = settled.getDay() === 0 || settled.getDay() === 6
  if (rhythm === 'office' && weekend && rng.chance(0.88))
    settled.setDate(settled.getDate() - rng.int(1, 2) - 1)
  return settled
}

/** A time within the mailbox's history, somewhat denser towards now. */
export function pastDate(now: Date, rhythm: Rhythm, rng: Random): Date {
  const age = FILLER_MIN_AGE_DAYS + 1 + (HISTORY_DAYS - FILLER_MIN_AGE_DAYS - 1) * rng.next() ** 1.35
  return settle(new Date(now.getTime() - age * DAY), rhythm, rng)
}

/** A plausible time for the answer to a message, never later than the newest filling mail. */
export function answerDate(previous: Date, now: Date, rng: Random): Date {
  const delay = rng.chance(0.6) ? rng.int(9, 300) * MINUTE : rng.int(5, 70) * HOUR
  let date = new Date(previous.getTime() + delay)
  if (date.getHours() < 7) date = new Date(date.getTime() + 8 * HOUR)
  const latest = now.getTime() - FILLER_MIN_AGE_DAYS * DAY
  return date.getTime() < latest
    ? date
    : new Date(Math.max(previous.getTime() + MINUTE, latest - rng.int(1, 600) * MINUTE))
}

/**
 * Times of the newest messages. `today(minutes)` is that long before now, squeezed so that it stays on today's date
 * even shortly after midnight; `daysAgo` is a wall clock time on an earlier day.
 */
export function recentDates(now: Date) {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const span = now.getTime() - midnight
  /** The earliest message of today lies 200 minutes back on a normal day. */
  const scale = Math.min(1, span / (200 * MINUTE))
  return {
    today: (minutes: number) => new Date(now.getTime() - minutes * MINUTE * scale),
    daysAgo: (days: number, hour: number, minute: number) =>
      new Date(
        now.getFullYear(),
        now.getMonth(),
        now.getDate() - days,
        hour,
        minute,
        (hour * 7 + minute) % 60,
      ),
  }
}
