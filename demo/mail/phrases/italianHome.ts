import type { Topic } from './topic.ts'

/** Conversazioni con amici e famiglia. */
export const italianHome: Topic[] = [
  {
    by: ['Mamma'],
    subjects: ['Pranzo di domenica', 'Domenica da noi?', 'Pranzo'],
    beats: [
      [
        'domenica vieni a pranzo? Ci sono anche gli zii. Papà ha trovato i primi carciofi di Sant’Erasmo e non parla d’altro.',
        'sei libera domenica? Faccio le sarde in saor, e poi ti devo far vedere cosa abbiamo combinato in terrazza.',
      ],
      [
        'arrivo verso l’una! Porto il dolce?',
        'certo che vengo. Prendo il vaporetto delle {hour} se non piove.',
      ],
      [
        'porta il dolce e anche il contenitore dell’altra volta, che non si trova più.',
        'qui piove già, ma prendilo lo stesso.',
      ],
    ],
  },
  {
    subjects: ['Foto', 'Le foto della gita', 'Un po’ di foto'],
    file: 'photos',
    beats: [
      [
        'ecco le foto della gita. Nella terza si vede anche il cane, se guardi bene. La luce della sera era incredibile.',
        'ti mando qualche foto di {day}. Le altre sono mosse, dice il fotografo che è uno stile.',
      ],
      ['bellissime! La prima la stampo e la appendo in cucina.', 'il cane è il migliore di tutti. Grazie!'],
      ['ti mando il file grande allora.', 'riferirò al cane.'],
    ],
  },
  {
    subjects: ['Giro in bici', 'Sabato: bici?', 'Pedalata'],
    beats: [
      [
        'sabato danno sole fino alle due. Facciamo l’argine fino a Dolo e torniamo per i campi? Sono {number} km, tutti piatti.',
        'c’è chi propone il Grappa. Io propongo di guardarlo dal basso, con un gelato. Voi?',
      ],
      [
        'ci sto, devo solo sistemare un raggio. Partiamo alle otto e mezza?',
        'il gelato mi convince. Da dove si parte?',
      ],
      ['otto e mezza al ponte.', 'dalla stazione, treno delle {hour}.'],
      [
        'ho le gambe di legno. Larice, direi. Bellissimo giro!',
        'a casa. {number} km e nessuna foratura, record.',
      ],
    ],
  },
  {
    by: ['Lorenzo', 'Nives', 'Beatrice'],
    subjects: ['Chiavi di casa', 'Le piante', 'Favore'],
    beats: [
      [
        'da {day} siamo via una settimana. Riesci a passare a bagnare le piante? Le chiavi le lascio dalla signora Dina.',
        'ti posso chiedere un favore? {day} arriva il tecnico della caldaia e io sono a Milano. Ti bastano dieci minuti per aprirgli.',
      ],
      ['certo, passo ogni due giorni. Anche il limone?', 'nessun problema, a che ora arriva?'],
      ['il limone poco, si offende. Grazie!', 'tra le 9:00 e “la mattina”, dicono. Ti devo una cena.'],
    ],
  },
  {
    subjects: ['Compleanno a sorpresa', 'Regalo per Davide', 'Festa'],
    beats: [
      [
        'organizziamo una sorpresa per {day}? Pensavo {place}, alle {hour}. Acqua in bocca, mi raccomando.',
        'per il regalo pensavo a un corso di ceramica, in {number} siamo 12 euro a testa. Che dite?',
      ],
      ['ottima idea! Io porto la musica.', 'ci sto. Chi lo prenota?'],
      ['prenoto io, poi facciamo i conti.', 'prenotato. Lui non sospetta nulla, credo.'],
    ],
  },
  {
    subjects: ['Cena {day}', 'Ci vediamo {day}?', 'Spritz'],
    beats: [
      [
        '{day} alle {hour} {place}? Ci sono anche Irene e Matteo, che partono la settimana dopo.',
        'è un secolo che non ci vediamo. {day} hai impegni?',
      ],
      ['ci sono! Prenoti tu?', '{day} perfetto, ma non faccio tardi che {other} ho la consegna.'],
      ['prenotato per quattro.', 'promesso, alle undici a nanna.'],
    ],
  },
  {
    by: ['Mamma', 'Nives'],
    subjects: ['Ricetta', 'La ricetta della nonna', 'Come si fa il baccalà'],
    beats: [
      [
        'mi mandi la ricetta del baccalà? Ho {number} persone a cena e ho già promesso che lo faccio io. Sono nei guai.',
        'ho trovato il quaderno della nonna! Certe pagine sono illeggibili per via dell’unto, ma la torta di mele c’è.',
      ],
      [
        'stoccafisso bagnato due giorni, olio a filo, e un’ora di braccia. Il latte solo alla fine. Se diventa lucido sei salva.',
        'fammi una foto della pagina della torta! E anche di quella dopo, dovrebbero esserci i biscotti.',
      ],
      ['è diventato lucido. Ti devo la vita.', 'foto in arrivo. I biscotti ci sono, metà.'],
    ],
  },
]
