import ICAL from 'ical.js'
import { MAX_CALENDAR_LENGTH, MAX_CARDS, MAX_CARD_FIELDS } from './limits.ts'

/** A person or a company as a vCard tells it (RFC 6350), as text. */
export interface ContactCard {
  name: string
  organisation: string
  title: string
  mails: string[]
  phones: string[]
  note: string
}

/** The cards of a file; none where it cannot be read as such. Throws for nothing a stranger writes. */
export function readCards(file: string): ContactCard[] {
  const text = file.slice(0, MAX_CALENDAR_LENGTH)
  const cards = [...text.matchAll(/^BEGIN:VCARD\s*$[\s\S]*?^END:VCARD\s*$/gim)]
  return cards.slice(0, MAX_CARDS).flatMap(([card]) => {
    try {
      return [readCard(card)]
    } catch {
      return []
    }
  })
}

function readCard(text: string): ContactCard {
  const card = new ICAL.Component(
    ICAL.parse(decodeOld(text)) as ConstructorParameters<typeof ICAL.Component>[0],
  )
  const all = (name: string): string[] =>
    card
      .getAllProperties(name)
      .slice(0, MAX_CARD_FIELDS)
      .map((property) => wordsOf(property.getFirstValue()))
      .filter((value) => value !== '')
  const [name = ''] = all('fn')
  const [parts] = card.getAllProperties('n').map((property) => property.getFirstValue() as unknown)
  const [family = '', given = ''] = Array.isArray(parts) ? parts.map(wordsOf) : []
  const mails = all('email').map((mail) => mail.replace(/^mailto:/i, ''))
  const organisation = all('org')[0] ?? ''
  return {
    name: name || `${given} ${family}`.trim() || organisation || mails[0] || '',
    organisation,
    title: all('title')[0] ?? '',
    mails: mails.filter((mail) => /^[^\s<>@]+@[^\s<>@]+$/.test(mail)),
    phones: all('tel').map((phone) => phone.replace(/^tel:/i, '')),
    note: all('note').join('\n'),
  }
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join(', ')
  return String(value ?? '').trim()
}

/** vCard 2.1, as Outlook still writes it: quoted-printable, which may go on in the next line. */
function decodeOld(text: string): string {
  if (!/^VERSION:2\.1/im.test(text)) return text
  return text
    .replace(/=\r?\n/g, '')
    .split(/\r?\n/)
    .map((line) => {
      const found = /^([^:]*);ENCODING=QUOTED-PRINTABLE([^:]*):(.*)$/i.exec(line)
      if (!found) return line.replace(/^([^:;]+)((?:;(?:WORK|HOME|CELL|VOICE|FAX|PREF|INTERNET))+):/i, '$1:')
      const [, name = '', parameters = '', value = ''] = found
      const bytes = value.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) =>
        String.fromCharCode(parseInt(hex, 16)),
      )
      const decoded = new TextDecoder().decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0) & 0xff))
      return `${name}${parameters}`.replace(/;CHARSET=[^;]*/i, '') + `:${decoded.replace(/\r?\n/g, '\\n')}`
    })
    .join('\r\n')
}
