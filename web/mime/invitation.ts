import ICAL from 'ical.js'
import type { Address } from '../../shared/mail/address.ts'
import { readMoment, type Moment } from './calendarTime.ts'
import { MAX_CALENDAR_COMPONENTS, MAX_CALENDAR_LENGTH, MAX_GUESTS } from './limits.ts'

/** What the sender wants (RFC 5546 section 1.4); `EVENT`: nothing, it is just an event. */
export const METHODS = ['REQUEST', 'CANCEL', 'REPLY', 'COUNTER', 'EVENT'] as const
export type Method = (typeof METHODS)[number]

/** How a guest stands to an event (RFC 5545 section 3.2.12). */
export const ANSWERS = ['ACCEPTED', 'TENTATIVE', 'DECLINED'] as const
export type Answer = (typeof ANSWERS)[number]
export type GuestStatus = Answer | 'NEEDS-ACTION'

export interface Guest extends Address {
  status: GuestStatus
}

/** How often it repeats, as far as that fits into a sentence; other rules are `other`. */
export interface Repetition {
  every: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY' | 'other'
  interval: number
  count?: number
  /** Milliseconds since the epoch. */
  until?: number
}

/** The first event of a calendar file, as text: nothing in it is markup (threat 11). */
export interface Invitation {
  method: Method
  /** The event, and which one of a series: the same in every message about it. */
  key: string
  /** Counts the organiser's changes. */
  sequence: number
  /** When this was written, in milliseconds since the epoch. */
  stamp: number
  title: string
  place: string
  text: string
  start: Moment | undefined
  end: Moment | undefined
  repeats: Repetition | undefined
  organiser: Address | undefined
  guests: Guest[]
  /** The organiser says that it does not take place, by `CANCEL` or by its status. */
  cancelled: boolean
  /** What an answer repeats. */
  source: InstanceType<typeof ICAL.Component>
}

/** `undefined`: the file holds no event, or cannot be read as a calendar at all. Throws for nothing a stranger writes. */
export function readInvitation(file: string): Invitation | undefined {
  // Each component costs the parser a call within a call.
  if (file.length > MAX_CALENDAR_LENGTH || (file.match(/^BEGIN:/gim)?.length ?? 0) > MAX_CALENDAR_COMPONENTS)
    return undefined
  for (const left of LEFT_OUT) {
    try {
      const found = read(withoutFields(file, left))
      if (found) return found
    } catch {
      // The parser gives up at the first value that is none: then without the fields that are seldom right.
    }
  }
  return undefined
}

/** What a file is read without, where it cannot be read with it: an event without its time is still worth its words. */
const LEFT_OUT: (RegExp | undefined)[] = [
  undefined,
  /^(?:RRULE|EXRULE|EXDATE|RDATE|DURATION|TRIGGER|DTSTAMP|CREATED|LAST-MODIFIED|DTEND|X-)/i,
  /^(?:RRULE|EXRULE|EXDATE|RDATE|DURATION|TRIGGER|DTSTAMP|CREATED|LAST-MODIFIED|DTEND|DTSTART|RECURRENCE-ID|SEQUENCE|X-)/i,
]

function withoutFields(file: string, fields: RegExp | undefined): string {
  if (!fields) return file
  const lines = file.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  return lines.filter((line) => !fields.test(line) && /^[A-Z]/i.test(line)).join('\r\n')
}

function read(file: string): Invitation | undefined {
  const parsed = ICAL.parse(file) as unknown[]
  // Several calendars in one file come as a list of them.
  const first = Array.isArray(parsed[0]) ? parsed[0] : parsed
  const calendar = new ICAL.Component(first as ConstructorParameters<typeof ICAL.Component>[0])
  const event = calendar.name === 'vevent' ? calendar : calendar.getFirstSubcomponent('vevent')
  if (!event) return undefined
  const value = (name: string): unknown => event.getFirstPropertyValue(name)
  const text = (name: string): string => {
    const found = value(name)
    return typeof found === 'string' ? found.trim() : ''
  }
  const named = String(calendar.getFirstPropertyValue('method') ?? '').toUpperCase()
  const method = METHODS.find((one) => one === named) ?? 'EVENT'
  const start = readMoment(event.getFirstProperty('dtstart'), calendar)
  const sequence = Number(value('sequence') ?? 0)
  const organiser = event.getFirstProperty('organizer')
  return {
    method,
    key: `${text('uid')} ${String(value('recurrence-id') ?? '')}`.trim(),
    sequence: Number.isInteger(sequence) ? sequence : 0,
    stamp: readMoment(event.getFirstProperty('dtstamp'), calendar)?.at ?? 0,
    title: text('summary'),
    place: text('location'),
    text: text('description'),
    start,
    end: readMoment(event.getFirstProperty('dtend'), calendar) ?? afterDuration(start, value('duration')),
    repeats: repetition(value('rrule')),
    organiser: organiser ? person(organiser) : undefined,
    guests: event
      .getAllProperties('attendee')
      .slice(0, MAX_GUESTS)
      .map((one) => ({ ...person(one), status: statusOf(one) })),
    cancelled: method === 'CANCEL' || text('status').toUpperCase() === 'CANCELLED',
    source: calendar,
  }
}

type Property = InstanceType<typeof ICAL.Property>

function person(property: Property): Address {
  const address = String(property.getFirstValue() ?? '').replace(/^mailto:/i, '')
  const name = property.getParameter('cn')
  return {
    name: (typeof name === 'string' ? name : '').replace(/[\r\n]+/g, ' ').trim(),
    address: address.replace(/[\s<>]/g, ''),
  }
}

function statusOf(property: Property): GuestStatus {
  const told = String(property.getParameter('partstat') ?? '').toUpperCase()
  return ANSWERS.find((one) => one === told) ?? 'NEEDS-ACTION'
}

function afterDuration(start: Moment | undefined, duration: unknown): Moment | undefined {
  if (!start || !(duration instanceof ICAL.Duration)) return undefined
  const milliseconds = duration.toSeconds() * 1_000
  const local = new Date(
    Date.parse(`${start.local.slice(0, 10)}T${start.local.slice(11) || '00:00:00'}Z`) + milliseconds,
  )
  if (Number.isNaN(local.getTime())) return undefined
  const wall = local.toISOString().slice(0, start.allDay ? 10 : 19)
  return { ...start, local: wall, ...(start.at === undefined ? {} : { at: start.at + milliseconds }) }
}

function repetition(rule: unknown): Repetition | undefined {
  if (!(rule instanceof ICAL.Recur)) return undefined
  const every =
    (['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const).find((one) => one === rule.freq) ?? 'other'
  const until = rule.until?.toJSDate().getTime()
  return {
    every,
    interval: rule.interval,
    ...(rule.count ? { count: rule.count } : {}),
    ...(until === undefined || Number.isNaN(until) ? {} : { until }),
  }
}

/**
 * The answer to an invitation, for its organiser alone (RFC 5546 section 3.2.3): the event as it was sent, with one guest.
 * @param now Milliseconds since the epoch.
 */
export function replyCalendar(
  { source }: Pick<Invitation, 'source'>,
  { guest, answer, now }: { guest: Address; answer: Answer; now: number },
): string {
  const reply = new ICAL.Component('vcalendar')
  reply.updatePropertyWithValue('prodid', '-//Ponte//Webmail//EN')
  reply.updatePropertyWithValue('version', '2.0')
  reply.updatePropertyWithValue('method', 'REPLY')
  for (const zone of source.getAllSubcomponents('vtimezone'))
    reply.addSubcomponent(new ICAL.Component(structuredClone(zone.toJSON())))
  const asked = source.getFirstSubcomponent('vevent')
  const event = new ICAL.Component('vevent')
  for (const name of [
    'uid',
    'recurrence-id',
    'sequence',
    'dtstart',
    'dtend',
    'duration',
    'summary',
    'organizer',
  ]) {
    const property = asked?.getFirstProperty(name)
    if (property) event.addProperty(new ICAL.Property(structuredClone(property.toJSON())))
  }
  event.updatePropertyWithValue('dtstamp', ICAL.Time.fromJSDate(new Date(now), true))
  const attendee = new ICAL.Property('attendee')
  attendee.setParameter('partstat', answer)
  if (guest.name !== '') attendee.setParameter('cn', guest.name.replace(/["\r\n]/g, ' '))
  attendee.setValue(`mailto:${guest.address}`)
  event.addProperty(attendee)
  reply.addSubcomponent(event)
  return `${reply.toString()}\r\n`
}
