import type { doctor as en } from '../en/doctor.ts'
import type { Texts } from '../messages.ts'

export const doctor: Texts<typeof en> = {
  title: 'Diagnosi della connessione',
  intro:
    'Percorre un passo alla volta la strada verso {provider}, come per accedere e inviare, e dice dove finisce.',
  choose: 'Servizio di posta',
  run: 'Ripeti',
  start: 'Esamina la connessione',
  stop: 'Ferma',
  copy: 'Copia il rapporto',
  copied: 'Rapporto copiato',
  notCopied: 'Il browser non ha permesso di copiarlo.',
  without: 'Senza un accesso, i passi che lo richiedono vengono saltati.',
  allWell: 'Tutti i passi sono andati bene.',
  oneWrong: 'C’è qualcosa che blocca: guarda il passo segnato qui sotto.',
  running: 'Esame in corso…',
  limited: 'La connessione è stata esaminata troppo spesso. Attendi {seconds} s prima della prossima volta.',
  unavailable: 'Il ponte non ha potuto esaminare la connessione: {reason}',
  ms: '{ms} ms',
  setting: 'Impostazione da guardare',
  more: 'Altre informazioni',
  serverSaid: 'Il server ha detto',
  outcomes: { ok: 'A posto', failed: 'Non a posto', skipped: 'Saltato', waiting: 'Da fare' },
  parts: { page: 'Questa pagina', imap: 'Lettura della posta', smtp: 'Invio della posta' },
  steps: {
    bridge: 'Raggiungere il ponte',
    clock: 'Confrontare gli orologi',
    token: 'Guardare l’accesso',
    imapName: 'Trovare il server di posta dal nome',
    imapConnect: 'Collegarsi',
    imapTls: 'Cifrare la connessione',
    imapGreeting: 'Ascoltare il saluto',
    imapCapability: 'Chiedere che cosa sa fare',
    imapAuthenticate: 'Accedere',
    imapSelect: 'Aprire la posta in arrivo',
    imapFetch: 'Chiedere un messaggio',
    smtpName: 'Trovare il server di invio dal nome',
    smtpConnect: 'Collegarsi',
    smtpGreeting: 'Ascoltare il saluto',
    smtpTls: 'Cifrare la connessione',
    smtpAuthenticate: 'Accedere per inviare',
  },
  facts: {
    host: 'Nome',
    addresses: 'Indirizzi',
    port: 'Porta',
    version: 'Versione',
    names: 'Certificato per',
    issuer: 'Emesso da',
    validFrom: 'Valido dal',
    validTo: 'Valido fino al',
    greeting: 'Saluto',
    capabilities: 'Funzioni',
    exists: 'Messaggi',
    audience: 'Token per',
    scopes: 'Permessi',
    lifetime: 'Ancora valido per (s)',
    difference: 'Differenza (s)',
  },
  causes: {
    expired: {
      title: 'Il certificato del server è scaduto',
      advice:
        'Lo rinnova chi gestisce il server di posta. Se le date sembrano giuste, è sbagliato l’orologio del ponte.',
    },
    notYetValid: {
      title: 'Il certificato del server non è ancora valido',
      advice: 'Probabilmente l’orologio del ponte è indietro. Rimettilo.',
    },
    wrongName: {
      title: 'Il certificato è per un altro nome',
      advice: 'Usa come server un nome per cui vale il certificato, come elencato qui.',
    },
    selfSigned: {
      title: 'Il server garantisce per sé stesso',
      advice: 'Fagli usare il certificato di un’autorità, o indica il suo certificato come attendibile.',
    },
    untrusted: {
      title: 'Qui nessuno si fida di chi ha emesso il certificato',
      advice:
        'Se è una tua autorità, indica il suo certificato come attendibile. Altrimenti al server manca una parte della catena.',
    },
    plainText: {
      title: 'Questa porta non inizia con TLS',
      advice:
        'Per leggere usa la porta che cifra dal primo byte, di solito la 993. Per inviare la 587, o la 465 con TLS dal primo byte.',
    },
    oldTls: {
      title: 'Il server conosce solo TLS vecchio',
      advice: 'Chi gestisce il server di posta deve permettere TLS 1.2 o più recente.',
    },
    otherProtocol: {
      title: 'A questa porta risponde un altro servizio',
      advice: 'Controlla la porta: la 993 serve per leggere la posta, la 587 per inviarla.',
    },
    silent: {
      title: 'A questa porta nessuno dice niente',
      advice: 'Controlla la porta e i firewall che ci sono in mezzo.',
    },
    noStartTls: {
      title: 'Il server non offre di cifrare',
      advice: 'Password e token non viaggiano in chiaro. Usa la porta che offre STARTTLS, di solito la 587.',
    },
    clock: {
      title: 'L’orologio di questo computer è sbagliato',
      advice: 'È fuori di {seconds} s. Gli accessi dipendono dall’orologio: rimettilo e accedi di nuovo.',
    },
    wrongAudience: {
      title: 'L’accesso è per un altro servizio',
      advice:
        'Le impostazioni dell’host chiedono i permessi di un servizio diverso dal server di posta. Correggi gli scope e accedi di nuovo.',
    },
    missingScopes: {
      title: 'Mancano dei permessi',
      advice:
        'L’accesso non permette questo: {scopes}. Aggiungilo agli scope nelle impostazioni dell’host e accedi di nuovo.',
    },
  },
}
