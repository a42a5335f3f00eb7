import type { Brand } from './brand.ts'

const footer = 'Ricevi questa lettera perché ti sei iscritta sul nostro sito.'
const unsubscribe = 'Annulla l’iscrizione'

/** Newsletter in italiano. */
export const italianBrands: Brand[] = [
  {
    ...{
      name: 'La Lettera del Legno',
      address: 'redazione@letteradellegno.example',
      language: 'it',
      colour: '#6b4423',
      footer,
      unsubscribe,
    },
    tagline: 'Boschi, segherie, cantieri',
    subjects: ['{title}', 'Lettera n. {n}: {title}', '{title} – La Lettera del Legno'],
    intros: [
      'Buongiorno. Questa settimana siamo stati in Cadore, dove la neve è arrivata prima dei boscaioli.',
      'Un numero breve e profumato: parliamo di resina.',
      'Ci avete scritto in tanti dopo l’ultima lettera. Rispondiamo a tutti, con calma.',
    ],
    button: 'Leggi l’articolo',
    stories: [
      [
        'Il larice non è tutto uguale',
        'Quello di pianura cresce in fretta e si spacca. Un segantino di terza generazione spiega come riconoscerlo a occhio.',
      ],
      [
        'Una passerella montata in due notti',
        'Undici pezzi, una chiatta e la bassa marea: il diario di cantiere.',
      ],
      ['Perché i solai scricchiolano', 'Quasi sempre non è il legno. È il chiodo.'],
      ['Il bosco che suona', 'A Paneveggio gli abeti si scelgono bussando. Reportage con sei registrazioni.'],
      ['Nuove regole per la marcatura', 'Che cosa cambia da gennaio per le travi lamellari, in dieci righe.'],
      [
        'Le briccole della laguna',
        'Durano dieci anni, poi diventano tavoli. Intervista a chi le sostituisce.',
      ],
      [
        'La colla che si scioglie',
        'Un adesivo che a ottanta gradi lascia andare: i mobili si smontano e il legno si riusa.',
      ],
      ['Tetti verdi, travi asciutte', 'Tre dettagli sbagliati e uno giusto.'],
      ['Imparare a piallare a sessant’anni', 'Il corso serale di Belluno ha una lista d’attesa di due anni.'],
    ],
  },
  {
    ...{
      name: 'Cucina Bassa',
      address: 'ricette@cucinabassa.example',
      language: 'it',
      colour: '#a83232',
      footer,
      unsubscribe,
    },
    tagline: 'Ricette di pianura e di laguna',
    subjects: ['{title}', 'Stasera: {title}', 'Ricetta n. {n} · {title}'],
    intros: [
      'È tornato il freddo e con lui il brodo.',
      'Al mercato ci sono i primi carciofi: approfittatene.',
      'Poco tempo? Qui bastano venti minuti e una padella sola.',
    ],
    button: 'La ricetta completa',
    stories: [
      [
        'Risi e bisi, ma d’inverno',
        'Con i piselli surgelati buoni e il brodo dei baccelli che avevate messo via. Perché li avevate messi via, vero?',
      ],
      ['Sarde in saor', 'Si fanno oggi e si mangiano dopodomani: il segreto è tutto lì.'],
      [
        'Baccalà mantecato senza segreti',
        'Un’ora di braccia e olio a filo. Il frullatore resta nel cassetto.',
      ],
      ['Pasta e fasioi', 'Densa, che il cucchiaio stia in piedi.'],
      ['Radicchio alla piastra con castagne', 'Amaro e dolce nello stesso boccone.'],
      ['La torta di mele che non si abbassa', 'Tre uova, due mele, nessuna fretta di aprire il forno.'],
      ['Bigoli in salsa', 'Cipolle bianche, acciughe e pazienza.'],
      ['Crema fritta', 'A carnevale si può. Anche dopo.'],
      ['Seppie al nero', 'Mettete un grembiule scuro e invitate chi vi vuole bene.'],
    ],
  },
  {
    ...{
      name: 'Teatro al Squero',
      address: 'biglietteria@teatrosquero.example',
      language: 'it',
      colour: '#23324d',
      footer,
      unsubscribe,
    },
    tagline: 'Musica e teatro sull’acqua',
    subjects: ['{title}', 'In scena: {title}', 'La stagione continua con {title}'],
    intros: [
      'Gentile abbonata, ecco il programma delle prossime settimane.',
      'Restano pochi posti, soprattutto di domenica.',
      'Il bar del teatro ha riaperto: arrivate mezz’ora prima.',
    ],
    button: 'Acquista i biglietti',
    stories: [
      ['Quartetto d’archi, due serate', 'Haydn, Bartók e una prima assoluta scritta sul vaporetto.'],
      ['Il bugiardo', 'Goldoni in una barca sola, con sei attori e molti remi.'],
      ['Prove aperte', 'Ogni mercoledì alle diciotto si entra gratis e si tace volentieri.'],
      ['Concerto di Capodanno', 'Alle undici del mattino, per chi ha già dormito e per chi non ancora.'],
      ['Teatro per i piccoli', 'La storia del granchio che non voleva camminare di lato. Dai quattro anni.'],
      ['Lettura integrale', 'Diciannove ore di Svevo, con brande e caffè.'],
    ],
  },
  {
    ...{
      name: 'Bottega Salina',
      address: 'ordini@bottegasalina.example',
      language: 'it',
      colour: '#2f6f73',
      footer,
      unsubscribe,
    },
    tagline: 'Ceramiche fatte a mano a Burano',
    subjects: ['{title}', '{title}: solo fino a domenica', 'Novità di bottega: {title}'],
    intros: [
      'Abbiamo aperto il forno ieri sera. È andata bene.',
      'Spedizione gratuita fino a domenica, per festeggiare il nuovo tornio.',
      'Per chi cerca un regalo che non si ricarichi.',
    ],
    button: 'Scopri',
    stories: [
      ['Ciotole blu notte', 'Smalto di cobalto, ognuna diversa. Da 24 euro.'],
      ['Le tazze storte sono tornate', 'Storte apposta, lo precisiamo sempre.'],
      ['Piatti da pesce', 'Ovali, profondi il giusto, con il bordo che ferma la salsa.'],
      ['Seconda scelta', 'Piccoli difetti, grande sconto: meno trenta per cento.'],
      ['Corso di tornio', 'Quattro sabati, otto persone, grembiule incluso.'],
    ],
  },
]
