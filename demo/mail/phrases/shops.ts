export type Shop = {
  name: string
  address: string
  language: 'it' | 'en'
  colour: string
  prefix: string
  subjects: readonly string[]
  greeting: string
  thanks: string
  total: string
  closing: string
  goods: readonly (readonly [what: string, euro: number])[]
}

const it = { language: 'it' as const, greeting: 'Ciao {first},', total: 'Totale' }
const en = { language: 'en' as const, greeting: 'Hello {first},', total: 'Total' }

/** Where the user buys things. */
export const shops: Shop[] = [
  {
    ...{
      ...it,
      name: 'Libreria Marea',
      address: 'ordini@libreriamarea.example',
      colour: '#2a5d84',
      prefix: 'LM',
    },
    subjects: ['Conferma ordine {number}', 'Grazie per il tuo ordine {number}'],
    thanks: 'abbiamo ricevuto l’ordine',
    closing: 'I libri partono entro due giorni lavorativi. Per i resi basta rispondere a questa mail.',
    goods: [
      ['Le città invisibili', 11.4],
      ['Atlante delle maree', 32],
      ['Quaderno di cantiere', 9.5],
      ['Storia dei ponti di legno', 27],
      ['Il barone rampante', 12.35],
      ['Guida agli uccelli di laguna', 19.9],
    ],
  },
  {
    ...{
      ...it,
      name: 'Colorificio Tintor',
      address: 'negozio@tintor.example',
      colour: '#b3541e',
      prefix: 'CT-',
    },
    subjects: ['Scontrino {number}', 'Ordine {number}: pronto per il ritiro'],
    thanks: 'ecco il riepilogo dell’acquisto',
    closing: 'Puoi ritirare tutti i giorni dalle 8 alle 12:30. Le tinte a campione non si cambiano.',
    goods: [
      ['Calce in pasta, 20 kg', 18.5],
      ['Olio di lino cotto, 5 l', 41],
      ['Pennellessa 10 cm', 12.9],
      ['Terra d’ombra, 1 kg', 14.2],
      ['Carta abrasiva, 50 fogli', 22],
    ],
  },
  {
    ...{
      ...it,
      name: 'Bottega Salina',
      address: 'ordini@bottegasalina.example',
      colour: '#2f6f73',
      prefix: 'BS',
    },
    subjects: ['Il tuo ordine {number} è nel forno', 'Ricevuta {number}'],
    thanks: 'grazie! L’ordine è il numero',
    closing: 'Imballiamo con paglia e giornali vecchi, buona lettura.',
    goods: [
      ['Ciotola blu notte', 24],
      ['Tazza storta', 18],
      ['Piatto ovale', 31],
      ['Portasale con coperchio', 22],
    ],
  },
  {
    ...{ ...en, name: 'Halden & Moss', address: 'shop@haldenmoss.example', colour: '#8a4b2a', prefix: 'HM-' },
    subjects: ['Your order {number}', 'Receipt for {number}', 'On its way: {number}'],
    thanks: 'thank you for order',
    closing: 'Wrapped by hand. If something is not right, write to us and we will mend it.',
    goods: [
      ['Folding rule, boxwood', 38],
      ['Sewn notebook, dotted', 14],
      ['Pencil for wet wood, 3 pcs', 7.5],
      ['Scale ruler, left-handed', 21],
      ['Canvas tool roll', 64],
    ],
  },
  {
    ...{
      ...en,
      name: 'Field Notes Cloud',
      address: 'billing@fieldnotes-cloud.example',
      colour: '#3b3f8f',
      prefix: 'INV-',
    },
    subjects: ['Your receipt {number}', 'Payment received, {number}'],
    thanks: 'we received your payment for',
    closing: 'This is a subscription; the next payment is due in a month. You can stop it at any time.',
    goods: [
      ['Studio plan, monthly', 19],
      ['Extra storage 100 GB', 4],
    ],
  },
  {
    ...{ ...it, name: 'Taxi Acqua', address: 'ricevute@taxiacqua.example', colour: '#0d5c63', prefix: 'TA' },
    subjects: ['Ricevuta della corsa {number}'],
    thanks: 'grazie per aver viaggiato con noi. Corsa',
    closing: 'Ha dimenticato qualcosa a bordo? Risponda a questo messaggio.',
    goods: [
      ['Piazzale Roma – Giudecca', 45],
      ['Aeroporto – Fondamente Nove', 85],
      ['Supplemento notturno', 10],
    ],
  },
]
