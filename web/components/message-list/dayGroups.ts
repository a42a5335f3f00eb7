import { dayGroup } from './listDates.ts'

/** What a row's group depends on. */
export interface DatedRow {
  /** ISO 8601 in UTC. */
  date: string | undefined
  /** An older message of an unfolded conversation: it belongs to the row above. */
  member: boolean
}

export interface ArrivalDaysOptions {
  /** The rows to answer for, by their index from the top, both included. */
  first: number
  last: number
  /** `undefined` for a row that is not known. */
  rowAt(index: number): DatedRow | undefined
  /** The newest date among the rows that arrived before all of these. */
  before: string | undefined
  /** The newest row is on top. */
  descending: boolean
  now?: Date
}

/**
 * The day group of each known row of a list in arrival order. A message moved or put back arrives again with its old
 * date, so a row belongs to the newest day that it or any message before it has: groups never go back, and each day
 * has one heading. A date in the future starts no group, or it would swallow the days after it.
 */
export function arrivalDays(options: ArrivalDaysOptions): Map<number, number> {
  const { first, last, rowAt, before, descending, now = new Date() } = options
  const today = dayGroup(now.toISOString(), now) ?? 0
  const groupOf = (date: string | undefined): number | undefined => {
    const group = dayGroup(date, now)
    return group === undefined || group > today ? undefined : group
  }
  const days = new Map<number, number>()
  let day = groupOf(before)
  const note = (index: number): void => {
    const row = rowAt(index)
    if (!row || row.member) return
    const group = groupOf(row.date)
    if (group !== undefined && (day === undefined || group > day)) day = group
    if (day !== undefined) days.set(index, day)
  }
  // Rows above may hold the conversation whose members stand first.
  let start = first
  while (start > 0 && rowAt(start)?.member) start--
  if (descending) for (let index = last; index >= start; index--) note(index)
  else for (let index = start; index <= last; index++) note(index)
  for (let index = start; index <= last; index++) {
    const above = rowAt(index)?.member ? days.get(index - 1) : undefined
    if (above !== undefined) days.set(index, above)
  }
  return days
}

/** The newest of many dates, up to `latest`: ISO 8601 in UTC sorts as text. */
export function newestDate(dates: Iterable<string | undefined>, latest: string): string | undefined {
  let newest: string | undefined
  for (const date of dates)
    if (date !== undefined && date <= latest && (newest === undefined || date > newest)) newest = date
  return newest
}
