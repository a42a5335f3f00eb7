import type { Topic } from './topic.ts'

/** Scambi con il dipartimento e con i laureandi. */
export const universityTopics: Topic[] = [
  {
    subjects: ['Revisione tesi', 'Capitolo {sheet}', 'Tesi: bozza aggiornata'],
    file: 'thesis',
    beats: [
      [
        'le invio il capitolo sulle passerelle in legno con le correzioni che mi aveva segnato. Ho rifatto tutte le tavole e aggiunto il confronto con la {project}.',
        'in allegato la bozza aggiornata. Ho tolto venti pagine di storia e non mi mancano.',
      ],
      [
        'molto meglio. Il confronto funziona, ma nella figura {sheet} manca la scala. Ci vediamo {day} a ricevimento?',
        'l’ho letta in treno. Le venti pagine non mancano nemmeno a me. Riscriva solo le conclusioni: dicono quello che ha fatto, non quello che ha capito.',
      ],
      ['grazie! {day} ci sono, porto il plastico.', 'ha ragione. Le mando la nuova versione entro {day}.'],
    ],
  },
  {
    subjects: ['Workshop di primavera', 'Laboratorio: calendario', 'Revisioni {day}'],
    beats: [
      [
        'stiamo chiudendo il calendario del laboratorio. Ti andrebbe di fare una lezione {day} mattina? Pensavo a qualcosa sul cantiere, che gli studenti vedono poco.',
        'per le revisioni di {day} siamo in tre. Gli studenti sono {number}, divisi in gruppi.',
      ],
      [
        'volentieri. Porto le foto della {project} e un pezzo vero della {element}.',
        'perfetto, arrivo alle {hour}. Serve il proiettore o si guarda la carta?',
      ],
      ['splendido, lo metto in locandina.', 'carta, per favore. Il proiettore è in sciopero.'],
    ],
  },
  {
    subjects: ['Commissione di laurea', 'Convocazione commissione', 'Sessione di laurea'],
    beats: [
      [
        'la sessione è fissata per {day} alle {hour}, aula {sheet}. I candidati sono {number}, le tavole saranno esposte dal giorno prima.',
        'ti confermo la nomina in commissione. Le tesi sono già sul server, la password è la solita.',
      ],
      [
        'ricevuto, ci sarò.',
        'grazie. Posso scambiare il turno con Francesca? {day} ho un sopralluogo che non si sposta.',
      ],
    ],
  },
  {
    subjects: ['Biblioteca di dipartimento', 'Prestito plastici', 'Mostra dei modelli'],
    beats: [
      [
        'vorremmo esporre i modelli dell’anno nella sala grande. Possiamo tenere il tuo della {project} fino alla settimana {week}?',
        'il libro sulle capriate risulta ancora in prestito a te, dal 2019. Lo dico sottovoce.',
      ],
      ['certo, basta che nessuno lo usi come sgabello.', 'che vergogna. Lo riporto {day} con una torta.'],
      ['promesso.', 'con la torta il prestito si considera prorogato.'],
    ],
  },
]
