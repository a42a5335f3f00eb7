import type { Topic } from './topic.ts'

/** Conversazioni di lavoro. */
export const italianWork: Topic[] = [
  {
    by: ['Chiara', 'Francesca', 'Elena'],
    subjects: [
      '{project}: tavole rev. {revision}',
      'Tavola {sheet} aggiornata',
      'Elaborati {project}, revisione {revision}',
    ],
    file: 'drawing',
    beats: [
      [
        'ti invio la revisione {revision} delle tavole. È cambiata solo la numero {sheet}: abbiamo spostato di {number} mm il particolare della {element} secondo le indicazioni della Soprintendenza.\n\nSe per te va bene, la consegno in Comune {day}.',
        'in allegato trovi gli elaborati aggiornati. Ho corretto le quote della tavola {sheet} e aggiunto la sezione che mi avevi chiesto al telefono.\n\nFammi sapere se manca qualcosa, perché {day} vanno in stampa.',
      ],
      [
        'grazie, ho guardato tutto con calma. Sulla tavola {sheet} manca ancora il nord, per il resto è perfetta.',
        'ricevuto. Ho un solo dubbio: nella legenda il {material} ha lo stesso retino del calcestruzzo e in bianco e nero non si distinguono.',
      ],
      [
        'hai ragione, sistemato. La nuova versione è nella cartella condivisa.',
        'retino cambiato e nord aggiunto. Consegno {day} mattina.',
      ],
      ['perfetto, allora procediamo.', 'benissimo, grazie della pazienza.'],
    ],
  },
  {
    subjects: ['Sopralluogo {day}', 'Sopralluogo in cantiere', '{project}: ci vediamo {day}?'],
    beats: [
      [
        'l’impresa ha scoperto una vecchia muratura dietro la {element} e prima di andare avanti vorrebbe un nostro parere. Riesci a venire {day} alle {hour}?',
        'possiamo fissare un sopralluogo per {day}, ore {hour}? Vorrei vedere con te lo stato del {material} prima che arrivino i pittori.',
      ],
      [
        'ci sono. Arrivo con il treno, quindi calcola dieci minuti a piedi dalla stazione.',
        '{day} sono in Comune tutta la mattina, facciamo {other} alla stessa ora?',
      ],
      [
        'va bene {other}. Porta gli stivali, che il piazzale è tutto fango.',
        'confermato anche dall’impresa. A {day}!',
      ],
      [
        'riassumo quanto deciso oggi: la muratura vecchia si conserva, il {material} si rimisura e la fornitura resta ferma fino a {other}. Le foto te le mando stasera.',
        'grazie per essere venuta. Metto a verbale i tre punti e lo faccio girare entro {other}.',
      ],
    ],
  },
  {
    by: ['Chiara', 'Paolo', 'Alessandro', 'Stefano'],
    subjects: ['Preventivo {project}', 'Offerta per {material}', 'Preventivo n. {number}'],
    file: 'report',
    beats: [
      [
        'in allegato il preventivo per la fornitura e posa di {material}, per un totale di € {amount} più IVA. I prezzi sono validi trenta giorni.\n\nResto a disposizione per qualsiasi chiarimento.',
        'come d’accordo ti mando l’offerta: {length} metri lineari di {material}, posa compresa, € {amount}. I tempi di consegna sono di {number} giorni dall’ordine.',
      ],
      [
        'grazie, l’ho girata al committente. A prima vista il trasporto mi sembra alto: è possibile consegnare via barca direttamente in rio?',
        'ricevuto. Si riesce a togliere qualcosa se il montaggio lo facciamo insieme alla {element}? Così l’impalcatura si paga una volta sola.',
      ],
      [
        'via barca si può, e si risparmia circa il {percent}%. Ti rifaccio il conto entro {day}.',
        'sì, in quel caso scendiamo del {percent}%. Ti mando la versione aggiornata {day}.',
      ],
      [
        'il committente ha accettato. Puoi procedere con l’ordine.',
        'approvato, grazie. Il contratto parte oggi.',
      ],
    ],
  },
  {
    by: ['Irene'],
    subjects: ['Integrazione documenti', 'Pratica edilizia {project}', 'Richiesta di integrazioni'],
    beats: [
      [
        'per completare l’istruttoria della pratica relativa a “{project}” servono ancora la relazione sul {material} e una planimetria con le quote altimetriche.\n\nIl termine è di trenta giorni, ma se arrivano entro {day} riusciamo a portarla nella prossima commissione.',
        'la commissione ha sospeso il parere in attesa di un chiarimento sulla {element}. Basta una tavola integrativa, non occorre ripresentare tutto.',
      ],
      [
        'grazie per la celerità. La relazione è pronta, la planimetria la consegno {day} perché aspetto il rilievo.',
        'capito. Preparo la tavola integrativa e la carico sul portale entro {day}.',
      ],
      [
        'perfetto, la inserisco all’ordine del giorno.',
        'ricevuta e protocollata. Il parere dovrebbe uscire entro la settimana {week}.',
      ],
    ],
  },
  {
    by: ['Elena', 'Giorgio'],
    subjects: ['Calcoli {element}', 'Verifica strutturale', '{project}, relazione di calcolo'],
    beats: [
      [
        'ho rifatto le verifiche: sulla luce di {length} m siamo al {percent}% della resistenza, ma le vibrazioni sono al limite. Se mi concedi altri {number} mm di altezza stiamo tutti più tranquilli.',
        'la relazione è quasi pronta. Mi manca solo il peso definitivo del {material}, poi chiudo e ti mando tutto firmato.',
      ],
      [
        'i {number} mm te li concedo, ma verso il basso: il filo superiore deve restare allineato.',
        'il fornitore dichiara 32 kg al metro quadro, ma io metterei 35 e non ci penserei più.',
      ],
      [
        'verso il basso va bene. Ti mando il modello aggiornato {day}.',
        'metto 35. Relazione firmata entro {day}.',
      ],
    ],
  },
  {
    by: ['Chiara', 'Stefano', 'Alessandro'],
    subjects: ['Campioni di {material}', 'Finitura del {material}', 'Campionatura'],
    file: 'photos',
    beats: [
      [
        'sono arrivati i campioni. Ti mando due foto, una alla luce della finestra e una in ombra, perché cambiano parecchio. Io sceglierei il più scuro, anche se costa il {percent}% in più.',
        'ho fatto preparare tre campioni con finiture diverse. Il secondo ha lo spigolo migliore, il terzo il prezzo migliore.',
      ],
      [
        'il più scuro, senza dubbio. Fra dieci anni nessuno si ricorderà del {percent}%.',
        'dallo schermo è difficile. Passo {day} così li vedo anche bagnati.',
      ],
      ['ordinato, con qualche pezzo di scorta.', 'ti aspetto {day}, il caffè lo offro io.'],
    ],
  },
  {
    by: ['Elena', 'Alessandro', 'Chiara'],
    subjects: ['Verbale di cantiere, settimana {week}', 'Verbale n. {number}', 'Riunione di {day}: verbale'],
    file: 'text',
    beats: [
      [
        'allego il verbale della riunione di {day}. In sintesi:\n\n1. rilievo della {element}: entro {other}\n2. prezzi del {material}, due alternative: settimana {week}\n3. lettera al Comune: a cura mia, oggi\n\nOsservazioni entro {other}, grazie.',
        'ecco il verbale. La parte più lunga riguarda la {element}; se ho frainteso qualcosa dimmelo entro {other}.',
      ],
      [
        'una sola correzione: il punto 2 spettava all’impresa. Per il resto va bene.',
        'nessuna osservazione, grazie.',
      ],
      ['corretto e inviato a tutti.', 'archiviato, grazie.'],
    ],
  },
  {
    by: ['Valentina'],
    subjects: ['Scadenze fiscali', 'Documenti per il trimestre', 'F24 e fatture'],
    beats: [
      [
        'per la liquidazione IVA mi servono le fatture d’acquisto del trimestre e gli estratti conto. Se riesci entro {day} ti preparo l’F24 con calma.',
        'ti ricordo la scadenza di questo mese: € {amount} da versare con il modello che ti allego nella prossima mail. Hai già in mano tutte le fatture?',
      ],
      [
        'le ho raccolte quasi tutte, mi manca quella della vetreria. Ti carico tutto {day}.',
        'eccole, dovrebbero essere {number}. Quella del corriere è doppia, tieni la seconda.',
      ],
      ['ricevute. Quella doppia l’ho stornata.', 'perfetto, l’F24 te lo mando {day}.'],
    ],
  },
  {
    by: ['Francesca'],
    subjects: ['Piantumazione', '{project}: il verde', 'Elenco alberi'],
    mine: true,
    beats: [
      [
        'stavo riguardando il progetto del verde: e se al posto dei lecci mettessimo dei tamerici lungo la riva? Reggono il sale e non tolgono la vista dalla {element}.',
        'mi mandi l’elenco aggiornato delle piante? Il vivaio chiede conferma entro {day}.',
      ],
      [
        'i tamerici mi piacciono, ma vanno piantati in autunno. Li sposto nella seconda fase.',
        'elenco in arrivo. Ho tolto due varietà che quest’anno non si trovano.',
      ],
      ['seconda fase va benissimo.', 'grazie, confermo al vivaio.'],
    ],
  },
  {
    by: ['Paolo', 'Alessandro', 'Stefano'],
    subjects: ['Ritardo consegna', 'Aggiornamento consegna {material}', 'Consegna spostata'],
    beats: [
      [
        'purtroppo la consegna del {material} slitta alla settimana {week}: la zincheria ha un forno fermo. Mi dispiace, so che avevate già prenotato la gru.',
        'volevo avvisarti che il {material} è pronto in anticipo. Possiamo consegnare già {day}, se in cantiere c’è posto.',
      ],
      [
        'peccato. Si può avere almeno la prima metà, così montiamo la {element}?',
        '{day} va bene, ma entro le {hour} perché poi la strada chiude per il mercato.',
      ],
      ['la prima metà sì, {day} mattina. Il resto appena possibile.', 'alle otto siamo lì.'],
      ['grazie, così salviamo la gru.', 'arrivato tutto, nessun danno.'],
    ],
  },
]
