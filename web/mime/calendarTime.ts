import ICAL from 'ical.js'

/** A time as a calendar file tells it. */
export interface Moment {
  /** As it stands there, without its zone: `2026-11-24T15:00:00`, or a mere day. */
  local: string
  allDay: boolean
  /** The zone as the file names it; absent for UTC, for mere days and for times of nowhere in particular. */
  zone?: string
  /** Milliseconds since the epoch; absent where nobody knows what the zone means, and for mere days. */
  at?: number
}

type Component = InstanceType<typeof ICAL.Component>
type Time = InstanceType<typeof ICAL.Time>
type Property = InstanceType<typeof ICAL.Property>

/** `undefined` for what is no time. */
export function readMoment(property: Property | null, calendar: Component): Moment | undefined {
  const time: unknown = property?.getFirstValue()
  if (!(time instanceof ICAL.Time)) return undefined
  const pad = (part: number, length = 2): string => String(part).padStart(length, '0')
  const day = `${pad(time.year, 4)}-${pad(time.month)}-${pad(time.day)}`
  const local = time.isDate ? day : `${day}T${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)}`
  if (Number.isNaN(Date.parse(local))) return undefined
  if (time.isDate) return { local, allDay: true }
  const told = property?.getParameter('tzid')
  const zone = typeof told === 'string' && told !== '' ? told : undefined
  if (time.zone === ICAL.Timezone.utcTimezone || /^(?:etc\/)?utc$/i.test(zone ?? ''))
    return { local, allDay: false, at: Date.parse(`${local}Z`) }
  if (zone === undefined) return { local, allDay: false, at: Date.parse(local) }
  const at = momentIn(zone, local) ?? momentOfFile(zone, { time, local, calendar })
  return { local, allDay: false, zone, ...(at === undefined ? {} : { at }) }
}

/** By the browser's own table of zones; `undefined` for names that are not in it. */
export function momentIn(zone: string, local: string): number | undefined {
  const wall = Date.parse(`${local}Z`)
  try {
    const first = wall - offsetAt(zone, wall)
    // Around a change of clocks the first guess may lie on its other side.
    return wall - offsetAt(zone, first)
  } catch {
    return undefined
  }
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. @throws RangeError for a zone unknown here */
export function offsetAt(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return wall - Math.floor(at / 1_000) * 1_000
}

/** The rules that real zones have, once a year on a weekday: others would be worked through for hours. */
const TAME_RULE =
  /^FREQ=YEARLY(?:;(?:INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=[+-]?[1-4]?(?:MO|TU|WE|TH|FR|SA|SU)|WKST=[A-Z]{2}|UNTIL=[\dTZ:-]{8,20}))*$/
/** Observances of one zone: a table of history has some dozens. */
const MAX_OBSERVANCES = 60

/** By the zone's own definition in the file: Exchange names zones as Windows does, "W. Europe Standard Time". */
function momentOfFile(
  zone: string,
  { time, local, calendar }: { time: Time; local: string; calendar: Component },
): number | undefined {
  const definition = calendar
    .getAllSubcomponents('vtimezone')
    .find((one) => one.getFirstPropertyValue('tzid') === zone)
  const observances = definition?.getAllSubcomponents() ?? []
  const isTame = observances.every(
    (one) =>
      one.getAllProperties('rrule').every((rule) => TAME_RULE.test(String(rule.getFirstValue()))) &&
      isPlausible(one.getFirstPropertyValue('dtstart')),
  )
  if (!definition || observances.length === 0 || observances.length > MAX_OBSERVANCES || !isTame)
    return undefined
  const offset = new ICAL.Timezone(definition).utcOffset(time)
  return Number.isFinite(offset) ? Date.parse(`${local}Z`) - offset * 1_000 : undefined
}

/** Zones begin in this age; one that begins in the year 1 is worked through for two thousand years. */
const isPlausible = (start: unknown): boolean => start instanceof ICAL.Time && start.year > 1600
