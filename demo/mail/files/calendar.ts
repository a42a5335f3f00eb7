import { CALENDAR_LINE_OCTETS } from '../limits.ts'
import type { Mailbox } from '../types.ts'

export type CalendarEvent = {
  /** What the sender asks (RFC 5546): to come, or to forget it. */
  method: 'REQUEST' | 'CANCEL'
  uid: string
  summary: string
  description: string
  location: string
  start: Date
  minutes: number
  organizer: Mailbox
  attendees: Mailbox[]
  stamp: Date
  rule?: string
}

const utc = (date: Date) => `${date.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
const escape = (text: string) => text.replace(/([\\;,])/g, '\\$1').replace(/\n/g, '\\n')

/** Folds one content line at 75 octets, never inside a character (RFC 5545 section 3.1). */
function fold(line: string): string {
  const folded = ['']
  for (const character of line) {
    const last = folded.length - 1
    const fits = Buffer.byteLength(folded[last]! + character) <= CALENDAR_LINE_OCTETS - (last > 0 ? 1 : 0)
    if (fits) folded[last] += character
    else folded.push(character)
  }
  return folded.join('\r\n ')
}

const quoted = ({ name, address }: Mailbox) => `CN="${(name ?? address).replace(/"/g, '')}"`

/** An iCalendar object with one event (RFC 5545), times in UTC. */
export function calendar(event: CalendarEvent): string {
  const end = new Date(event.start.getTime() + event.minutes * 60_000)
  const lines = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Example Corp//Groupware 16.0//EN',
    'VERSION:2.0',
    `METHOD:${event.method}`,
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${utc(event.stamp)}`,
    `DTSTART:${utc(event.start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escape(event.summary)}`,
    `DESCRIPTION:${escape(event.description)}`,
    `LOCATION:${escape(event.location)}`,
    ...(event.rule === undefined ? [] : [`RRULE:${event.rule}`]),
    `ORGANIZER;${quoted(event.organizer)}:mailto:${event.organizer.address}`,
    ...event.attendees.map(
      (attendee) =>
        `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;${quoted(attendee)}:mailto:${attendee.address}`,
    ),
    `STATUS:${event.method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    `SEQUENCE:${event.method === 'CANCEL' ? 1 : 0}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'DESCRIPTION:Reminder',
    'TRIGGER:-PT15M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}
