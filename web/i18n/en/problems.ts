/**
 * What can go wrong on the way into a mailbox, for `explain()`: what happened, what it means, what to do. `{host}` is the
 * mail server, `{provider}` its name on this page, `{user}` the address, `{redirectUri}` this page's, `{mailbox}` the address of another
 * mailbox.
 */
export const problems = {
  more: 'More about this',
  heading: 'Signing in failed',
  step: 'Where it failed',
  steps: {
    identity: 'identity',
    network: 'network',
    tls: 'TLS',
    capability: 'capability',
    authenticate: 'AUTHENTICATE',
    select: 'SELECT',
  },
  serverSaid: 'The server’s own words',
  countdown: 'Trying again in {seconds} s',
  reconnecting: 'The connection was lost.',
  reconnectingNow: 'Connecting again…',
  ownMistake: 'This page asked the bridge for something it cannot do. Nothing was changed.',
  openGuide: 'Show the setup guide',
  adminLink: {
    label: 'Link for your administrator',
    send: 'Send it by mail',
    subject: 'Please approve an app for our mail',
    letter:
      'Hello,\n\nI would like to read my work mail in Ponte, at {page}. Our organisation lets only administrators allow this.\n\nThis link shows what the app asks for, and approves it for our organisation:\n{link}\n\nThank you.',
  },
  otherAccount: 'Use another account',
  ownMailbox: 'Open your own mailbox',

  consentRequired: {
    title: 'Permission is missing',
    meaning: 'You have not allowed this app to read and send your mail yet.',
    advice:
      'Sign in again and accept the permissions that {provider} lists. If it does not let you, ask an administrator.',
  },
  adminConsentRequired: {
    title: 'Your organisation must approve this app',
    meaning: 'Your organisation lets only its administrators allow apps to open mail.',
    advice:
      'Send this link to an administrator, who approves the app once for everybody. Then sign in again.',
  },
  redirectUriMismatch: {
    title: 'This page’s address is not registered',
    meaning: '{provider} returns people only to addresses that are registered with the app.',
    advice: 'Whoever runs this host must add {redirectUri} as a redirect URI of the single-page application.',
  },
  unknownApp: {
    title: '{provider} does not know this app',
    meaning: 'The client ID of this host does not exist there, or not for your kind of account.',
    advice: 'Whoever runs this host must check the client ID and which account types the app supports.',
  },
  wrongPlatform: {
    title: 'The app is registered for another platform',
    meaning:
      'Tokens are given to a page in a browser only when its address is registered as a single-page application.',
    advice: 'Whoever runs this host must move {redirectUri} to the platform “Single-page application”.',
  },
  scopeRefused: {
    title: 'A permission is not known to {provider}',
    meaning: 'This host asks for a scope that the app does not have or that does not exist.',
    advice: 'Whoever runs this host must compare the scopes in its settings with the permissions of the app.',
  },
  accountNotAllowed: {
    title: 'This kind of account cannot sign in here',
    meaning: 'The app does not accept accounts of your organisation or personal accounts.',
    advice: 'Sign in with another account, or ask whoever runs this host.',
  },
  interactionRequired: {
    title: 'Your sign-in has ended',
    meaning: '{provider} wants to know again who you are. That is normal after a day.',
    advice: 'Sign in again to go on.',
  },
  stepUp: {
    title: '{provider} wants to check that it is you',
    meaning:
      'You are still signed in. {provider} asks for one more step, such as a code or your phone, before it hands out the next key to your mail.',
    advice: 'Go through the check in the sign-in window; this page then goes on where it is.',
  },
  deviceRefused: {
    title: 'Your organisation’s rules do not allow this device',
    meaning:
      'Your sign-in is right, but your organisation opens mail only on devices that it manages or that meet its rules.',
    advice:
      'Use a device that your organisation manages, or ask its administrators: they alone can change the rule. Then sign in again.',
  },
  policyRefused: {
    title: 'Your organisation’s rules do not allow this sign-in',
    meaning:
      'Your sign-in is right, but a rule of your organisation blocks it: for this app, this place or this network.',
    advice:
      'Ask your organisation’s administrators, and show them these words: they alone can change the rule. Then sign in again.',
  },
  wrongAccount: {
    title: 'This sign-in is somebody else’s',
    meaning:
      '{provider} answered for another person than the one whose mail is open here. Nothing was sent to the mail server.',
    advice: 'Sign in again and choose {user}. To read the mail of another account, sign out here first.',
  },
  signInCancelled: {
    title: 'You did not sign in',
    meaning: 'Signing in at {provider} was cancelled or refused.',
    advice: 'Sign in again when you are ready.',
  },
  providerUnreachable: {
    title: '{provider} does not answer',
    meaning: 'The page where you sign in could not be reached from this browser.',
    advice: 'Check your connection and try again.',
  },
  popupBlocked: {
    title: 'The browser blocked the sign-in window',
    meaning: 'Signing in needs a small window, and this browser did not open it.',
    advice: 'Allow windows for this page and try again.',
  },
  signInInterrupted: {
    title: 'Signing in was interrupted',
    meaning: 'The answer does not belong to a sign-in that was begun in this tab.',
    advice: 'Sign in again, in one tab.',
  },
  identityIncomplete: {
    title: '{provider} does not say who you are',
    meaning: 'It let you in, but told this page neither an address nor a name to ask the mail server for.',
    advice: 'Whoever runs this host must ask for the scopes “email” and “profile” in its settings.',
  },
  identityFailed: {
    title: '{provider} did not let you in',
    meaning: 'Signing in failed before your mail server was asked.',
    advice: 'Sign in again. If it fails again, show these words to whoever runs this host.',
  },

  offline: {
    title: 'You are offline',
    meaning: 'This device has no connection to the network.',
    advice: 'Connect it; this page goes on by itself.',
  },
  bridgeUnreachable: {
    title: 'This host does not answer',
    meaning: 'The page is here, but the bridge that connects it to the mail server is not.',
    advice: 'Wait a moment and try again. If it stays so, whoever runs this host must look at it.',
  },
  hostNotFound: {
    title: '{host} was not found',
    meaning: 'No mail server of that name exists.',
    advice: 'Whoever runs this host must check the mail server’s name in its settings.',
  },
  connectionRefused: {
    title: '{host} refuses connections',
    meaning: 'The machine is there, but no mail server answers on that port.',
    advice: 'Try again later. Whoever runs this host may have to check the port in its settings.',
  },
  connectionTimeout: {
    title: '{host} does not answer',
    meaning: 'The mail server did not answer in time; it or the way to it is down or very slow.',
    advice: 'Try again in a few minutes.',
  },
  connectionLost: {
    title: 'The connection to {host} broke',
    meaning: 'The mail server or something on the way closed the connection.',
    advice: 'Try again.',
  },
  certificateInvalid: {
    title: '{host} could not prove who it is',
    meaning:
      'Its certificate is expired, for another name, or from an authority this host does not trust. Nothing was sent to it.',
    advice:
      'Do not try to get around this. Whoever runs the mail server must renew the certificate, or this host must trust its authority.',
  },
  tlsFailed: {
    title: 'No secure connection to {host}',
    meaning: 'Encryption could not be set up, so nothing was sent.',
    advice: 'Whoever runs this host must check that this port speaks TLS from the first byte.',
  },
  mechanismUnsupported: {
    title: '{host} takes other ways of signing in',
    meaning: 'The mail server lists the ways it takes, and the one used here is not among them.',
    advice:
      'If this page offers another way to sign in, use that one. Otherwise show this to whoever runs this host: it can be set up for this server.',
  },
  passwordsOff: {
    title: '{host} takes no passwords',
    meaning:
      'Your password was not sent and may be right. Many mail servers, Outlook’s among them, have switched off passwords and want a sign-in on their own page.',
    advice:
      'If this page offers another way to sign in, use that one. Otherwise show this to whoever runs this host: it can be set up for this server.',
  },
  serverUnavailable: {
    title: '{host} cannot open the mailbox just now',
    meaning:
      'Nothing was refused. The machine that holds this mailbox is away for a moment, or has too many connections.',
    advice: 'Nothing to do: this page tries again by itself.',
  },
  notYourMailbox: {
    title: 'You may not open this mailbox',
    meaning: 'The sign-in is right, but it does not give access to the mailbox {user}.',
    advice:
      'Sign in with the account that the mailbox belongs to, or ask its owner or an administrator to give you access.',
  },
  mailboxRefused: {
    title: 'Your sign-in does not open {mailbox}',
    meaning:
      'You are signed in as {user}, but the mail server does not give you this mailbox. Its address may be misspelt, it may not be shared with you, or IMAP is switched off for it.',
    advice:
      'Check the address. An administrator shares a mailbox with full access; that can take an hour to work.',
  },
  credentialsExpired: {
    title: '{host} says that the sign-in has expired',
    meaning: 'The password or the permission that was used is no longer valid.',
    advice: 'Sign in again. If you use a password made for apps, make a new one first.',
  },
  contactAdmin: {
    title: '{host} asks you to contact its administrator',
    meaning: 'The account is known, but something about it must be put right first: it may be locked.',
    advice: 'Show these words to whoever runs the mail server.',
  },

  mailboxNotConnected: {
    title: 'Signed in, but the mailbox cannot be opened over IMAP',
    meaning:
      'One of these: IMAP is switched off for this mailbox; the mailbox is another than the one you signed in to; the app lacks the permission for IMAP; or there were too many connections in a short time.',
    advice:
      'On Outlook.com open Settings, Mail, “Forwarding and IMAP”, and let devices and apps use IMAP. At work an administrator does that. Then wait a few minutes and try again.',
  },
  throttled: {
    title: '{host} asks to wait',
    meaning: 'It had too many requests for this mailbox and names a time after which it answers again.',
    advice: 'Nothing to do: this page goes on by itself.',
  },
  tokenExpired: {
    title: 'The sign-in ran out',
    meaning: 'The mail server ends a session when its token expires, about hourly.',
    advice: 'Nothing to do: this page connects again with a fresh token.',
  },
  tokenRefused: {
    title: '{host} did not accept the sign-in',
    meaning:
      '{provider} let you in, but the mail server refused the token: it is expired, for another service (the scopes of this host), or the mailbox {user} has no IMAP.',
    advice:
      'Sign in again. If it fails again, check that IMAP is on for the mailbox; whoever runs this host must check the scopes.',
  },
  passwordRefused: {
    title: 'Wrong email address or password',
    meaning: '{host} did not accept them.',
    advice: 'Check both and try again. Some servers want a password made for apps.',
  },
  inboxRefused: {
    title: 'The inbox cannot be opened',
    meaning: 'You are signed in, but the mail server refuses to open the inbox.',
    advice: 'Try again in a few minutes. If it stays so, show these words to whoever runs the mail server.',
  },
  unretrievable: {
    title: 'The mail server does not hand this message out',
    meaning: 'It lists the message, but cannot convert it for other mail programs.',
    advice: 'Open it in the mail service’s own app, Outlook for example.',
  },
  serverClosed: {
    title: '{host} closed the connection',
    meaning: 'The mail server ended the session and gave its reason.',
    advice: 'Try again in a moment.',
  },
  serverRefused: {
    title: '{host} refused',
    meaning: 'The mail server answered, but not with what was asked.',
    advice: 'Try again. If it stays so, show these words to whoever runs the mail server.',
  },
  hostSettings: {
    title: 'This page and its host do not agree',
    meaning: 'The page asks for something this host does not have. It may have been updated meanwhile.',
    advice: 'Reload the page.',
  },
  unexpected: {
    title: 'Something unforeseen went wrong',
    meaning: 'This should not happen; your mail is not affected.',
    advice: 'Reload the page and try again.',
  },
}
