/** Milliseconds since 1970; `undefined` for what is no date, or has no form that others read. */
export function toTime(value: string | Date | undefined): number | undefined {
  if (value === undefined) return undefined
  const date = new Date(value)
  const year = date.getUTCFullYear()
  // Years outside four digits have no ISO form that other programs read.
  return Number.isNaN(date.getTime()) || year < 1 || year > 9999 ? undefined : date.getTime()
}

/** ISO 8601 in UTC, as the protocol writes dates; `undefined` like `toTime`. */
export function toInstant(value: string | Date | undefined): string | undefined {
  const time = toTime(value)
  return time === undefined ? undefined : new Date(time).toISOString()
}
