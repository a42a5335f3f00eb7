import type { Messages } from '../messages.ts'

export const missing: Messages['missing'] = {
  title: {
    drafts: 'Manca una cartella per le bozze',
    sent: 'Manca una cartella per la posta inviata',
    archive: 'Manca un archivio',
    junk: 'Manca una cartella per la posta indesiderata',
    trash: 'Manca una cartella per la posta eliminata',
  },
  text: {
    drafts:
      'Il tuo server di posta non conserva ancora le bozze. In una cartella «{name}» le ritrovi anche su altri computer.',
    sent: 'Il tuo server di posta non conserva una copia di ciò che invii. In una cartella «{name}» la ritrovi.',
    archive:
      'Una cartella «{name}» toglie dalla posta in arrivo ciò di cui ti sei già occupato, e lo conserva.',
    junk: 'Una cartella «{name}» toglie la posta indesiderata da quella in arrivo.',
    trash: 'Con una cartella «{name}» ciò che elimini si può recuperare. Senza, l’eliminazione è definitiva.',
  },
  create: 'Crea «{name}»',
  notNow: 'Non ora',
  declined: {
    drafts: 'La bozza resta solo in questo browser: manca una cartella per le bozze.',
    sent: 'Messaggio inviato. Non ne è stata conservata una copia: manca una cartella per la posta inviata.',
    archive: 'Nulla è stato archiviato: manca un archivio.',
    junk: 'Il messaggio resta dov’è: manca una cartella per la posta indesiderata.',
    trash:
      'Nulla è stato eliminato. Manca una cartella per la posta eliminata: elimina di nuovo per eliminare definitivamente.',
  },
}
