import type { refusals as english } from '../en/refusals.ts'

export const refusals: typeof english = {
  page: {
    heading: 'Che cosa è successo e che cosa fare',
    says: 'Che cosa dice il server',
    means: 'Che cosa significa',
    advice: 'Che cosa fare',
    whoCan: 'Chi può farlo',
    vendor: 'Che cosa dice chi produce il server di posta',
    others: 'Altri problemi',
    unknown: 'Su questo non c’è una pagina.',
    aServer: 'il server di posta',
    aUser: 'il tuo indirizzo',
    aMailbox: 'la casella',
  },
  who: {
    nobody: 'Nessuno deve fare nulla: passa da sé.',
    you: 'Tu.',
    youOrAdministrator: 'Tu; al lavoro o a scuola un amministratore.',
    administrator: 'Un amministratore della tua organizzazione.',
    host: 'Chi gestisce questo host.',
    mailServer: 'Chi gestisce il server di posta.',
  },
  sizes: 'Il messaggio ha {size}; il server ne accetta {limit}.',
  size: 'Il messaggio ha {size}.',

  smtpAuthDisabled: {
    title: 'L’invio è disattivato per questa casella',
    meaning:
      'La tua organizzazione non permette alle app di inviare posta (SMTP AUTH è disattivato). La lettura funziona; il tuo accesso è a posto.',
    advice:
      'Chiedi a un amministratore di consentirlo: Set-CASMailbox -Identity {user} -SmtpClientAuthenticationDisabled $false. La bozza aspetta qui; poi inviala di nuovo.',
  },
  smtpAuthRefused: {
    title: 'Il server di posta non ti lascia inviare',
    meaning:
      'Non ha accettato l’accesso per l’invio: forse è scaduto, o manca l’autorizzazione a inviare, o la casella è condivisa.',
    advice:
      'Accedi di nuovo e invia di nuovo. Per una casella condivisa accedi con il tuo account e indicala in «Un’altra casella». Se non riesce, chi gestisce questo host deve controllare l’autorizzazione a inviare.',
  },
  smtpAuthUnsupported: {
    title: 'Per l’invio il server di posta accetta altri modi di accedere',
    meaning: 'Non conosce quello usato qui, o l’ha disattivato.',
    advice:
      'Mostra queste righe a chi gestisce questo host: per questo server si può configurare. La bozza aspetta qui.',
  },
  notAllowedToSendAs: {
    title: 'Non puoi inviare da questo indirizzo',
    meaning: 'L’indirizzo in Da non è fra quelli da cui {user} può inviare.',
    advice:
      'Scegli un tuo indirizzo come mittente. Se devi poter inviare da questo, un amministratore può concedere «Invia come».',
  },
  blockedSender: {
    title: 'A questo account è vietato inviare',
    meaning: 'Il servizio di posta lo prende per una fonte di spam, forse perché l’ha usato qualcun altro.',
    advice:
      'Cambia la password e segui ciò che il servizio di posta ti scrive nella sua casella. Al lavoro un amministratore deve sbloccare l’account.',
  },
  senderRefused: {
    title: 'Il server di posta non accetta questo mittente',
    meaning: 'Ha rifiutato l’indirizzo in Da, e non ha detto più delle parole qui sotto.',
    advice: 'Mostra queste parole a chi gestisce il server di posta.',
  },
  recipientRefused: {
    title: 'Il server di posta non accetta i destinatari',
    meaning: 'Un indirizzo può essere scritto male, non esistere più o non accettare posta da te.',
    advice: 'Controlla gli indirizzi e invia di nuovo.',
  },
  tooLarge: {
    title: 'Il messaggio è troppo grande per il server di posta',
    meaning: 'In viaggio i file allegati crescono di un terzo.',
    advice: 'Togli o riduci gli allegati, oppure inviali in più messaggi.',
  },
  messageRefused: {
    title: 'Il server di posta non accetta questo messaggio',
    meaning: 'Contiene qualcosa che lì non è ammesso: un tipo di allegato, un link, o ciò che sembra spam.',
    advice: 'Le parole qui sotto forse dicono che cosa. Cambialo e invia di nuovo.',
  },
  serviceRefused: {
    title: 'Il server di posta non serve questo host',
    meaning: 'Ha rifiutato prima che gli fosse chiesto qualcosa.',
    advice: 'Mostra queste parole a chi gestisce il server di posta. La bozza aspetta qui.',
  },
  rateLimited: {
    title: 'Troppi messaggi in poco tempo',
    meaning: 'Il server di posta limita i messaggi o i destinatari che accetta in un minuto o in un giorno.',
    advice:
      'Riparte da solo. Il messaggio è a posto; se dopo mezz’ora non è ancora partito, aspetta qualche ora.',
  },
  busy: {
    title: 'Il server di posta è occupato',
    meaning: 'Non è stato rifiutato nulla in modo definitivo: chiede di riprovare fra poco.',
    advice: 'Riparte da solo. Il messaggio è a posto.',
  },
}
