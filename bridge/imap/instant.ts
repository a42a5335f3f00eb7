/** ISO 8601 in UTC, as the protocol writes dates; `undefined` for what is no date, or has no form that others read. */
export function toInstant(value: string | Date | undefined): string | undefined {
  if (value === undefined) return undefined
  const date = new Date(value)
  const year = date.getUTCFullYear()
  // Years outside four digits have no ISO form that other programs read.
  return Number.isNaN(date.getTime()) || year < 1 || year > 9999 ? undefined : date.toISOString()
}
