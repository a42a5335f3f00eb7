import { htmlOf } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { pastDate, settle } from '../dates.ts'
import { calendar } from '../files/calendar.ts'
import type { CalendarEvent } from '../files/calendar.ts'
import { fileEntity, multipartEntity, textEntity } from '../mime.ts'
import { english, italian } from '../people.ts'
import type { Person } from '../person.ts'
import { random } from '../random.ts'
import type { Entity, Letter } from '../types.ts'

const DAY = 86_400_000

const meetings: Record<'en' | 'it', readonly (readonly [summary: string, place: string, about: string])[]> = {
  en: [
    [
      'Design review',
      'Online',
      'Please have sheets 4 to 9 at hand. We go through the open points and stop after 45 minutes.',
    ],
    [
      'Site meeting, week by week',
      'Site office',
      'Standing meeting while the deck goes up. Boots, helmet, patience.',
    ],
    [
      'Lunch talk: what handrails know',
      'Library, first floor',
      'Bring your own sandwich; the talk is twenty minutes and the questions are longer.',
    ],
    ['Budget, second look', 'Room 2', 'Only the three lines that moved.'],
    ['Call with the client', 'Telephone', 'They want to hear the dates from us and not from the contractor.'],
  ],
  it: [
    ['Riunione di cantiere', 'Baracca di cantiere', 'Ordine del giorno: balaustra, consegne, sicurezza.'],
    ['Consegna tavole in Comune', 'Ufficio protocollo', 'Portare due copie cartacee e il file firmato.'],
    ['Commissione per il paesaggio', 'Sala consiliare', 'Presentiamo noi, dieci minuti. Poi domande.'],
    ['Revisione computo', 'In linea', 'Guardiamo insieme le voci che non tornano.'],
    [
      'Aperitivo di fine lavori',
      'Osteria al Ponte',
      'Offre l’impresa. Chi ha tenuto il metro tiene anche il conto.',
    ],
  ],
}

/** A meeting request as groupware sends it: text, HTML and the calendar as alternatives, and once more as a file. */
export function invitationEntity(event: CalendarEvent, language: 'en' | 'it'): Entity {
  const text = `${event.summary}\n${event.location}\n\n${event.description}`
  const ics = calendar(event)
  const parts = [
    textEntity({ text }),
    textEntity({ text: htmlOf(text, language), subtype: 'html', charset: 'utf-8' }),
    textEntity({
      ...{ text: ics, subtype: 'calendar', charset: 'utf-8', encoding: 'base64' },
      parameters: `; method=${event.method}`,
    }),
  ]
  const file = fileEntity({ content: Buffer.from(ics), type: 'application/ics', filename: 'invite.ics' })
  return multipartEntity({
    subtype: 'mixed',
    parts: [multipartEntity({ subtype: 'alternative', parts }), file],
  })
}

export function invitationLetter(
  context: Context,
  options: { key: string; person: Person; date: Date; start: Date; folder?: string; cancelled?: boolean },
): Letter {
  const { key, person, date, start, folder = 'INBOX', cancelled = false } = options
  const rng = random(key)
  const language = person.language === 'it' ? 'it' : 'en'
  const [summary, location, description] = rng.pick(meetings[language])
  const event: CalendarEvent = {
    ...{ method: cancelled ? 'CANCEL' : 'REQUEST', summary, location, description, start, stamp: date },
    uid: `${rng.hex(32)}@${person.address.split('@')[1]!}`,
    minutes: rng.pick([30, 45, 60, 90]),
    organizer: { name: person.name, address: person.address },
    attendees: [context.me, { name: 'Marco Bellini', address: 'marco@bellini-ingegneria.example' }],
    ...(rng.chance(0.25) && !cancelled ? { rule: 'FREQ=WEEKLY;COUNT=8' } : {}),
  }
  const prefix = cancelled
    ? language === 'it'
      ? 'Annullato: '
      : 'Cancelled: '
    : language === 'it'
      ? 'Invito: '
      : 'Invitation: '
  return letter(context, {
    ...{ folder, date, subject: `${prefix}${summary}`, mailer: 'Microsoft Outlook 16.0' },
    from: { name: person.name, address: person.address },
    messageId: messageIdOf(person.address, key),
    headers: [['Content-Class', 'urn:content-classes:calendarmessage']],
    body: () => invitationEntity(event, language),
  })
}

/** A meeting request, or the cancellation of one. */
export function invitation(context: Context, index: number): Letter[] {
  const key = `invitation ${context.seed} ${index}`
  const rng = random(key, 'when')
  const person = rng.pick(rng.chance(0.5) ? english : italian)
  const date = pastDate(context.now, 'office', rng)
  const start = settle(new Date(date.getTime() + rng.int(4, 14) * DAY), 'office', rng)
  start.setMinutes(rng.pick([0, 30]), 0, 0)
  return [
    invitationLetter(context, {
      key,
      person,
      date,
      start,
      folder: rng.pick(['INBOX', 'Deleted']),
      cancelled: rng.chance(0.12),
    }),
  ]
}
