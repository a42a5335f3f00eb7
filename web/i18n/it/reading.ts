import type { Messages } from '../messages.ts'

/** Testi della lettura: la conversazione, chi ha scritto, gli allegati, il sorgente. */
export const reading: Messages['reading'] = {
  conversation: '{folder} | {folder} · {count} messaggi',
  stack: 'Un altro messaggio | Altri {count} messaggi',
  expandAll: 'Apri tutti i messaggi',
  collapseAll: 'Chiudi tutti tranne uno',
  expand: 'Apri il messaggio di {name}',
  collapse: 'Chiudi questo messaggio',
  previous: 'Messaggio precedente',
  next: 'Messaggio successivo',
  quickReply: 'Rispondi a {name}…',
  quotation: 'Mostra il testo citato',
  gone: 'Un altro programma ha eliminato o spostato questo messaggio. Resta qui finché non ne apri un altro.',
  pictures: {
    blocked:
      'Un’immagine remota è bloccata: caricarla direbbe al mittente che hai letto il messaggio. | {count} immagini remote sono bloccate: caricarle direbbe al mittente che hai letto il messaggio.',
    show: 'Mostra le immagini',
    always: 'Sempre da {address}',
    details: 'Che cosa succede',
    through:
      'Le scarica per te il server di questa pagina: il mittente vede che qualcuno ha aperto il messaggio, non il tuo indirizzo né il dispositivo.',
    once: 'Solo per questa volta: il mittente non è verificato.',
    trackers:
      'Un’immagine nascosta non viene mai caricata: direbbe soltanto al mittente che hai letto il messaggio. | {count} immagini nascoste non vengono mai caricate: direbbero soltanto al mittente che hai letto il messaggio.',
    loading: 'Caricamento di un’immagine… | Caricamento di {count} immagini…',
    missing: 'Non è stato possibile caricare un’immagine. | Non è stato possibile caricare {count} immagini.',
    never: 'Le tue impostazioni dicono di non mostrarle mai.',
    off: 'Il server di questa pagina non scarica immagini.',
  },
  notDrawn: {
    title: 'Non è stato possibile mostrare questo messaggio.',
    meaning:
      'Qualcosa nella sua formattazione ha impedito di disegnarlo. Non si è perso nulla: puoi leggerne il testo o il sorgente.',
    plainFailed: 'Non è stato possibile mostrarne nemmeno il testo. Puoi ancora leggerne il sorgente.',
    plain: 'Questo è soltanto il testo: non è stato possibile disegnare la formattazione del messaggio.',
    details: 'Che cosa ha segnalato il browser',
  },
  menu: {
    label: 'Altre azioni',
    message: 'Azioni per il messaggio di {name}',
    conversations: 'Raggruppa per conversazione',
  },
  sender: {
    details: 'Dettagli del messaggio',
    copy: 'Copia {address}',
    copied: 'Copiato',
    verified: '{domain}, verificato',
    verifiedText: 'Il tuo server di posta ha confermato che il messaggio viene da {domain}.',
    failedText: 'Il tuo server di posta non ha potuto confermare che il messaggio venga da {domain}.',
    doubtfulText:
      'Il tuo server di posta non ha trovato prove che il messaggio venga da {domain} e ne dubita.',
    unknownText: 'Il tuo server di posta non dice nulla su chi ha inviato il messaggio.',
    failed: 'Potrebbe non venire da {domain}: il mittente non ha potuto essere confermato.',
    doubtful: 'Il tuo server di posta non è sicuro che venga da {domain}.',
    checks: 'Controlli del server di posta',
    careful: 'Attenzione a questo messaggio',
  },
  files: {
    open: 'Apri {name}',
    all: 'Salva tutto come zip',
    count: 'Un allegato | {count} allegati',
  },
  source: {
    title: 'Sorgente',
    headersTitle: 'Intestazioni',
    cut: 'Questo è l’inizio del sorgente. Scaricalo per vederlo tutto.',
    download: 'Scarica .eml',
    name: 'Nome',
    value: 'Valore',
    none: 'Il server di posta non consegna le intestazioni di questo messaggio.',
    copy: 'Copia',
  },
  print: {
    subject: 'Oggetto',
    attachments: 'Allegati',
    frame: 'Il messaggio come viene stampato',
  },
}
