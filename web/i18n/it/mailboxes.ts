import type { Messages } from '../messages.ts'

export const mailboxes: Messages['mailboxes'] = {
  address: 'Indirizzo della casella',
  invalid: 'Questo non è un indirizzo email.',
  kind: 'Di chi è la casella',
  own: 'Mia, con un altro indirizzo',
  ownHint: 'Per un alias, o se accedi con un nome diverso dall’indirizzo della tua posta.',
  shared: 'Condivisa',
  sharedHint:
    'Accedi con il tuo account. La casella deve essere condivisa con te; ciò che invii parte dal suo indirizzo.',
  openedBy: '{address} è aperta con l’accesso di {user}.',
  open: 'Apri questa casella',
  openOwn: 'Apri la mia casella',
  drafts: 'Le bozze restano nella casella in cui sono state scritte.',
  sending: 'Un messaggio è ancora in partenza. Apri l’altra casella quando sarà partito.',
}
