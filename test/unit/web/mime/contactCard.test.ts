import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCards } from '../../../../web/mime/contactCard.ts'

const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')

it('reads people of vCard 3 and 4, as text (RFC 6350)', () => {
  const file =
    card(
      ...[
        'VERSION:3.0',
        'FN:Anna Rossi',
        'ORG:Studio Ponte;Drawings',
        'TITLE:Engineer',
        'NOTE:Line\\none<b>',
      ],
      ...['EMAIL;TYPE=INTERNET:anna@example.org', 'TEL;TYPE=CELL:+39 041 123'],
    ) + card('VERSION:4.0', 'N:Four;Vera;;;', 'TEL;VALUE=uri:tel:+1-555', 'EMAIL:javascript:alert(1)')
  expect(readCards(file)).toEqual([
    {
      ...{ name: 'Anna Rossi', organisation: 'Studio Ponte, Drawings', title: 'Engineer' },
      ...{ mails: ['anna@example.org'], phones: ['+39 041 123'], note: 'Line\none<b>' },
    },
    { name: 'Vera Four', organisation: '', title: '', mails: [], phones: ['+1-555'], note: '' },
  ])
})

it('reads the old cards that Outlook writes', () => {
  const file = card(
    ...['VERSION:2.1', 'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A8 =', 'Bruno'],
    ...['TEL;WORK;VOICE:123', 'EMAIL;PREF;INTERNET:c@d.example'],
  )
  expect(readCards(file)).toMatchObject([{ name: 'Cafè Bruno', mails: ['c@d.example'], phones: ['123'] }])
})

it('throws for nothing, and finds nobody in what is no card', () => {
  expect(readCards('hello')).toEqual([])
  expect(readCards('BEGIN:VCARD\nnonsense\nEND:VCARD\n')).toEqual([])
  const line = fc.constantFrom('BEGIN:VCARD', 'END:VCARD', 'VERSION:2.1', 'N:', 'EMAIL;;:', 'BEGIN:VCALENDAR')
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 20 }), (lines) => {
      readCards(lines.join('\r\n'))
    }),
  )
})
