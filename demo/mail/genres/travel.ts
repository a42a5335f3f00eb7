import { htmlOf, richEntity, withFiles } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { pastDate } from '../dates.ts'
import { ticketPdf } from '../files/papers.ts'
import { fileEntity } from '../mime.ts'
import { random } from '../random.ts'
import type { Random } from '../random.ts'
import type { Letter, Mailbox } from '../types.ts'

type Booking = { from: Mailbox; subject: string; text: string; route?: string }

const stations = [
  'Milano Centrale',
  'Bologna Centrale',
  'Roma Termini',
  'Trieste Centrale',
  'Verona Porta Nuova',
  'Firenze S. M. Novella',
  'Torino Porta Nuova',
]
const cities = ['London', 'Stockholm', 'Dubai', 'Tokyo', 'Lisbon', 'Vienna', 'Ljubljana', 'Porto']
const hotels = [
  'Hotel Rossbacher',
  'Pension Linde',
  'Casa do Rio',
  'The Old Customs House',
  'Ryokan Hinoya',
  'Hotel Norra Kajen',
]

const two = (value: number) => String(value).padStart(2, '0')

function booking(rng: Random, code: string, first: string): Booking {
  const hour = rng.int(6, 19)
  const [departure, arrival] = [
    `${two(hour)}:${rng.pick(['05', '20', '45'])}`,
    `${two(hour + rng.int(2, 4))}:${rng.pick(['02', '17', '38', '55'])}`,
  ]
  const station = rng.pick(stations)
  const city = rng.pick(cities)
  const hotel = rng.pick(hotels)
  const kinds: (() => Booking)[] = [
    () => ({
      from: { name: 'Trenitalia', address: 'biglietti@trenitalia.example' },
      subject: `Il tuo biglietto per ${station}`,
      route: `Venezia S. Lucia - ${station}`,
      text:
        `Codice prenotazione ${code}. Carrozza ${rng.int(1, 9)}, posto ${rng.int(1, 18)}${rng.pick(['A', 'B', 'C', 'D'])}.\n\nPartenza da Venezia S. ` +
        `Lucia alle ${departure}, arrivo a ${station} alle ${arrival}. In allegato il biglietto in formato PDF.\n\nBuon viaggio!`,
    }),
    () => ({
      from: { name: 'Aria Adriatica', address: 'booking@aria-adriatica.example' },
      subject: `Booking ${code}: Venice to ${city}`,
      route: `Venice VCE - ${city}`,
      text:
        `Hello ${first},\n\nyour booking ${code} is confirmed.\n\nVenice (VCE) to ${city}\nDeparture ${departure}, gate closes 20 minutes before\nCabin bag ` +
        '55 × 40 × 20 cm\n\nOnline check-in opens 48 hours before departure.\n\nAria Adriatica',
    }),
    () => ({
      from: { name: hotel, address: `reservations@${hotel.toLowerCase().replace(/[^a-z]/g, '')}.example` },
      subject: `${hotel}: your reservation ${code}`,
      text:
        `Dear ${first},\n\nthank you for choosing us. We look forward to your stay of ${rng.int(1, 5)} nights, one room with breakfast, EUR ${rng.int(78, 190)} per ` +
        'night. You can cancel free of charge until two days before.\n\nIf you arrive after ten in the evening, ring the small bell, not the large one.\n\nThe reception',
    }),
    () => ({
      from: { name: 'Trenitalia', address: 'avvisi@trenitalia.example' },
      subject: `Ritardo del treno ${rng.int(2200, 9700)}`,
      text:
        `Il treno delle ${departure} per ${station} viaggia con un ritardo previsto di ${rng.int(10, 55)} minuti per un guasto alla linea. Il tuo biglietto ` +
        'resta valido anche sui treni successivi.\n\nCi scusiamo per il disagio.',
    }),
    () => ({
      from: { name: 'Slow Rail', address: 'tickets@slowrail.example' },
      subject: `Night train to ${city}, reservation ${code}`,
      route: `Venezia Mestre - ${city}`,
      text:
        `Hello ${first},\n\ncoach 302, berth ${rng.int(11, 66)}, lower. Boarding at Mestre from ${departure}. Breakfast is tea or coffee and two rolls; tell the ` +
        'attendant in the evening.\n\nSleep well!',
    }),
  ]
  return rng.pick(kinds)()
}

/** A booking, a ticket with its PDF, or news of a delay. */
export function travel(context: Context, index: number): Letter[] {
  const rng = random('travel', context.seed, index)
  const code = Array.from({ length: 6 }, () => rng.pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'])).join('')
  const { from, subject, text, route } = booking(rng, code, context.first)
  const language = from.name === 'Trenitalia' ? 'it' : 'en'
  return [
    letter(context, {
      ...{
        from,
        subject,
        folder: rng.chance(0.75) ? 'Travel' : 'INBOX',
        date: pastDate(context.now, 'home', rng),
      },
      messageId: messageIdOf(from.address, context.seed, 'travel', index),
      headerStyle: { encoding: 'Q' },
      body: () => {
        const body = richEntity(text, htmlOf(text, language))
        if (route === undefined) return body
        const content = ticketPdf({
          code,
          route,
          when: subject,
          seat: '',
          name: context.first,
        })
        return withFiles(body, [fileEntity({ content, type: 'application/pdf', filename: `${code}.pdf` })])
      },
    }),
  ]
}
