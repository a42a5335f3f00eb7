import { htmlOf, richEntity, withFiles } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { recentDates } from '../dates.ts'
import { dwgEntity } from '../files/attachments.ts'
import { drawingPdf, invoicePdf, reportPdf, ticketPdf } from '../files/papers.ts'
import { fileEntity, textEntity } from '../mime.ts'
import { davide, lagunaStudio, marco, noor, rossiOffice } from '../people.ts'
import type { Letter } from '../types.ts'
import { kyotoThread } from './kyoto.ts'

const pdfFile = (filename: string, content: Buffer) =>
  fileEntity({ content, type: 'application/pdf', filename })

/** The footbridge: two from Marco, one from the user between them; the last has remote pictures and two files. */
function footbridge(context: Context): Letter[] {
  const { first, me } = context
  const dates = recentDates(context.now)
  const subject = 'Drawings for the footbridge, revision'
  const ids = [1, 2, 3].map((step) =>
    messageIdOf(step === 2 ? me.address : marco.address, 'footbridge', step),
  )
  const [one, two, three] = [ids[0]!, ids[1]!, ids[2]!]
  const last =
    `Ciao ${first},\n\nThe handrail section is now 42 mm, as the city office asked. The two files below replace revision B; ` +
    'only sheets 4 and 7 changed.\n\nIf you can send me the survey points by Thursday, I will have the model ready for the ' +
    'site meeting.\n\nMarco'
  const images = ['banner.png', 'open.gif'].map(
    (name) =>
      `<img src="https://images.bellini-ingegneria.example/firma/${name}" alt="" height="${name === 'open.gif' ? 1 : 40}">`,
  )
  const common = { from: marco, mailer: 'Microsoft Outlook 16.0' }
  return [
    letter(context, {
      ...{
        ...common,
        folder: 'INBOX',
        date: dates.daysAgo(4, 16, 20),
        subject: `${subject} B`,
        messageId: one,
      },
      cc: [lagunaStudio],
      body: () =>
        withFiles(
          textEntity({
            text:
              `Ciao ${first},\n\nHere is revision B with the two spans drawn apart, tell me if the joint is where you want it. ` +
              'I left the handrail as it was in the tender.\n\nMarco',
          }),
          [pdfFile('footbridge-B.pdf', drawingPdf({ title: 'Footbridge, revision B', sheets: [4, 7] }))],
        ),
    }),
    letter(context, {
      ...{ folder: 'Sent', date: dates.daysAgo(3, 11, 5), from: me, to: [marco], cc: [lagunaStudio] },
      ...{ subject: `Re: ${subject} B`, messageId: two, references: [one] },
      body: () => {
        const text =
          'Thanks! The city office wants the handrail thicker, see their note: 42 mm instead of 36, so that a hand closes ' +
          'around it and a foot does not fit under it. The joint is perfect where it is.\n\nCould you also look at sheet 7? ' +
          `The drip edge is missing on the left.\n\n${first}`
        return richEntity(text, htmlOf(text))
      },
    }),
    letter(context, {
      ...{ ...common, folder: 'INBOX', date: dates.today(18), to: [me], cc: [lagunaStudio] },
      ...{ subject: `${subject} C`, messageId: three, references: [one, two] },
      body: () =>
        withFiles(richEntity(last, htmlOf(last).replace('</body>', `<p>${images.join('')}</p></body>`)), [
          pdfFile(
            'footbridge-C.pdf',
            drawingPdf({ title: 'Footbridge, revision C', sheets: [4, 7], pictureOctets: 2_400_000 }),
          ),
          dwgEntity('sheet-4-7.dwg', 860 * 1024, 47),
        ]),
    }),
  ]
}

function todayAndYesterday(context: Context): Letter[] {
  const dates = recentDates(context.now)
  const { first, me } = context
  const lunch = messageIdOf(davide.address, 'lunch')
  return [
    letter(context, {
      from: { name: 'Agenzia delle Entrate', address: 'noreply@agenzia-entrate.example' },
      ...{
        folder: 'INBOX',
        date: dates.today(62),
        flags: [],
        subject: 'Ricevuta di avvenuta trasmissione n. 2287',
      },
      body: () =>
        textEntity({
          charset: 'windows-1252',
          text:
            'La presente per confermare la ricezione del documento inviato in data odierna tramite il canale telematico.\n\n' +
            'Protocollo: 2287-0041\nTipo documento: comunicazione liquidazioni periodiche IVA\nEsito: il file è stato accolto\n\n' +
            'La ricevuta completa è disponibile nella sezione Ricevute della Sua area riservata per dieci anni.\n\n' +
            'Messaggio generato automaticamente, si prega di non rispondere.',
        }),
    }),
    letter(context, {
      from: { name: 'GitHub', address: 'notifications@github.example' },
      ...{ folder: 'INBOX', date: dates.today(150), subject: '[ponte] Keep one connection per lane (#214)' },
      to: [{ name: 'ponte/ponte', address: 'ponte@noreply.github.example' }],
      cc: [me],
      headers: [
        ['List-ID', 'ponte/ponte <ponte.ponte.github.example>'],
        ['X-GitHub-Reason', 'author'],
        ['Precedence', 'list'],
      ],
      body: () => {
        const text =
          'Merged #214 into main. 6 checks passed.\n\n--\nView it on GitHub: https://github.example/ponte/ponte/pull/214'
        return richEntity(text, htmlOf(text))
      },
    }),
    letter(context, {
      ...{ from: lagunaStudio, folder: 'INBOX', date: dates.daysAgo(1, 17, 20), flags: [] },
      subject: 'Preventivo arredi, seconda versione',
      body: () => {
        const text =
          `Buongiorno ${first},\n\nin allegato il preventivo aggiornato con le sedute in rovere al posto del frassino. Il totale ` +
          'scende di 640 euro perché il tavolo lungo lo facciamo in due pezzi.\n\nI tempi restano di sei settimane dalla ' +
          'conferma.\n\nChiara Vianello\nStudio Laguna'
        const lines = [
          'Sedute in rovere, 12 pezzi: € 3.480,00',
          'Tavolo in due elementi: € 2.150,00',
          'Posa: € 540,00',
        ]
        return withFiles(richEntity(text, htmlOf(text, 'it')), [
          pdfFile('Preventivo arredi v2.pdf', reportPdf('Preventivo arredi, seconda versione', lines)),
        ])
      },
    }),
    letter(context, {
      ...{
        from: davide,
        folder: 'INBOX',
        date: dates.daysAgo(1, 11, 52),
        subject: 'Lunch on Tuesday?',
        messageId: lunch,
      },
      body: () => textEntity({ text: `Hey ${first},\n\nI am in town on Tuesday. Lunch? 13:00?\n\nDavide` }),
    }),
    letter(context, {
      ...{
        from: me,
        to: [davide],
        folder: 'Sent',
        date: dates.daysAgo(1, 12, 31),
        subject: 'Re: Lunch on Tuesday?',
      },
      references: [lunch],
      body: () => textEntity({ text: `Perfetto, 13:00 at the usual place.\n\n${first}` }),
    }),
  ]
}

function earlier(context: Context): Letter[] {
  const dates = recentDates(context.now)
  const { first, me, now } = context
  const year = now.getFullYear()
  return [
    letter(context, {
      from: { name: 'Trenitalia', address: 'biglietti@trenitalia.example' },
      ...{ folder: 'INBOX', date: dates.daysAgo(1, 9, 5), subject: 'Il tuo biglietto per Venezia S. Lucia' },
      body: () => {
        const text =
          `Codice prenotazione K7Q2PL. Carrozza 4, posto 11A.\n\nGentile ${me.name},\nil tuo viaggio Milano Centrale – Venezia ` +
          'S. Lucia è confermato. In allegato trovi il biglietto in formato PDF: non serve stamparlo.\n\nBuon viaggio!'
        const ticket = {
          code: 'K7Q2PL',
          route: 'Milano Centrale - Venezia S. Lucia',
          when: 'Partenza 14:45 · arrivo 17:12',
        }
        return withFiles(richEntity(text, htmlOf(text, 'it')), [
          pdfFile('K7Q2PL.pdf', ticketPdf({ ...ticket, seat: 'Carrozza 4, posto 11A', name: first })),
        ])
      },
    }),
    letter(context, {
      ...{
        from: { name: noor.name, address: noor.address },
        zone: 240,
        folder: 'INBOX',
        date: dates.daysAgo(2, 15, 40),
      },
      subject: 'مراجعة العقد قبل التوقيع',
      body: () => {
        const text =
          'السلام عليكم، أرفقت النسخة الأخيرة من العقد بعد التعديلات التي اتفقنا عليها.\n\nأرجو مراجعة البند الرابع (مواعيد ' +
          'الدفع) والبند التاسع (فسخ العقد) قبل يوم الأحد. إذا لم تكن لديك ملاحظات يمكننا التوقيع في الأسبوع المقبل.\n\n' +
          `مع أطيب التحيات،\nنور الأمين\n${noor.role}`
        return richEntity(text, htmlOf(text, 'ar'))
      },
    }),
    letter(context, {
      ...{
        from: rossiOffice,
        folder: 'INBOX',
        date: dates.daysAgo(2, 9, 14),
        subject: `Fattura 118/${year}`,
      },
      mailer: 'Microsoft Outlook 16.0',
      body: () => {
        const text =
          'In allegato la fattura relativa al mese di ottobre. Scadenza 30 giorni.\n\nCordiali saluti,\nElena Rossi\n' +
          'Rossi & Figli s.r.l. · carpenteria metallica · Mestre'
        const paper = invoicePdf({
          ...{
            number: `118/${year}`,
            date: `31/10/${year}`,
            seller: 'Rossi & Figli s.r.l.',
            buyer: 'Studio di architettura',
          },
          due: 'Pagamento: bonifico bancario a 30 giorni. Documento di prova.',
          lines: [
            { what: 'Corrimano in acciaio zincato, ml', quantity: 31, price: 84 },
            { what: 'Piastre di ancoraggio', quantity: 16, price: 22.5 },
            { what: 'Montaggio in cantiere, ore', quantity: 24, price: 38 },
          ],
        })
        return withFiles(richEntity(text, htmlOf(text, 'it')), [pdfFile('Fattura 118.pdf', paper)])
      },
    }),
  ]
}

/** The newest mail: what a newcomer sees first. */
export function topLetters(context: Context): Letter[] {
  return [...footbridge(context), ...kyotoThread(context), ...todayAndYesterday(context), ...earlier(context)]
}
