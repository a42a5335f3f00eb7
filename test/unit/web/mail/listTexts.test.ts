import { describe, expect, it } from 'vitest'
import type { BodyPart } from '../../../../shared/mail/bodyStructure.ts'
import {
  exactDate,
  letterDate,
  listDate,
  readDate,
} from '../../../../web/components/message-list/listDates.ts'
import { hasAttachments, personName } from '../../../../web/components/message-list/rowText.ts'
import { shift } from '../../../../web/components/message-list/useAnchoredScroll.ts'
import { fileSize } from '../../../../web/components/reading/fileSize.ts'
import { hueOf, initials } from '../../../../web/components/shell/avatar.ts'
import { dateLocale } from '../../../../web/i18n/dateLocale.ts'
import { expunged, grown, named, openNumbers } from '../../../../web/mailbox/numbers.ts'

describe('dates', () => {
  // Local times throughout: a list shows the reader's own clock.
  const now = new Date(2026, 10, 22, 12, 0)
  const iso = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString()

  it.each([
    ['today', iso(2026, 10, 22, 9, 5), '09:05', 'Today 09:05'],
    ['yesterday', iso(2026, 10, 21, 23, 59), 'Sat', 'Yesterday 23:59'],
    ['this week', iso(2026, 10, 17, 8, 0), 'Tue', 'Tue 17 Nov, 08:00'],
    ['a week ago', iso(2026, 10, 15, 8, 0), '15 Nov', 'Sun 15 Nov, 08:00'],
    ['years ago', iso(2020, 1, 3, 8, 0), '03/02/20', 'Mon 3 Feb 2020, 08:00'],
    ['in the future', iso(2027, 1, 3, 8, 0), '03/02/27', 'Wed 3 Feb 2027, 08:00'],
  ])('%s', (_name, date, list, read) => {
    expect(listDate(date, 'en-GB', now)).toBe(list)
    expect(readDate(date, 'en-GB', now).replace(/^(\w+), /, '$1 ')).toBe(read)
  })

  it.each([
    ['en-US', 15, '3:44 PM', 'Today 3:44 PM', 'Sun, Nov 15, 3:44 PM'],
    ['en-US', 9, '9:44 AM', 'Today 9:44 AM', 'Sun, Nov 15, 9:44 AM'],
    ['en-GB', 9, '09:44', 'Today 09:44', 'Sun 15 Nov, 09:44'],
    ['it', 15, '15:44', 'Oggi 15:44', 'dom 15 nov, 15:44'],
    ['it', 9, '09:44', 'Oggi 09:44', 'dom 15 nov, 09:44'],
  ])('has the hour as in %s at %d', (locale, hour, list, today, earlier) => {
    const plain = (text: string): string => text.replaceAll('\u202f', ' ')
    const night = new Date(2026, 10, 22, 23, 0)
    expect(plain(listDate(iso(2026, 10, 22, hour, 44), locale, night))).toBe(list)
    expect(plain(readDate(iso(2026, 10, 22, hour, 44), locale, night))).toBe(today)
    expect(plain(readDate(iso(2026, 10, 15, hour, 44), locale, night)).replace(/^(Sun), (?=15)/, '$1 ')).toBe(
      earlier,
    )
  })

  it('says nothing where there is no date', () => {
    for (const missing of [undefined, 'nonsense']) {
      expect([listDate(missing, 'en', now), readDate(missing, 'en', now), exactDate(missing, 'en')]).toEqual([
        '',
        '',
        '',
      ])
    }
  })

  it('is exact on hover', () => {
    expect(letterDate(iso(2026, 10, 22, 9, 5), 'en-GB')).toBe('22 November 2026 at 09:05')
    expect(letterDate('nonsense', 'en-GB')).toBe('')
    expect(exactDate(iso(2026, 10, 22, 9, 5), 'en-GB')).toMatch(/^Sunday,? 22 November 2026 at 09:05:00 /)
  })

  it('takes the region from the browser', () => {
    expect(dateLocale('en', ['it-IT', 'en-IE', 'en-US'])).toBe('en-IE')
    expect(dateLocale('it', ['de'])).toBe('it')
  })
})

describe('rows', () => {
  const part = (type: string, more: Partial<BodyPart> = {}): BodyPart => ({
    type,
    parameters: {},
    dispositionParameters: {},
    ...more,
  })
  it.each<[string, BodyPart | undefined, boolean]>([
    ['nothing known', undefined, false],
    ['text', part('text/plain'), false],
    [
      'a file',
      part('multipart/mixed', {
        children: [part('text/plain'), part('application/pdf', { disposition: 'attachment' })],
      }),
      true,
    ],
    ['a named file without disposition', part('application/pdf', { parameters: { name: 'a.pdf' } }), true],
    [
      'a picture within the text',
      part('multipart/related', {
        children: [part('text/html'), part('image/png', { id: '<a>', parameters: { name: 'a.png' } })],
      }),
      false,
    ],
    [
      'a signature',
      part('multipart/signed', {
        children: [part('text/plain'), part('application/pkcs7-signature', { disposition: 'attachment' })],
      }),
      false,
    ],
    ['a message', part('multipart/mixed', { children: [part('message/rfc822')] }), true],
  ])('%s: clip %s', (_name, structure, expected) => {
    expect(hasAttachments(structure)).toBe(expected)
  })

  it('calls oneself me and others by name, else by address', () => {
    expect(personName({ name: 'X', address: 'ME@a.b' }, ['me@a.b'], 'me')).toBe('me')
    expect(personName({ name: ' Anna ', address: 'a@b.c' }, ['me@a.b'], 'me')).toBe('Anna')
    expect(personName({ name: '', address: 'a@b.c' }, ['me@a.b'], 'me')).toBe('a@b.c')
  })

  it.each([
    ['Giulia Moretti', 'g@x', 'GM'],
    ['Anna Maria de’ Rossi', 'a@x', 'AR'],
    ['', 'zoe@x', 'Z'],
    ['渡辺', 'w@x', '渡'],
    ['"🎉"', '', '?'],
    ['', '', '?'],
  ])('initials of %s', (name, address, expected) => {
    expect(initials(name, address)).toBe(expected)
  })
  it('keeps a person’s colour', () => {
    expect(hueOf('A@b.c')).toBe(hueOf('a@b.c'))
  })

  it.each([
    [999, 'bytes', 999],
    [2_404_568, 'megabytes', 2.4],
    [860_400, 'kilobytes', 860],
  ])('%d bytes', (bytes, unit, value) => {
    expect(fileSize(bytes)).toEqual({ unit, value })
  })
})

describe('shift', () => {
  const window = named(
    openNumbers(200),
    Array.from({ length: 200 }, (_, at) => [at + 1, (at + 1) * 10] as const),
  )
  it('tells by how many rows what is on screen moved', () => {
    expect(shift(window, grown(window, 203), 50)).toBe(3)
    expect(shift(window, expunged(window, 190), 50)).toBe(-1)
    expect(shift(window, expunged(window, 10), 50)).toBe(0)
  })
  it('goes by the next row when the first one went, and stays when all are unknown', () => {
    expect(shift(window, expunged(window, 150), 50)).toBe(-1)
    expect(shift(window, openNumbers(5), 50)).toBe(0)
  })
})
