import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { momentIn } from '../../../../web/mime/calendarTime.ts'
import { readInvitation, replyCalendar, type Invitation } from '../../../../web/mime/invitation.ts'
import { filesBeside, invitationIn } from '../../../../web/mime/invitationPart.ts'
import { eventTime } from '../../../../web/components/reading/eventTime.ts'

const file = (method: string, ...lines: string[]) =>
  [
    ...['BEGIN:VCALENDAR', `METHOD:${method}`, ...ZONE, 'BEGIN:VEVENT', 'UID:one@example.org'],
    ...lines,
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n')
/** As Exchange writes it. */
const ZONE = [
  ...['BEGIN:VTIMEZONE', 'TZID:W. Europe Standard Time', 'BEGIN:STANDARD', 'DTSTART:16010101T030000'],
  ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10'],
  ...['END:STANDARD', 'BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100'],
  ...[
    'TZOFFSETTO:+0200',
    'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
    'END:DAYLIGHT',
    'END:VTIMEZONE',
  ],
]
const read = (method: string, ...lines: string[]): Invitation => {
  const found = readInvitation(file(method, ...lines))
  if (!found) throw new Error('no event')
  return found
}
const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString())

describe('readInvitation (RFC 5545, RFC 5546)', () => {
  it('reads what a reader needs, unfolded and unescaped, and nothing as markup', () => {
    const { source, ...found } = read(
      'REQUEST',
      ...['SEQUENCE:2', 'DTSTAMP:20261120T100000Z', 'SUMMARY:Design\\, re', ' view', 'LOCATION:Room 2'],
      ...['DTSTART;TZID="Europe/Rome":20261124T150000', 'DTEND:20261124T150000Z'],
      'ORGANIZER;CN="Priya: Raman":mailto:priya@example.org',
      'ATTENDEE;PARTSTAT=TENTATIVE:MAILTO:giulia@ponte.example',
      ...['BEGIN:VALARM', 'DESCRIPTION:not this', 'TRIGGER:-PT15M', 'END:VALARM'],
      'DESCRIPTION:Line\\none<img src=x onerror=alert(1)>',
    )
    expect(source.name).toBe('vcalendar')
    expect(found).toEqual({
      ...{ method: 'REQUEST', key: 'one@example.org', sequence: 2, title: 'Design, review', place: 'Room 2' },
      stamp: Date.parse('2026-11-20T10:00:00Z'),
      text: 'Line\none<img src=x onerror=alert(1)>',
      start: {
        ...{ local: '2026-11-24T15:00:00', allDay: false, zone: 'Europe/Rome' },
        at: Date.parse('2026-11-24T14:00:00Z'),
      },
      end: { local: '2026-11-24T15:00:00', allDay: false, at: Date.parse('2026-11-24T15:00:00Z') },
      organiser: { name: 'Priya: Raman', address: 'priya@example.org' },
      guests: [{ name: '', address: 'giulia@ponte.example', status: 'TENTATIVE' }],
      ...{ repeats: undefined, cancelled: false },
    })
  })

  it.each([
    ['20260724T150000', '2026-07-24T13:00:00.000Z'],
    ['20261124T150000', '2026-11-24T14:00:00.000Z'],
  ])('reads Exchange’s own zones by their rules: %s', (time, expected) => {
    expect(iso(read('REQUEST', `DTSTART;TZID=W. Europe Standard Time:${time}`).start?.at)).toBe(expected)
  })

  it('says nothing of zones that nobody knows', () => {
    const { start } = read('REQUEST', 'DTSTART;TZID=Mars Standard Time:20261124T150000')
    expect(start).toEqual({ local: '2026-11-24T15:00:00', allDay: false, zone: 'Mars Standard Time' })
  })

  it('reads whole days, durations, rules and cancellations', () => {
    expect(read('REQUEST', 'DTSTART;VALUE=DATE:20261124').start).toEqual({
      local: '2026-11-24',
      allDay: true,
    })
    const timed = read(
      'REQUEST',
      'DTSTART:20261124T150000Z',
      'DURATION:PT90M',
      'RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=8',
    )
    expect(iso(timed.end?.at)).toBe('2026-11-24T16:30:00.000Z')
    expect(timed.repeats).toEqual({ every: 'WEEKLY', interval: 2, count: 8 })
    expect(read('CANCEL').cancelled).toBe(true)
    expect(read('REQUEST', 'STATUS:CANCELLED').cancelled).toBe(true)
    expect(read('X-ODD').method).toBe('EVENT')
  })

  it.each([
    'DTEND:tomorrow',
    'RRULE:FREQ=SOMETIMES',
    'DTSTART:nonsense',
    'DURATION:long',
    'SEQUENCE:x',
    'X-BAD',
  ])('keeps the words of an event with "%s"', (line) => {
    expect(read('REQUEST', line, 'SUMMARY:Still here').title).toBe('Still here')
  })

  it.each(['', 'hello', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'BEGIN:VEVENT\n'.repeat(100_000)])(
    '%.20s',
    (text) => {
      expect(readInvitation(text)?.title ?? '').toBe('')
    },
  )

  it('throws for nothing that a stranger writes', () => {
    const line = fc.constantFrom(
      ...file('REQUEST', 'DTSTART:20261124T150000Z', 'RRULE:FREQ=DAILY').split('\r\n'),
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(line, fc.string(), fc.string({ unit: 'binary' })), { maxLength: 40 }),
        (lines) => {
          readInvitation(lines.join('\r\n'))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('works through no endless rule of a zone', () => {
    const endless = file('REQUEST', 'DTSTART;TZID=W. Europe Standard Time:20261124T150000').replaceAll(
      /RRULE:FREQ=YEARLY[^\r]*/g,
      'RRULE:FREQ=SECONDLY',
    )
    expect(readInvitation(endless)?.start?.at).toBeUndefined()
  })
})

describe('the answer to an invitation (RFC 5546 section 3.2.3)', () => {
  it('repeats which event it is, names one guest, and can be read again', () => {
    const asked = read(
      'REQUEST',
      ...['SEQUENCE:3', 'SUMMARY:Review', 'DTSTART;TZID=W. Europe Standard Time:20261124T150000'],
      ...['RECURRENCE-ID:20261124T140000Z', 'ORGANIZER;CN=Priya:mailto:priya@example.org'],
      ...['ATTENDEE:mailto:a@example.org', 'ATTENDEE:mailto:b@example.org', 'DESCRIPTION:long words'],
    )
    const guest = { name: 'Anna "Nina" Rossi', address: 'a@example.org' }
    const text = replyCalendar(asked, { guest, answer: 'DECLINED', now: Date.UTC(2026, 10, 28) })
    expect(text).toContain('METHOD:REPLY\r\n')
    expect(text).not.toContain('long words')
    const answer = readInvitation(text)
    expect(answer).toMatchObject({ key: asked.key, method: 'REPLY', sequence: 3, start: asked.start })
    expect(answer?.guests).toEqual([
      { name: 'Anna  Nina  Rossi', address: 'a@example.org', status: 'DECLINED' },
    ])
    expect(answer?.organiser).toEqual({ name: 'Priya', address: 'priya@example.org' })
    expect(iso(answer?.stamp)).toBe('2026-11-28T00:00:00.000Z')
  })
})

describe('when an event is', () => {
  it('is told in the reader’s time, and in that of the sender where it differs', () => {
    const event = read('REQUEST', 'DTSTART;TZID=America/New_York:20261124T090000', 'DURATION:PT1H')
    const rome = eventTime(event, 'en-GB', 'Europe/Rome')
    expect(rome?.own).toMatch(/24 November 2026.*15:00.*16:00/)
    expect(rome?.there).toEqual({ time: expect.stringMatching(/09:00.*10:00/), zone: 'America/New_York' })
    expect(eventTime(event, 'en-GB', 'America/Toronto')?.there).toBeUndefined()
  })

  it('ends on the day before the end, where it is days', () => {
    const trip = read('REQUEST', 'DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261127')
    expect(eventTime(trip, 'en-GB')?.own).toMatch(/24.*26 November 2026/)
    const day = read('REQUEST', 'DTSTART;VALUE=DATE:20261124', 'DTEND;VALUE=DATE:20261125')
    expect(eventTime(day, 'en-GB')?.own).toMatch(/^Tuesday,? 24 November 2026$/)
  })

  it('is right beside the changes of clocks', () => {
    expect(iso(momentIn('Europe/Rome', '2026-10-25T01:30:00'))).toBe('2026-10-24T23:30:00.000Z')
    expect(iso(momentIn('Europe/Rome', '2026-10-25T03:30:00'))).toBe('2026-10-25T02:30:00.000Z')
    expect(momentIn('Nowhere/Land', '2026-10-25T03:30:00')).toBeUndefined()
  })
})

describe('the part of a message that is an invitation', () => {
  const leaf = (part: string, type: string, more = {}) => ({
    ...{ part, type, parameters: {}, dispositionParameters: {} },
    ...more,
  })
  const form = leaf('1.3', 'text/calendar', { parameters: { method: 'REQUEST' } })
  const copy = leaf('2', 'application/ics', { disposition: 'attachment' })
  const paper = leaf('3', 'application/pdf')

  it('is the form of the text that names a method; its copy stays a file', () => {
    expect(invitationIn([copy, form, paper])).toBe(form)
    expect(filesBeside([copy, form, paper], form)).toEqual([copy, paper])
    expect(filesBeside([form, paper], form)).toEqual([paper])
    expect(filesBeside([copy, paper], copy)).toEqual([copy, paper])
    expect(invitationIn([paper])).toBeUndefined()
  })
})
