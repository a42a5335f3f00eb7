import { members } from './list.ts'
import type { MailingList } from './list.ts'

export const cyclingList: MailingList = {
  name: 'pedali-veneti',
  address: 'pedali@liste.pedali.example',
  language: 'it',
  tag: '[pedali]',
  members: members('soci.pedali.example', [
    'Gino Barbato',
    'Lucia Tessari',
    'Toni Scarpa',
    'Michela Zorzi',
    'Renzo Favaro',
    'Ada Bortolin',
    'Fabio Marin',
    'Nives Pellizzari',
    'Carlo Dal Molin',
    'Beppe Rigon',
  ]),
  footer: 'Lista pedali-veneti\nhttps://liste.pedali.example/veneti',
  topics: [
    {
      subject: 'Gita di domenica: argini del Brenta',
      opening:
        'Ciao a tutti, domenica si va per argini: Dolo, Stra, Padova e ritorno, 62 km senza una salita. Ritrovo alle 8:15 al ponte, partenza ' +
        'quando arriva Toni. Chi viene?',
      replies: [
        'Presente! Porto la pompa, quella vera.',
        'Io vengo ma devo essere a casa per le due, c’è il battesimo.',
        'Toni arriverà puntuale, parola di Toni.',
        'Occhio che a Stra hanno chiuso il sottopasso, si passa dal paese.',
        'Posso portare mio cugino? Ha una bici elettrica ma è una brava persona.',
        'Che spettacolo oggi! Grazie a chi ha tirato il gruppo controvento.',
      ],
    },
    {
      subject: 'Cerco ruota posteriore da 28',
      opening:
        'La mia ha deciso di diventare un otto. Qualcuno ha una ruota da 28 che avanza in garage? Pago in soppressa.',
      replies: [
        'Ne ho una, il mozzo è del 1987 ma gira meglio di me.',
        'Prova al recupero di Mestre, il sabato mattina.',
        'Accetto la soppressa, la ruota si vede dopo.',
        'Attento al passo: se è a sei velocità non ci sta.',
      ],
    },
    {
      subject: 'Pista ciclabile: osservazioni entro venerdì',
      opening:
        'Il Comune ha pubblicato il progetto della ciclabile lungo il Naviglio. Così com’è finisce contro un palo. Raccolgo osservazioni entro ' +
        'venerdì, poi le mando a nome dell’associazione.',
      replies: [
        'Oltre al palo c’è il tombino. Allego idealmente una fotografia.',
        'Chiediamo un metro in più di larghezza, due cargo non si incrociano.',
        'Io aggiungerei le rastrelliere alla stazione, sono sei anni che le promettono.',
        'Mandato. Hanno risposto che il palo è storico.',
      ],
    },
  ],
  replies: [
    'Ci sono anch’io.',
    'Concordo con Lucia.',
    'Stavolta passo, ho la tosse. Buona pedalata!',
    'Sottoscrivo tutto.',
    'Per favore non rispondete a tutti per dire ok. Ok?',
    'Qualcuno ha la traccia?',
    'Traccia caricata sul sito, sezione gite.',
    'Meteo: nebbia fino alle dieci, poi sole. Luci accese.',
    'Grazie Gino per l’organizzazione.',
    'Se piove si va lo stesso, ma al bar.',
    'Ho una camera d’aria in più per chi serve.',
    'Io direi di rimandare di una settimana.',
  ],
}

export const alumniList: MailingList = {
  name: 'ex-laguna',
  address: 'ex@liste.unilaguna.example',
  language: 'it',
  tag: '[ex-laguna]',
  members: members('ex.unilaguna.example', [
    'Sara Bonato',
    'Enrico Trevisan',
    'Giada Moro',
    'Pietro Salvagno',
    'Camilla Niero',
    'Andrea Busetto',
    'Marta Cecchin',
    'Leonardo Vio',
  ]),
  footer: 'Lista ex-laguna\nhttps://liste.unilaguna.example/ex',
  topics: [
    {
      subject: 'Cena dei dieci anni',
      opening:
        'Sono passati dieci anni dalla tesi. Propongo una cena: chi vive lontano porta una bottiglia, chi vive vicino porta le sedie. Prime date ' +
        'possibili: il 12 o il 19.',
      replies: [
        'Il 12 sono a Rotterdam, il 19 ci sono.',
        'Va bene tutto purché non si parli di concorsi.',
        'Porto le sedie, ne ho disegnate quattro e non le ha mai comprate nessuno.',
        'Vince il 19. Siamo in ventisei, serve un posto grande.',
        'La professoressa viene! Ha detto che porterà i nostri modelli, quelli bocciati.',
      ],
    },
    {
      subject: 'Posto libero in studio condiviso',
      opening:
        'Si libera una scrivania nel nostro studio a Cannaregio: finestra sul canale, stampante che a volte stampa, 180 euro al mese.',
      replies: [
        'Quanto è alta l’acqua quando è alta?',
        'Due gradini sotto la porta, finora.',
        'Interessata, posso passare giovedì?',
        'Confermo che la stampante a volte stampa.',
      ],
    },
  ],
  replies: [
    'Presente.',
    'Che bella idea!',
    'Io ci sono, in qualche modo.',
    'Segnalo anche a Martina, che non è in lista.',
    'Qualcuno ha ancora le foto di allora?',
    'Le foto ce le ho io, e non le pubblicherò mai.',
    'Grazie a chi organizza.',
    'Rispondo tardi ma rispondo: sì.',
    'Aggiornatemi, qui da Lisbona leggo tutto.',
    'Confermo.',
  ],
}
