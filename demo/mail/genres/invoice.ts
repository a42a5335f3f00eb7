import { htmlOf, richEntity, withFiles } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { pastDate } from '../dates.ts'
import { invoicePdf } from '../files/papers.ts'
import type { InvoiceLine } from '../files/papers.ts'
import { fileEntity } from '../mime.ts'
import { chiara, rossiOffice } from '../people.ts'
import { random } from '../random.ts'
import type { Letter, Mailbox } from '../types.ts'

const months =
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(' ')

type Supplier = {
  /** Invoices it writes in a year: the numbers rise accordingly. */
  yearly: number
  from: Mailbox
  seller: string
  folder: string
  lines: readonly InvoiceLine[]
  texts: readonly string[]
}

const works: readonly InvoiceLine[] = [
  { what: 'Corrimano in acciaio zincato, ml', quantity: 12, price: 84 },
  { what: 'Piastre di ancoraggio', quantity: 8, price: 22.5 },
  { what: 'Montaggio in cantiere, ore', quantity: 16, price: 38 },
  { what: 'Taglio laser, lamiera 5 mm', quantity: 3, price: 140 },
  { what: 'Trasporto via barca', quantity: 1, price: 260 },
]

const suppliers: readonly Supplier[] = [
  {
    ...{
      from: rossiOffice,
      seller: 'Rossi & Figli s.r.l.',
      yearly: 131,
      folder: 'Clients/Rossi & Figli',
      lines: works,
    },
    texts: [
      'in allegato la fattura relativa al mese di {month}. Scadenza 30 giorni.',
      'trasmettiamo la fattura n. {number}. La copia elettronica è già stata inviata allo SdI.',
      'le ricordiamo la fattura n. {number}, che dai nostri conti risulta ancora aperta. Se il pagamento è già partito, non tenga conto di questo messaggio.',
    ],
  },
  {
    ...{
      from: { name: chiara.name, address: chiara.address },
      seller: 'Studio Laguna',
      yearly: 74,
      folder: 'Clients/Laguna Studio',
    },
    lines: [
      { what: 'Sedute in rovere', quantity: 4, price: 290 },
      { what: 'Tavolo in due elementi', quantity: 1, price: 2150 },
      { what: 'Progettazione arredi, giornate', quantity: 3, price: 420 },
    ],
    texts: [
      'ti mando la fattura {number}, come d’accordo divisa in due rate.',
      'ecco la fattura di {month}. Grazie per la puntualità di sempre!',
    ],
  },
  {
    ...{
      from: { name: 'Luce & Gas Serenissima', address: 'bollette@lucegas-serenissima.example' },
      folder: 'Invoices',
    },
    seller: 'Luce & Gas Serenissima',
    yearly: 48210,
    lines: [
      { what: 'Energia elettrica, kWh', quantity: 214, price: 0.27 },
      { what: 'Gas, Smc', quantity: 61, price: 0.94 },
    ],
    texts: [
      'la bolletta del mese di {month} è pronta. L’addebito avverrà sul conto indicato.',
      'in allegato la bolletta n. {number}.',
    ],
  },
  {
    ...{
      from: { name: 'Telefonia Rialto', address: 'fatture@telefoniarialto.example' },
      seller: 'Telefonia Rialto',
      yearly: 90311,
      folder: 'Invoices',
    },
    lines: [
      { what: 'Fibra studio', quantity: 1, price: 24.9 },
      { what: 'Linea mobile', quantity: 2, price: 8.5 },
    ],
    texts: ['la fattura di {month} è disponibile e la trova in allegato.'],
  },
  {
    ...{
      from: { name: 'Stampa Grande Formato', address: 'laboratorio@grandeformato.example' },
      folder: 'Invoices',
    },
    seller: 'Grande Formato s.n.c.',
    yearly: 640,
    lines: [
      { what: 'Stampa A0 a colori', quantity: 9, price: 11 },
      { what: 'Piega e imbustatura', quantity: 9, price: 1.2 },
      { what: 'Pannello in forex 5 mm', quantity: 2, price: 38 },
    ],
    texts: [
      'allego la fattura per le stampe ritirate in {month}.',
      'fattura {number} in allegato, buon lavoro!',
    ],
  },
  {
    ...{
      from: { name: 'Studio Greco', address: 'segreteria@studiogreco.example' },
      seller: 'Studio Greco associati',
      yearly: 212,
      folder: 'Invoices',
    },
    lines: [
      { what: 'Tenuta contabilità, trimestre', quantity: 1, price: 380 },
      { what: 'Invio telematico modelli', quantity: 2, price: 45 },
    ],
    texts: ['inviamo la nostra parcella di {month}. Come sempre, per qualunque dubbio siamo qui.'],
  },
]

/** An invoice with its PDF. */
export function invoice(context: Context, index: number): Letter[] {
  const rng = random('invoice', context.seed, index)
  const supplier = rng.pick(suppliers)
  const date = pastDate(context.now, 'office', rng)
  const elapsed = (date.getTime() - new Date(date.getFullYear(), 0, 1).getTime()) / (365 * 86_400_000)
  const number = `${1 + Math.floor(elapsed * supplier.yearly)}/${date.getFullYear()}`
  const month = months[(date.getMonth() + 11) % 12]!
  const text =
    `${supplier.folder.startsWith('Clients') ? 'Buongiorno' : 'Gentile cliente'},\n\n` +
    `${rng.pick(supplier.texts).replace('{month}', month).replace('{number}', number)}\n\nCordiali saluti,\n${supplier.seller}`
  const lines = rng
    .sample(supplier.lines, rng.int(1, supplier.lines.length))
    .map((line) => ({ ...line, quantity: Math.max(1, Math.round(line.quantity * (0.5 + rng.next()))) }))
  const filename = rng.pick([
    `Fattura ${number.replace('/', '-')}.pdf`,
    `IT00000000000_${rng.hex(5)}.pdf`,
    `Fattura n° ${number.replace('/', ' del ')}.pdf`,
  ])
  const filenameStyle = rng.chance(0.5) ? 'rfc2231' : 'encoded-word'
  return [
    letter(context, {
      ...{
        folder: supplier.folder,
        date,
        from: supplier.from,
        subject: rng.pick([`Fattura ${number}`, `Invio fattura n. ${number}`, `Fattura di ${month}`]),
      },
      messageId: messageIdOf(supplier.from.address, context.seed, 'invoice', index),
      mailer: 'Gestionale Facile 9',
      body: () => {
        const content = invoicePdf({
          ...{ number, seller: supplier.seller, lines },
          date: `${date.getDate()}/${date.getMonth() + 1}/${date.getFullYear()}`,
          buyer: context.me.name,
          due: 'Pagamento a 30 giorni data fattura. Documento di prova.',
        })
        return withFiles(richEntity(text, htmlOf(text, 'it')), [
          fileEntity({ content, type: 'application/pdf', filename, filenameStyle }),
        ])
      },
    }),
  ]
}
