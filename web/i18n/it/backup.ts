import type { Messages } from '../messages.ts'

/** Testi delle impostazioni di scrittura e della loro copia. */
export const backup: Messages['backup'] = {
  receipts: {
    title: 'Conferme di lettura',
    hint: 'Il mittente che ne chiede una viene a sapere che hai aperto il messaggio, e quando.',
    ask: 'Chiedi ogni volta',
    never: 'Non inviarle mai',
  },
  title: 'Esporta e importa',
  what: 'Un file con tutte le impostazioni di questa pagina per un altro browser: aspetto, tasti, nomi da cui invii, firme e modelli.',
  without:
    'Non contiene password, accessi o messaggi. Gli indirizzi di altre persone, come quelle di cui hai permesso le immagini, restano qui.',
  save: 'Esporta le impostazioni',
  open: 'Importa le impostazioni…',
  read: 'Il contenuto di «{name}» sostituisce ciò che è impostato qui.',
  nothing: 'In «{name}» non c’è nulla che si possa impostare qui.',
  unknown: 'Questo non è conosciuto qui, o ha un valore che non può avere, e viene tralasciato:',
  take: 'Importa',
  cancel: 'Annulla',
  done: 'Le impostazioni sono state importate.',
  problem: {
    notSettings: '«{name}» non è un file di impostazioni. Non è cambiato nulla.',
    newer:
      '«{name}» è stato scritto da una versione più recente di questa pagina e potrebbe essere letto male. Ricarica la pagina e riprova.',
    tooLarge: '«{name}» è troppo grande per un file di impostazioni. Non è cambiato nulla.',
  },
}
