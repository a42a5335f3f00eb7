import { MAX_CALENDAR_LENGTH } from './limits.ts'

/** What an invitation says, as text: nothing in it is markup (threat 11). */
export interface CalendarSummary {
  /** `REQUEST`, `CANCEL`, `REPLY` …; empty when it is just an event. */
  method: string
  title: string
  /** ISO 8601 where it could be read, else as it stands. */
  start: CalendarTime | undefined
  end: CalendarTime | undefined
  place: string
  organiser: string
  guests: string[]
  text: string
}

export interface CalendarTime {
  /** ISO 8601: with `Z`, or local time of `zone`, or a mere day. */
  iso: string
  /** The zone as the file names it; absent for UTC and for mere days. */
  zone?: string
  allDay: boolean
}

const MAX_GUESTS = 50

/** The first VEVENT of an iCalendar file (RFC 5545), as little of it as a reader needs. `undefined`: there is none. */
export function summariseCalendar(file: string): CalendarSummary | undefined {
  const found: CalendarSummary = {
    method: '',
    title: '',
    start: undefined,
    end: undefined,
    place: '',
    organiser: '',
    guests: [],
    text: '',
  }
  let inside: string[] = []
  let seen = false
  for (const line of unfold(file.slice(0, MAX_CALENDAR_LENGTH))) {
    const { name, parameters, value } = readLine(line)
    if (name === 'BEGIN') inside.push(value.toUpperCase())
    else if (name === 'END') {
      if (value.toUpperCase() === 'VEVENT') break
      inside = inside.slice(0, -1)
    } else if (name === 'METHOD' && inside.length === 1) found.method = value.toUpperCase()
    if (inside.at(-1) !== 'VEVENT') continue
    seen = true
    if (name === 'SUMMARY') found.title = unescape(value)
    else if (name === 'LOCATION') found.place = unescape(value)
    else if (name === 'DESCRIPTION') found.text = unescape(value)
    else if (name === 'DTSTART') found.start = readTime(value, parameters)
    else if (name === 'DTEND') found.end = readTime(value, parameters)
    else if (name === 'ORGANIZER') found.organiser = person(value, parameters)
    else if (name === 'ATTENDEE' && found.guests.length < MAX_GUESTS)
      found.guests.push(person(value, parameters))
  }
  return seen ? found : undefined
}

/** RFC 5545 section 3.1: a line that begins with white space goes on where the last one ended. */
function unfold(text: string): string[] {
  return text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
}

interface Line {
  name: string
  parameters: Record<string, string>
  value: string
}

function readLine(line: string): Line {
  let quoted = false
  let colon = line.length
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '"') quoted = !quoted
    else if (line[at] === ':' && !quoted) {
      colon = at
      break
    }
  }
  const [name = '', ...rest] = line.slice(0, colon).split(';')
  const parameters: Record<string, string> = {}
  for (const one of rest) {
    const equals = one.indexOf('=')
    if (equals > 0) parameters[one.slice(0, equals).toUpperCase()] = one.slice(equals + 1).replaceAll('"', '')
  }
  return { name: name.toUpperCase(), parameters, value: line.slice(colon + 1) }
}

function unescape(value: string): string {
  return value.replace(/\\([\\;,nN])/g, (_all, one: string) => (/n/i.test(one) ? '\n' : one)).trim()
}

function readTime(value: string, parameters: Record<string, string>): CalendarTime | undefined {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(value.trim())
  if (!found) return undefined
  const [, year, month, day, hour, minute, second, utc] = found
  if (hour === undefined) return { iso: `${year}-${month}-${day}`, allDay: true }
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}${utc ?? ''}`
  const zone = parameters['TZID']
  return { iso, allDay: false, ...(utc === 'Z' || zone === undefined ? {} : { zone }) }
}

function person(value: string, parameters: Record<string, string>): string {
  const address = value.replace(/^mailto:/i, '').trim()
  const name = parameters['CN']?.trim() ?? ''
  return name === '' || name === address ? address : `${name} <${address}>`
}
