import { describe, expect, it } from 'vitest'
import { summariseCalendar } from '../../../../web/mime/calendar.ts'

const event = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')

describe('summariseCalendar (RFC 5545)', () => {
  it('reads what a reader needs, unfolded and unescaped', () => {
    const found = summariseCalendar(
      event(
        'SUMMARY:Design\\, re',
        ' view',
        'DTSTART;TZID="Europe/Rome":20261124T150000',
        'DTEND:20261124T150000Z',
        'ORGANIZER;CN="Priya: Raman":mailto:priya@example.org',
        'ATTENDEE:mailto:giulia@ponte.example',
        'BEGIN:VALARM',
        'DESCRIPTION:not this',
        'END:VALARM',
        'DESCRIPTION:Line\\none<img src=x onerror=alert(1)>',
      ),
    )
    expect(found).toEqual({
      method: 'REQUEST',
      title: 'Design, review',
      start: { iso: '2026-11-24T15:00:00', zone: 'Europe/Rome', allDay: false },
      end: { iso: '2026-11-24T15:00:00Z', allDay: false },
      place: '',
      organiser: 'Priya: Raman <priya@example.org>',
      guests: ['giulia@ponte.example'],
      text: 'Line\none<img src=x onerror=alert(1)>',
    })
  })

  it('reads whole days, and leaves what is no time', () => {
    const found = summariseCalendar(event('DTSTART;VALUE=DATE:20261124', 'DTEND:tomorrow'))
    expect(found?.start).toEqual({ iso: '2026-11-24', allDay: true })
    expect(found?.end).toBeUndefined()
  })

  it.each(['', 'hello', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'BEGIN:VEVENT\n'.repeat(10)])('%.20s', (file) => {
    expect(summariseCalendar(file)?.title ?? '').toBe('')
  })
})
