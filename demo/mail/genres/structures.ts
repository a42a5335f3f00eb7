import { htmlOf, withFiles } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { recentDates } from '../dates.ts'
import { docxEntity, surveyCsv } from '../files/attachments.ts'
import { reportPdf } from '../files/papers.ts'
import { wav } from '../files/wav.ts'
import { zip } from '../files/zip.ts'
import { LARGE_ATTACHMENT_OCTETS } from '../limits.ts'
import { fileEntity, messageEntity, multipartEntity, textEntity } from '../mime.ts'
import { chiara, elena, hana, marco, marchetti, noor, paolo } from '../people.ts'
import type { Person } from '../person.ts'
import { noise, random } from '../random.ts'
import { renderLetter } from '../render.ts'
import type { Entity, Letter } from '../types.ts'
import { bounceEntity } from './bounce.ts'
import { forwarded } from './forwards.ts'

/** What an S/MIME signature looks like from outside: CMS in DER as far as its first bytes. */
const signature = () =>
  Buffer.concat([Buffer.from('308207f006092a864886f70d010702a08207e1', 'hex'), noise(7, 2017)])

const bytes = (text: string) => Buffer.from(text.replace(/\n/g, '\r\n'))

type Case = {
  key: string
  days: number
  person: Person
  subject: string
  folder?: string
  body: () => Entity
}

function cases(context: Context): Case[] {
  const rng = random('structures', context.seed)
  const large = () =>
    zip([
      { name: 'rilievo/LEGGIMI.txt', content: bytes('Nuvola di punti, sistema locale.\n') },
      { name: 'rilievo/nuvola.e57', content: noise(6, LARGE_ATTACHMENT_OCTETS), stored: true },
    ])
  const file = (content: Buffer, type: string, filename: string) => fileEntity({ content, type, filename })
  return [
    {
      ...{ key: 'large', days: 6, person: paolo, subject: 'Nuvola di punti della passerella (6 MB)' },
      body: () =>
        withFiles(
          textEntity({ text: 'La nuvola alleggerita. Quella intera te la porto su disco.\n\nPaolo' }),
          [file(large(), 'application/zip', 'rilievo passerella.zip')],
        ),
    },
    {
      ...{
        key: 'forward',
        days: 5,
        person: chiara,
        subject: 'I: Autorizzazione paesaggistica: esito',
        folder: 'Clients/Laguna Studio',
      },
      body: () =>
        withFiles(textEntity({ text: 'Te la giro intera, guarda la prescrizione sul colore.\n\nChiara' }), [
          messageEntity(renderLetter(forwarded(context, 'forward'))),
        ]),
    },
    {
      ...{ key: 'eml', days: 20, person: elena, subject: 'Conversazione con il Comune' },
      body: () =>
        withFiles(textEntity({ text: 'Allego lo scambio come file .eml, così resta tutto insieme.' }), [
          messageEntity(renderLetter(forwarded(context, 'eml')), 'Autorizzazione paesaggistica: esito.eml'),
        ]),
    },
    {
      ...{
        key: 'signed',
        days: 8,
        person: marchetti,
        subject: 'Nomina in commissione (firmata)',
        folder: 'Università',
      },
      body: () =>
        multipartEntity({
          ...{ subtype: 'signed', parameters: '; protocol="application/pkcs7-signature"; micalg=sha-256' },
          parts: [
            textEntity({
              text: 'Si comunica la nomina a componente della commissione di laurea.\n\nprof.ssa Silvia Marchetti',
            }),
            file(signature(), 'application/pkcs7-signature', 'smime.p7s'),
          ],
        }),
    },
    {
      ...{
        key: 'long-name',
        days: 11,
        person: hana,
        subject: 'Drawings of the tea house, with Japanese names',
      },
      body: () =>
        withFiles(
          textEntity({
            text: 'The names are long because our archive asks for it. The PDF is what you want.\n\nHana',
          }),
          [
            file(
              reportPdf('Tea house', ['Plan, section, joint at full size.']),
              'application/pdf',
              '茶室新築工事_詳細図_第三版_北側立面および断面図_最終確認用.pdf',
            ),
            fileEntity({
              content: surveyCsv(rng, 30),
              type: 'text/csv; charset=utf-8',
              filename: '測量点一覧.csv',
              filenameStyle: 'encoded-word',
            }),
          ],
        ),
    },
    {
      ...{ key: 'arabic-name', days: 14, person: noor, subject: 'النسخة النهائية من العقد' },
      body: () =>
        withFiles(textEntity({ text: 'مرفق العقد بصيغة وورد مع تتبع التغييرات.\n\nنور' }), [
          docxEntity('العقد النهائي ٣.docx', ['عقد خدمات معمارية', 'البند الأول']),
        ]),
    },
    {
      ...{
        key: 'many-files',
        days: 9,
        person: elena,
        subject: 'Documenti per la gara',
        folder: 'Clients/Rossi & Figli',
      },
      body: () =>
        withFiles(textEntity({ text: 'Trovi tutto in allegato: relazione, computo, foto, elenco prezzi.' }), [
          docxEntity('Relazione tecnica.docx', ['Relazione tecnica', 'La passerella è lunga 31,40 m.']),
          file(surveyCsv(rng, 60), 'text/csv; charset=utf-8', 'computo.csv'),
          file(
            zip([{ name: 'foto/elenco.txt', content: bytes('IMG_1\nIMG_2\n') }]),
            'application/zip',
            'foto.zip',
          ),
          file(bytes('Elenco prezzi\nCorrimano 84,00\n'), 'text/plain; charset=utf-8', 'elenco prezzi.txt'),
          file(
            bytes(
              'BEGIN:VCARD\nVERSION:3.0\nFN:Elena Rossi\nEMAIL:elena.rossi@rossi-figli.example\nEND:VCARD\n',
            ),
            'text/vcard',
            'Elena Rossi.vcf',
          ),
        ]),
    },
    {
      ...{ key: 'voicemail', days: 13, person: marco, subject: 'Voice message (3 s)' },
      body: () =>
        withFiles(textEntity({ text: 'You have a new voice message. Length: 0:03' }), [
          file(wav(3), 'audio/wav', 'message.wav'),
        ]),
    },
    {
      ...{ key: 'tnef', days: 24, person: paolo, subject: 'Riunione spostata' },
      body: () =>
        withFiles(textEntity({ text: 'Riunione spostata alle 11.' }), [
          file(
            Buffer.concat([Buffer.from('789f3e220100', 'hex'), noise(9, 900)]),
            'application/ms-tnef',
            'winmail.dat',
          ),
        ]),
    },
    {
      ...{ key: 'nested', days: 27, person: chiara, subject: 'Fwd: Fwd: Fwd: la foto del gatto' },
      body: () => {
        let inner: Entity = textEntity({ text: 'Il gatto, nel quinto involucro.' })
        for (let depth = 0; depth < 5; depth++) inner = multipartEntity({ subtype: 'mixed', parts: [inner] })
        return inner
      },
    },
    {
      ...{ key: 'html-only', days: 16, person: elena, subject: 'Orari di agosto' },
      body: () =>
        textEntity({
          text: htmlOf('Ad agosto siamo aperti solo la mattina.\n\nBuone vacanze a chi le fa!', 'it'),
          subtype: 'html',
          charset: 'windows-1252',
        }),
    },
  ]
}

/** One message for each shape that mail can take and that plain conversations do not. */
export function structureLetters(context: Context): Letter[] {
  const dates = recentDates(context.now)
  const letters = cases(context).map(({ key, days, person, subject, folder = 'INBOX', body }) =>
    letter(context, {
      ...{ folder, subject, body, date: dates.daysAgo(days, 9 + (days % 8), (days * 17) % 60) },
      from: { name: person.name, address: person.address },
      messageId: messageIdOf(person.address, 'structure', key),
      headerStyle: { encoding: 'B' },
      ...(person.zone === undefined ? {} : { zone: person.zone }),
    }),
  )
  const lost = messageIdOf(context.me.address, 'lost')
  return [
    ...letters,
    letter(context, {
      ...{
        folder: 'Sent',
        date: dates.daysAgo(18, 10, 2),
        from: context.me,
        subject: 'Misure del tavolo',
        messageId: lost,
      },
      to: [{ name: 'Stefano Pavan', address: 's.pavann@vetreriapavan.example' }],
      body: () =>
        textEntity({ text: `Ciao Stefano,\n\nil piano è 210 × 84, vetro da 10 mm.\n\n${context.first}` }),
    }),
    letter(context, {
      ...{
        folder: 'INBOX',
        date: dates.daysAgo(18, 10, 3),
        subject: 'Undeliverable: Misure del tavolo',
        references: [lost],
      },
      from: { name: 'Mail Delivery System', address: 'postmaster@outlook.example' },
      headers: [['Auto-Submitted', 'auto-replied']],
      body: () => bounceEntity(context, lost),
    }),
  ]
}
