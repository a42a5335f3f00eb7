import type { Messages } from '../messages.ts'

export const signIn: Messages['signIn'] = {
  title: 'La tua posta, in questo browser',
  lead: 'Ponte collega questa pagina al tuo server di posta. Lungo la strada non conserva nulla.',
  signIn: 'Accedi',
  signInWith: 'Accedi con {name}',
  signInAgain: 'Accedi di nuovo',
  verify: 'Verifica ora',
  demo: 'Una casella inventata su questo computer, per provare.',
  microsoftGuide: 'Non ancora configurato su questo host: apre una guida.',
  forHosts: 'Per chi gestisce questo host',
  signedOut: {
    title: 'Hai effettuato l’uscita',
    text: 'Questa pagina ti ha dimenticato. Il browser però è ancora collegato presso {name}: chi lo usa dopo di te potrebbe entrare senza password.',
    end: 'Esci anche da {name}',
  },
  otherMailbox: 'Un’altra casella',
  or: 'oppure',
  password: {
    heading: '{name}',
    user: 'Indirizzo email',
    password: 'Password',
    note: 'La password resta nella memoria di questa pagina e va solo a {host}. Ricaricando la pagina viene richiesta di nuovo.',
    userMissing: 'Inserisci il tuo indirizzo email.',
    passwordMissing: 'Inserisci la password.',
  },
  legacy: {
    note: 'La password si inserisce nella pagina del fornitore.',
  },
  window: {
    open: 'Accedi nella piccola finestra',
    openText:
      'Appena {provider} ti fa entrare, questa pagina prosegue. Nulla di ciò che hai scritto va perso.',
    closed: 'Hai chiuso la finestra?',
    closedText:
      'Se c’è ancora, continua lì: questa pagina aspetta la risposta. Se non c’è più, aprine una nuova. Nulla di ciò che hai scritto va perso.',
    again: 'Apri una nuova finestra',
  },
  steps: {
    identity: 'Accesso in corso…',
    network: 'Connessione…',
    tls: 'Protezione della connessione…',
    capability: 'Chiedo al server di posta che cosa sa fare…',
    authenticate: 'Apertura della tua casella su {host}…',
    select: 'Apertura della posta in arrivo…',
  },
  config: {
    title: 'Questa pagina non è configurata',
    lead: 'Le impostazioni dell’host non si possono leggere: {message}.',
  },
}
