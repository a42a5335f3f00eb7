import type { Messages } from '../messages.ts'

export const problems: Messages['problems'] = {
  more: 'Di più su questo',
  heading: 'Accesso non riuscito',
  step: 'Dove si è fermato',
  steps: {
    identity: 'identità',
    network: 'rete',
    tls: 'TLS',
    capability: 'capacità',
    authenticate: 'AUTHENTICATE',
    select: 'SELECT',
  },
  serverSaid: 'Le parole del server',
  countdown: 'Nuovo tentativo fra {seconds} s',
  reconnecting: 'La connessione è caduta.',
  reconnectingNow: 'Nuova connessione…',
  ownMistake: 'La pagina ha chiesto al ponte qualcosa che non può fare. Nulla è stato cambiato.',
  openGuide: 'Mostra la guida',
  adminLink: {
    label: 'Link per il tuo amministratore',
    send: 'Invialo per email',
    subject: 'Richiesta: approvare un’app per la nostra posta',
    letter:
      'Buongiorno,\n\nvorrei leggere la posta di lavoro con Ponte, all’indirizzo {page}. Nella nostra organizzazione solo gli amministratori possono permetterlo.\n\nQuesto link mostra che cosa chiede l’app e la approva per la nostra organizzazione:\n{link}\n\nGrazie.',
  },
  otherAccount: 'Usa un altro account',
  ownMailbox: 'Apri la tua casella',

  consentRequired: {
    title: 'Manca un’autorizzazione',
    meaning: 'Non hai ancora permesso a questa app di leggere e inviare la tua posta.',
    advice:
      'Accedi di nuovo e accetta le autorizzazioni elencate da {provider}. Se non te lo permette, rivolgiti a un amministratore.',
  },
  adminConsentRequired: {
    title: 'La tua organizzazione deve approvare questa app',
    meaning:
      'Nella tua organizzazione solo gli amministratori possono permettere alle app di aprire la posta.',
    advice:
      'Manda questo link a un amministratore, che approva l’app una volta per tutti. Poi accedi di nuovo.',
  },
  redirectUriMismatch: {
    title: 'L’indirizzo di questa pagina non è registrato',
    meaning: '{provider} riporta le persone solo agli indirizzi registrati con l’app.',
    advice:
      'Chi gestisce questo host deve aggiungere {redirectUri} fra gli URI di reindirizzamento dell’applicazione a pagina singola.',
  },
  unknownApp: {
    title: '{provider} non conosce questa app',
    meaning: 'L’ID client di questo host lì non esiste, o non per il tuo tipo di account.',
    advice: 'Chi gestisce questo host deve controllare l’ID client e i tipi di account ammessi dall’app.',
  },
  wrongPlatform: {
    title: 'L’app è registrata per un’altra piattaforma',
    meaning:
      'Una pagina nel browser riceve i token solo se il suo indirizzo è registrato come applicazione a pagina singola.',
    advice:
      'Chi gestisce questo host deve spostare {redirectUri} nella piattaforma «Applicazione a pagina singola».',
  },
  scopeRefused: {
    title: 'Un’autorizzazione è sconosciuta a {provider}',
    meaning: 'Questo host chiede un ambito che l’app non ha o che non esiste.',
    advice:
      'Chi gestisce questo host deve confrontare gli ambiti nelle impostazioni con le autorizzazioni dell’app.',
  },
  accountNotAllowed: {
    title: 'Qui non si può accedere con questo tipo di account',
    meaning: 'L’app non ammette gli account della tua organizzazione o quelli personali.',
    advice: 'Accedi con un altro account, o chiedi a chi gestisce questo host.',
  },
  interactionRequired: {
    title: 'Il tuo accesso è terminato',
    meaning: '{provider} vuole sapere di nuovo chi sei. Dopo un giorno è normale.',
    advice: 'Accedi di nuovo per continuare.',
  },
  stepUp: {
    title: '{provider} vuole verificare che sia tu',
    meaning:
      'L’accesso è ancora valido. {provider} chiede un passaggio in più, per esempio un codice o il telefono, prima di dare la prossima chiave della tua posta.',
    advice: 'Completa la verifica nella finestra di accesso; poi questa pagina prosegue da dov’è.',
  },
  deviceRefused: {
    title: 'Le regole della tua organizzazione non ammettono questo dispositivo',
    meaning:
      'L’accesso è corretto, ma la tua organizzazione apre la posta solo su dispositivi che gestisce o che rispettano le sue regole.',
    advice:
      'Usa un dispositivo gestito dalla tua organizzazione, o rivolgiti agli amministratori: solo loro possono cambiare la regola. Poi accedi di nuovo.',
  },
  policyRefused: {
    title: 'Le regole della tua organizzazione non ammettono questo accesso',
    meaning:
      'L’accesso è corretto, ma una regola della tua organizzazione lo blocca: per questa app, questo luogo o questa rete.',
    advice:
      'Rivolgiti agli amministratori della tua organizzazione e mostra loro queste parole: solo loro possono cambiare la regola. Poi accedi di nuovo.',
  },
  wrongAccount: {
    title: 'Questo accesso è di un’altra persona',
    meaning:
      '{provider} ha risposto per una persona diversa da quella di cui qui è aperta la posta. Nulla è stato inviato al server di posta.',
    advice:
      'Accedi di nuovo e scegli {user}. Per leggere la posta di un altro account, qui devi prima uscire.',
  },
  signInCancelled: {
    title: 'Non hai effettuato l’accesso',
    meaning: 'L’accesso presso {provider} è stato annullato o rifiutato.',
    advice: 'Accedi di nuovo quando vuoi.',
  },
  providerUnreachable: {
    title: '{provider} non risponde',
    meaning: 'La pagina di accesso non è raggiungibile da questo browser.',
    advice: 'Controlla la connessione e riprova.',
  },
  popupBlocked: {
    title: 'Il browser ha bloccato la finestra di accesso',
    meaning: 'Per accedere serve una piccola finestra, e questo browser non l’ha aperta.',
    advice: 'Consenti le finestre per questa pagina e riprova.',
  },
  signInInterrupted: {
    title: 'L’accesso è stato interrotto',
    meaning: 'La risposta non appartiene a un accesso iniziato in questa scheda.',
    advice: 'Accedi di nuovo, in una sola scheda.',
  },
  identityIncomplete: {
    title: '{provider} non dice chi sei',
    meaning:
      'Ti ha fatto entrare, ma non ha detto a questa pagina né un indirizzo né un nome con cui rivolgersi al server di posta.',
    advice: 'Chi gestisce questo host deve chiedere nelle impostazioni gli ambiti «email» e «profile».',
  },
  identityFailed: {
    title: '{provider} non ti ha fatto entrare',
    meaning: 'L’accesso non è riuscito ancora prima di chiedere al server di posta.',
    advice: 'Accedi di nuovo. Se non riesce, mostra queste parole a chi gestisce questo host.',
  },

  offline: {
    title: 'Sei offline',
    meaning: 'Questo dispositivo non è connesso alla rete.',
    advice: 'Connettilo; questa pagina prosegue da sola.',
  },
  bridgeUnreachable: {
    title: 'Questo host non risponde',
    meaning: 'La pagina c’è, ma non c’è il ponte che la collega al server di posta.',
    advice: 'Aspetta un momento e riprova. Se non cambia, deve occuparsene chi gestisce questo host.',
  },
  hostNotFound: {
    title: '{host} non esiste',
    meaning: 'Nessun server di posta ha questo nome.',
    advice: 'Chi gestisce questo host deve controllare il nome del server di posta nelle impostazioni.',
  },
  connectionRefused: {
    title: '{host} rifiuta le connessioni',
    meaning: 'La macchina c’è, ma su quella porta non risponde nessun server di posta.',
    advice: 'Riprova più tardi. Forse chi gestisce questo host deve controllare la porta nelle impostazioni.',
  },
  connectionTimeout: {
    title: '{host} non risponde',
    meaning:
      'Il server di posta non ha risposto in tempo: il server o la strada per arrivarci è ferma o molto lenta.',
    advice: 'Riprova fra qualche minuto.',
  },
  connectionLost: {
    title: 'La connessione con {host} si è interrotta',
    meaning: 'Il server di posta, o qualcosa lungo la strada, ha chiuso la connessione.',
    advice: 'Riprova.',
  },
  certificateInvalid: {
    title: '{host} non ha potuto dimostrare la propria identità',
    meaning:
      'Il certificato è scaduto, è per un altro nome o viene da un’autorità di cui questo host non si fida. Non gli è stato inviato nulla.',
    advice:
      'Non cercare di aggirare l’ostacolo. Chi gestisce il server di posta deve rinnovare il certificato, oppure questo host deve fidarsi della sua autorità.',
  },
  tlsFailed: {
    title: 'Nessuna connessione sicura con {host}',
    meaning: 'Non è stato possibile cifrare la connessione, quindi non è stato inviato nulla.',
    advice: 'Chi gestisce questo host deve controllare che su questa porta si parli TLS dal primo byte.',
  },
  mechanismUnsupported: {
    title: '{host} accetta altri modi di accedere',
    meaning: 'Il server di posta elenca i modi che accetta, e quello usato qui non c’è.',
    advice:
      'Se questa pagina offre un altro modo di accedere, usa quello. Altrimenti mostra queste righe a chi gestisce questo host: per questo server si può configurare.',
  },
  passwordsOff: {
    title: '{host} non accetta password',
    meaning:
      'La tua password non è stata inviata e può essere giusta. Molti server di posta, fra cui quello di Outlook, hanno disattivato le password e vogliono un accesso su una loro pagina.',
    advice:
      'Se questa pagina offre un altro modo di accedere, usa quello. Altrimenti mostra queste righe a chi gestisce questo host: per questo server si può configurare.',
  },
  serverUnavailable: {
    title: '{host} ora non può aprire la casella',
    meaning:
      'Non è stato rifiutato nulla. La macchina che tiene questa casella è assente per un momento, oppure ha troppe connessioni.',
    advice: 'Non devi fare nulla: questa pagina riprova da sola.',
  },
  notYourMailbox: {
    title: 'Non puoi aprire questa casella',
    meaning: 'L’accesso è giusto, ma non vale per la casella {user}.',
    advice:
      'Accedi con l’account a cui appartiene la casella, oppure chiedi l’accesso al suo proprietario o a un amministratore.',
  },
  mailboxRefused: {
    title: 'Il tuo accesso non apre {mailbox}',
    meaning:
      'Hai effettuato l’accesso come {user}, ma il server di posta non ti dà questa casella. Forse l’indirizzo è sbagliato, o la casella non è condivisa con te, o IMAP per essa è disattivato.',
    advice:
      'Controlla l’indirizzo. È un amministratore a condividere una casella, con accesso completo; può volerci un’ora.',
  },
  credentialsExpired: {
    title: '{host} dice che l’accesso è scaduto',
    meaning: 'La password o l’autorizzazione usata non è più valida.',
    advice: 'Accedi di nuovo. Se usi una password creata per le app, prima creane una nuova.',
  },
  contactAdmin: {
    title: '{host} chiede di contattare il suo amministratore',
    meaning: 'L’account è conosciuto, ma prima va sistemato qualcosa: forse è bloccato.',
    advice: 'Mostra queste parole a chi gestisce il server di posta.',
  },

  mailboxNotConnected: {
    title: 'Accesso riuscito, ma la casella non si può aprire con IMAP',
    meaning:
      'Una di queste cose: IMAP è disattivato per questa casella; la casella non è quella con cui hai effettuato l’accesso; all’app manca l’autorizzazione per IMAP; oppure ci sono state troppe connessioni in poco tempo.',
    advice:
      'Su Outlook.com apri Impostazioni, Posta, «Inoltro e IMAP» e consenti a dispositivi e app di usare IMAP. Al lavoro lo fa un amministratore. Poi aspetta qualche minuto e riprova.',
  },
  throttled: {
    title: '{host} chiede di aspettare',
    meaning:
      'Ha ricevuto troppe richieste per questa casella e indica dopo quanto tempo risponderà di nuovo.',
    advice: 'Non devi fare nulla: questa pagina prosegue da sola.',
  },
  tokenExpired: {
    title: 'L’accesso è scaduto',
    meaning: 'Il server di posta chiude una sessione quando scade il suo token, circa ogni ora.',
    advice: 'Non devi fare nulla: questa pagina si collega di nuovo con un token nuovo.',
  },
  tokenRefused: {
    title: '{host} non ha accettato l’accesso',
    meaning:
      '{provider} ti ha fatto entrare, ma il server di posta ha rifiutato il token: è scaduto, è per un altro servizio (gli ambiti di questo host), oppure la casella {user} non ha IMAP.',
    advice:
      'Accedi di nuovo. Se non riesce, controlla che IMAP sia attivo per la casella; chi gestisce questo host deve controllare gli ambiti.',
  },
  passwordRefused: {
    title: 'Indirizzo email o password errati',
    meaning: '{host} non li ha accettati.',
    advice: 'Controllali entrambi e riprova. Alcuni server vogliono una password creata per le app.',
  },
  inboxRefused: {
    title: 'La posta in arrivo non si può aprire',
    meaning: 'L’accesso è riuscito, ma il server di posta rifiuta di aprire la posta in arrivo.',
    advice:
      'Riprova fra qualche minuto. Se non cambia, mostra queste parole a chi gestisce il server di posta.',
  },
  unretrievable: {
    title: 'Il server di posta non consegna questo messaggio',
    meaning: 'Lo elenca, ma non riesce a convertirlo per altri programmi di posta.',
    advice: 'Aprilo nell’app del servizio di posta, per esempio Outlook.',
  },
  serverClosed: {
    title: '{host} ha chiuso la connessione',
    meaning: 'Il server di posta ha terminato la sessione e ne ha detto il motivo.',
    advice: 'Riprova fra un momento.',
  },
  serverRefused: {
    title: '{host} ha rifiutato',
    meaning: 'Il server di posta ha risposto, ma non con ciò che è stato chiesto.',
    advice: 'Riprova. Se non cambia, mostra queste parole a chi gestisce il server di posta.',
  },
  hostSettings: {
    title: 'Questa pagina e il suo host non vanno d’accordo',
    meaning: 'La pagina chiede qualcosa che questo host non ha. Forse nel frattempo è stato aggiornato.',
    advice: 'Ricarica la pagina.',
  },
  unexpected: {
    title: 'È successo qualcosa di imprevisto',
    meaning: 'Non dovrebbe accadere; la tua posta non ne è toccata.',
    advice: 'Ricarica la pagina e riprova.',
  },
}
