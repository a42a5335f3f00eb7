import type { links as en } from '../en/links.ts'
import type { Texts } from '../messages.ts'

export const links: Texts<typeof en> = {
  settings: 'Impostazioni',
  malformed: 'Questo indirizzo qui non porta da nessuna parte. Questa è la posta in arrivo.',
  noFolder: 'Questa cartella non c’è più. Questa è la posta in arrivo.',
  looking: 'Questo messaggio non è più nella sua cartella. Lo si cerca nelle altre…',
  moved: 'Questo messaggio ora è in {folder}.',
  gone: 'Questo messaggio non è più in nessuna cartella.',
  failed: 'Non è stato possibile cercare il messaggio: {reason}',
  copied: 'Link copiato',
  notCopied: 'Il browser non ha permesso di copiare il link.',
  other: {
    title: 'Questo link porta a un altro account',
    text: 'Porta alla posta di {other}. Hai effettuato l’accesso come {own}.',
    unknown:
      'Porta alla posta di {other}, presso un servizio che qui non è configurato. Hai effettuato l’accesso come {own}.',
    signIn: 'Esci e accedi come {other}',
    stay: 'Vai alla posta in arrivo',
  },
}
