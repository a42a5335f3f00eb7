import type { Messages } from '../messages.ts'

export const labels: Messages['labels'] = {
  title: 'Etichette',
  of: 'Etichetta: {name}',
  more: 'un’altra etichetta | altre {count} etichette',
  field: 'Trova o crea un’etichetta',
  none: 'Ancora nessuna etichetta. Scrivi un nome per crearne una.',
  noMatch: 'Nessuna etichetta si chiama «{name}», e questo server non ne accetta di nuove.',
  create: 'Crea «{name}»',
  edit: 'Modifica «{name}»',
  name: 'Nome',
  colour: 'Colore',
  keep: 'Salva',
  forget: 'Dimentica nome e colore',
  colours: {
    grey: 'Grigio',
    red: 'Rosso',
    orange: 'Arancione',
    green: 'Verde',
    teal: 'Verde acqua',
    blue: 'Blu',
    purple: 'Viola',
    pink: 'Rosa',
  },
  known: {
    important: 'Importante',
    work: 'Lavoro',
    personal: 'Personale',
    toDo: 'Da fare',
    later: 'Più tardi',
  },
  toast: {
    given:
      'Niente da etichettare. | Etichetta «{label}» assegnata | Etichetta «{label}» assegnata a {count} messaggi',
    taken:
      'Niente da modificare. | Etichetta «{label}» tolta | Etichetta «{label}» tolta da {count} messaggi',
  },
}
