import type { Messages } from '../messages.ts'

export const guide: Messages['guide'] = {
  title: 'Accedere con Microsoft su questo host',
  lead: 'Microsoft deve conoscere questa pagina prima di mandarci qualcuno. Basta registrare un’app, senza segreti. Non costa nulla, ma serve una directory: quella della tua organizzazione, o quella di un account Azure gratuito.',
  register: {
    title: 'Registra l’app',
    text: 'Apri l’interfaccia di amministrazione di Microsoft Entra, «Registrazioni app», «Nuova registrazione». Scegli un nome qualsiasi. In «Tipi di account supportati» scegli gli account in qualsiasi directory organizzativa e gli account Microsoft personali.',
    link: 'Apri Registrazioni app',
  },
  redirects: {
    title: 'Aggiungi gli indirizzi di questa pagina',
    text: 'Nell’app apri «Autenticazione», «Aggiungi una piattaforma», «Applicazione a pagina singola». Inserisci entrambi gli indirizzi. Lascia vuote le caselle della concessione implicita e non creare segreti.',
    page: 'Questa pagina',
    bridge: 'Rinnovo silenzioso',
    loopback:
      'Microsoft accetta «http» solo per localhost. Apri questa pagina come {address} e registra quell’indirizzo.',
    insecure: 'Microsoft accetta solo indirizzi «https». Prima servi questa pagina con TLS.',
  },
  permissions: {
    title: 'Aggiungi le autorizzazioni',
    text: 'Apri «Autorizzazioni API», «Aggiungi un’autorizzazione», «Microsoft Graph», «Autorizzazioni delegate», e scegli:',
  },
  clientId: {
    title: 'Avvia Ponte con l’ID client',
    text: 'Nella «Panoramica» dell’app copia «ID applicazione (client)» e incollalo qui. Non viene inviato da nessuna parte.',
    label: 'ID applicazione (client)',
    invalid: 'Un ID client ha questa forma: 11111111-2222-3333-4444-555555555555.',
    zero: 'Questo è un segnaposto, non un ID client.',
    valid: 'Questo è un ID client. Avvia Ponte così:',
    command: 'Comando',
    config: 'Oppure in ponte.config.json',
    then: 'Poi ricarica questa pagina.',
  },
}
