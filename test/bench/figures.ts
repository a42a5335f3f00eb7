/** The middle of several measurements. Throws when there are none: a figure that saw nothing is no figure. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const [high, low] = [sorted[middle], sorted[middle - 1]]
  if (high === undefined || sorted.some((value) => !Number.isFinite(value)))
    throw new Error('nothing was measured')
  return sorted.length % 2 === 1 || low === undefined ? high : (high + low) / 2
}

/** The value, once it is known to be one: more than 0. */
export function seen(what: string, value: number | undefined): number {
  if (value === undefined || !(value > 0)) throw new Error(`${what}: nothing was seen (${String(value)})`)
  return value
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))
export const mebibytes = (bytes: number): number => round(bytes / 1024 / 1024)
/** As the targets count them. */
export const megabytes = (bytes: number): number => round(bytes / 1e6)

/** One line of the table of targets. */
export interface Target {
  what: string
  /** As issued: `≤ 300 ms`. */
  wanted: string
  measured: string
  met: boolean
}

export const target = (
  what: string,
  wanted: string,
  { measured, met }: Omit<Target, 'what' | 'wanted'>,
): Target => ({
  what,
  wanted,
  measured,
  met,
})
