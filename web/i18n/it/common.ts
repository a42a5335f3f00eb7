import type { Messages } from '../messages.ts'

export const common: Messages['common'] = {
  appName: 'Ponte',
  copy: 'Copia',
  copyWhat: 'Copia: {what}',
  copied: 'Copiato',
  back: 'Indietro',
  cancel: 'Annulla',
  reload: 'Ricarica la pagina',
  close: 'Chiudi',
  tryAgain: 'Riprova',
  loading: 'Caricamento…',
}
