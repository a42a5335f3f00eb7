/**
 * Strings of a response. They are latin1 strings, one character one byte, so that a literal can stand inside one.
 */

/** Beyond this many characters a literal is easier on every client than a quoted string. */
const MAX_QUOTED_LENGTH = 1_000

/** RFC 3501 `string`: quoted where that can hold it, else a literal. NUL can stand in neither and is dropped. */
export function imapString(value: string): string {
  const text = value.includes('\0') ? value.replaceAll('\0', '') : value
  // eslint-disable-next-line no-control-regex -- the grammar's own set: TEXT-CHAR is 7-bit without CR and LF
  if (text.length > MAX_QUOTED_LENGTH || /[^\x01-\x09\x0b\x0c\x0e-\x7f]/.test(text))
    return `{${text.length}}\r\n${text}`
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** RFC 3501 `nstring`. */
export function imapNstring(value: string | undefined): string {
  return value === undefined ? 'NIL' : imapString(value)
}

/** A mailbox name as `astring`: an atom where it can be one. */
export function imapAstring(value: string): string {
  return /^[\w./&,+-]+$/.test(value) && value.toUpperCase() !== 'NIL' ? value : imapString(value)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** Month number, from 0, of its English abbreviation; -1 for none. */
export function monthIndex(name: string): number {
  return MONTHS.findIndex((month) => month.toLowerCase() === name.toLowerCase())
}

/** RFC 3501 `date-time`, in UTC. */
export function imapDateTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = String(date.getUTCDate()).padStart(2, ' ')
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const year = String(date.getUTCFullYear()).padStart(4, '0')
  return `"${day}-${MONTHS[date.getUTCMonth()] ?? ''}-${year} ${clock} +0000"`
}

const DATE_TIME = /^([ \d]?\d)-([a-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/i

/** Reads an RFC 3501 `date-time` without its quotes; undefined when it is none. */
export function parseDateTime(text: string): Date | undefined {
  const [, day, month = '', year, hours, minutes, seconds, sign, zoneHours, zoneMinutes] =
    DATE_TIME.exec(text) ?? []
  if (day === undefined || monthIndex(month) === -1) return undefined
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  const local = Date.UTC(
    Number(year),
    monthIndex(month),
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  )
  return new Date(local - offset * 60_000)
}
