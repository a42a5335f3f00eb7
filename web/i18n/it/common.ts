import type { Messages } from '../messages.ts'

export const common: Messages['common'] = {
  appName: 'Ponte',
  copy: 'Copia',
  copied: 'Copiato',
  back: 'Indietro',
  close: 'Chiudi',
  tryAgain: 'Riprova',
  loading: 'Caricamento…',
}
