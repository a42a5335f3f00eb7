import { escapeHtml, inlinePicture, relatedEntity } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { pastDate } from '../dates.ts'
import { bridgeSvg, chartPng, logoPng, photoJpeg, photoPng } from '../files/pictures.ts'
import { multipartEntity, textEntity } from '../mime.ts'
import { english, italian } from '../people.ts'
import type { Person } from '../person.ts'
import { random } from '../random.ts'
import type { Random } from '../random.ts'
import type { Entity, Letter } from '../types.ts'

type Shown = { content: Buffer; type: string; filename: string; alt: string }

const kinds = ['photo', 'photo', 'chart', 'screenshot', 'drawing'] as const
type Kind = (typeof kinds)[number]

const words: Record<'en' | 'it', Record<Kind, readonly (readonly [subject: string, text: string])[]>> = {
  en: {
    photo: [
      ['View from the scaffold', 'This is what it looks like from up there, just before the rain.'],
      ['Morning on site', 'Nobody here yet, so I took the picture you asked for.'],
      ['From the road', 'Stopped the car for this one. The hills look like your section.'],
    ],
    chart: [
      [
        'Hours by month',
        'The hours as a picture, because the table made everybody sleepy. The dark bar is the month of the competition.',
      ],
      [
        'Moisture readings',
        'Readings from the five sensors. The tall one is next to the gutter, as you guessed.',
      ],
    ],
    screenshot: [
      [
        'How do I get rid of this?',
        'See below: it appears whenever I open the model. I have tried turning it off and on.',
      ],
    ],
    drawing: [
      [
        'Sketch of the span',
        'Only a sketch, as SVG so that you can pull it about. The span is what we said on the phone.',
      ],
    ],
  },
  it: {
    photo: [
      ['Dal ponteggio', 'Ecco com’è da lassù, un attimo prima della pioggia.'],
      ['Stamattina in cantiere', 'Non c’era ancora nessuno, così ho fatto la foto che mi avevi chiesto.'],
      ['Guarda che luce', 'Mi sono fermato apposta. I colli sembrano la tua sezione.'],
    ],
    chart: [
      [
        'Ore per mese',
        'Le ore in un grafico, che la tabella faceva dormire tutti. La colonna scura è il mese del concorso.',
      ],
      [
        'Letture di umidità',
        'I valori dei cinque sensori. Quello alto è accanto alla gronda, come dicevi tu.',
      ],
    ],
    screenshot: [
      [
        'Come si toglie?',
        'Vedi sotto: compare ogni volta che apro il modello. Ho già provato a spegnere e riaccendere.',
      ],
    ],
    drawing: [
      [
        'Schizzo della campata',
        'È solo uno schizzo, in SVG così lo puoi modificare. La luce è quella che dicevamo al telefono.',
      ],
    ],
  },
}

function shown(kind: Kind, rng: Random): Shown[] {
  const seed = rng.int(1, 60)
  if (kind === 'chart') {
    const values = Array.from({ length: rng.int(5, 12) }, () => rng.int(20, 180))
    return [{ content: chartPng(values), type: 'image/png', filename: 'image001.png', alt: 'chart' }]
  }
  if (kind === 'drawing')
    return [{ content: bridgeSvg(), type: 'image/svg+xml', filename: 'span.svg', alt: 'sketch' }]
  if (kind === 'screenshot')
    return [{ content: photoPng(seed, 360, 220), type: 'image/png', filename: 'image002.png', alt: '' }]
  return Array.from({ length: rng.int(1, 3) }, (_, index) =>
    index % 2 === 0
      ? {
          content: photoJpeg(seed + index, 640, 424),
          type: 'image/jpeg',
          filename: `IMG_${5200 + seed}.jpeg`,
          alt: '',
        }
      : { content: photoPng(seed + index), type: 'image/png', filename: `photo-${index}.png`, alt: '' },
  )
}

/** Text, and HTML with pictures in its own message that it names by `cid:`; the writer's logo under the name. */
export function picturesEntity(options: { text: string; kind: Kind; person: Person; rng: Random }): Entity {
  const { text, kind, person, rng } = options
  const logo = {
    content: logoPng(person.name.length),
    type: 'image/png',
    filename: 'logo.png',
    alt: person.name,
  }
  const pictures = [...shown(kind, rng), ...(person.role === undefined ? [] : [logo])]
  const ids = pictures.map(
    ({ filename }, index) =>
      `${filename.replace(/\W/g, '')}.${index}.${rng.hex(8)}@${person.address.split('@')[1]!}`,
  )
  const tags = pictures.map(
    ({ alt }, index) =>
      `<p><img src="cid:${ids[index]!}" alt="${escapeHtml(alt)}" style="max-width:100%"></p>`,
  )
  const html =
    `<html><body style="font-family:Helvetica,sans-serif"><p>${escapeHtml(text)}</p>\n${tags.slice(0, person.role ? -1 : undefined).join('\n')}\n` +
    `<p>${escapeHtml(person.first)}</p>${person.role ? `${tags.at(-1)!}<p style="color:#777">${escapeHtml(person.role)}</p>` : ''}</body></html>`
  const related = relatedEntity(
    textEntity({ text: html, subtype: 'html', charset: 'utf-8' }),
    pictures.map(({ content, type, filename }, index) =>
      inlinePicture({ content, type, filename, contentId: ids[index]! }),
    ),
  )
  return multipartEntity({
    subtype: 'alternative',
    parts: [textEntity({ text: `${text}\n\n${person.first}` }), related],
  })
}

/** A message whose point is what it shows. */
export function pictureLetter(context: Context, index: number): Letter[] {
  const key = `pictures ${context.seed} ${index}`
  const rng = random(key)
  const language = rng.chance(0.5) ? 'en' : 'it'
  const person = rng.pick(language === 'en' ? english : italian)
  const kind = rng.pick(kinds)
  const [subject, text] = rng.pick(words[language][kind])
  return [
    letter(context, {
      folder: rng.pick(['INBOX', 'INBOX', 'Archive']),
      date: pastDate(context.now, 'office', rng),
      from: { name: person.name, address: person.address },
      subject,
      messageId: messageIdOf(person.address, key),
      ...(person.mailer === undefined ? {} : { mailer: person.mailer }),
      body: () => picturesEntity({ text, kind, person, rng: random(key, 'body') }),
    }),
  ]
}
