/** Texts of the connection doctor; they come with it. */
export const doctor = {
  title: 'Connection doctor',
  intro: 'Goes the way to {provider} step by step, as signing in and sending do, and says where it ends.',
  choose: 'Mail provider',
  run: 'Run again',
  start: 'Look at the connection',
  stop: 'Stop',
  copy: 'Copy the report',
  copied: 'Report copied',
  notCopied: 'The browser did not let it be copied.',
  without: 'Without a sign-in the steps that need one are left out.',
  allWell: 'Every step went well.',
  oneWrong: 'Something is in the way: see the step marked below.',
  running: 'Looking…',
  limited: 'The connection was looked at too often. Wait {seconds} s before the next time.',
  unavailable: 'The bridge could not look at the connection: {reason}',
  ms: '{ms} ms',
  setting: 'Setting to look at',
  more: 'More about this',
  serverSaid: 'The server said',
  outcomes: { ok: 'All right', failed: 'Not right', skipped: 'Left out', waiting: 'To come' },
  parts: { page: 'This page', imap: 'Reading mail', smtp: 'Sending mail' },
  steps: {
    bridge: 'Reach the bridge',
    clock: 'Compare the clocks',
    token: 'Look at the sign-in',
    imapName: 'Find the mail server by its name',
    imapConnect: 'Connect to it',
    imapTls: 'Encrypt the connection',
    imapGreeting: 'Hear its greeting',
    imapCapability: 'Ask what it can do',
    imapAuthenticate: 'Sign in',
    imapSelect: 'Open the inbox',
    imapFetch: 'Ask for a message',
    smtpName: 'Find the server for sending by its name',
    smtpConnect: 'Connect to it',
    smtpGreeting: 'Hear its greeting',
    smtpTls: 'Encrypt the connection',
    smtpAuthenticate: 'Sign in to send',
  },
  facts: {
    host: 'Name',
    addresses: 'Addresses',
    port: 'Port',
    version: 'Version',
    names: 'Certificate for',
    issuer: 'Issued by',
    validFrom: 'Valid from',
    validTo: 'Valid until',
    greeting: 'Greeting',
    capabilities: 'Capabilities',
    exists: 'Messages',
    audience: 'Token for',
    scopes: 'Permissions',
    lifetime: 'Still valid for (s)',
    difference: 'Difference (s)',
  },
  causes: {
    expired: {
      title: 'The server’s certificate has expired',
      advice:
        'Whoever runs the mail server renews it. If its dates look right, the clock of the bridge is wrong.',
    },
    notYetValid: {
      title: 'The server’s certificate is not valid yet',
      advice: 'The clock of the bridge is probably behind. Set it right.',
    },
    wrongName: {
      title: 'The certificate is for another name',
      advice: 'Use a name that the certificate is for, as listed here, as the server’s host.',
    },
    selfSigned: {
      title: 'The server vouches for itself',
      advice: 'Have it use a certificate of an authority, or name its certificate as the one to trust.',
    },
    untrusted: {
      title: 'Nobody here trusts who issued the certificate',
      advice:
        'If it is your own authority, name its certificate as the one to trust. Otherwise the server lacks a part of its chain.',
    },
    plainText: {
      title: 'This port does not begin with TLS',
      advice:
        'For reading, use the port that encrypts from the first byte, mostly 993. For sending, 587, or 465 with TLS from the first byte.',
    },
    oldTls: {
      title: 'The server knows only old TLS',
      advice: 'Whoever runs the mail server has to allow TLS 1.2 or newer.',
    },
    otherProtocol: {
      title: 'Another service answers at this port',
      advice: 'Look at the port: 993 is for reading mail, 587 for sending it.',
    },
    silent: {
      title: 'Nobody says anything at this port',
      advice: 'Look at the port and at firewalls in between.',
    },
    noStartTls: {
      title: 'The server does not offer to encrypt',
      advice: 'Passwords and tokens are not sent in the open. Use the port that offers STARTTLS, mostly 587.',
    },
    clock: {
      title: 'This computer’s clock is wrong',
      advice: 'It is {seconds} s off. Sign-ins go by the clock: set it right and sign in again.',
    },
    wrongAudience: {
      title: 'The sign-in is for another service',
      advice:
        'The host’s settings ask for permissions of another service than the mail server. Correct the scopes and sign in again.',
    },
    missingScopes: {
      title: 'Permissions are missing',
      advice:
        'The sign-in does not allow this: {scopes}. Add it to the scopes in the host’s settings, and sign in again.',
    },
  },
}
