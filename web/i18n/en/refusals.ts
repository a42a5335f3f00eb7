/**
 * Why a mail server did not take a message, for `web/help/topics.ts`: what happened, what it means, what to do. `{user}` is
 * the address one is signed in with. And the page that explains a problem.
 */
export const refusals = {
  page: {
    heading: 'What went wrong, and what to do',
    says: 'What the server says',
    means: 'What it means',
    advice: 'What to do',
    whoCan: 'Who can do it',
    vendor: 'What the maker of the mail server says',
    others: 'Other problems',
    unknown: 'There is no page about this.',
    aServer: 'the mail server',
    aUser: 'your address',
    aMailbox: 'the mailbox',
  },
  who: {
    nobody: 'Nobody has to: it passes by itself.',
    you: 'You can.',
    youOrAdministrator: 'You can; at work or school an administrator.',
    administrator: 'An administrator of your organisation.',
    host: 'Whoever runs this host.',
    mailServer: 'Whoever runs the mail server.',
  },
  sizes: 'The message has {size}; the server takes {limit}.',
  size: 'The message has {size}.',

  smtpAuthDisabled: {
    title: 'Sending is switched off for this mailbox',
    meaning:
      'Your organisation does not let apps send mail for it (SMTP AUTH is disabled). Reading works; your sign-in is fine.',
    advice:
      'Ask an administrator to allow it: Set-CASMailbox -Identity {user} -SmtpClientAuthenticationDisabled $false. The draft waits here; send it again afterwards.',
  },
  smtpAuthRefused: {
    title: 'The mail server does not let you send',
    meaning:
      'It did not accept the sign-in for sending: it may have expired, or lack the permission to send, or the mailbox is a shared one.',
    advice:
      'Sign in again and send it again. For a shared mailbox, sign in with your own account and name it under “Another mailbox”. If it fails again, whoever runs this host must check the permission to send.',
  },
  smtpAuthUnsupported: {
    title: 'The mail server takes other ways of signing in for sending',
    meaning: 'It does not know the one used here, or has switched it off.',
    advice: 'Show this to whoever runs this host: it can be set up for this server. The draft waits here.',
  },
  notAllowedToSendAs: {
    title: 'You may not send from this address',
    meaning: 'The address in From is another than those that {user} may send as.',
    advice:
      'Choose an address of your own as From. If you should be able to send from this one, an administrator can grant “Send as”.',
  },
  blockedSender: {
    title: 'This account is blocked from sending',
    meaning: 'The mail service takes it for a source of spam, perhaps because somebody else used it.',
    advice:
      'Change your password and follow what the mail service tells you in its own mailbox. At work an administrator must unblock the account.',
  },
  senderRefused: {
    title: 'The mail server does not take this sender',
    meaning: 'It refused the address in From, and did not say more than the words below.',
    advice: 'Show these words to whoever runs the mail server.',
  },
  recipientRefused: {
    title: 'The mail server does not take the recipients',
    meaning: 'An address may be misspelt, no longer exist, or not take mail from you.',
    advice: 'Check the addresses and send it again.',
  },
  tooLarge: {
    title: 'The message is too large for the mail server',
    meaning: 'Attached files grow by a third on their way.',
    advice: 'Remove or shrink attached files, or send them in several messages.',
  },
  messageRefused: {
    title: 'The mail server does not take this message',
    meaning:
      'Something in it is not allowed there: a kind of attached file, a link, or what looks like spam.',
    advice: 'The words below may say what. Change it and send it again.',
  },
  serviceRefused: {
    title: 'The mail server does not serve this host',
    meaning: 'It refused before it was asked anything.',
    advice: 'Show these words to whoever runs the mail server. The draft waits here.',
  },
  rateLimited: {
    title: 'Too many messages in a short time',
    meaning: 'The mail server limits how many messages or recipients it takes in a minute or a day.',
    advice:
      'It goes again by itself. Nothing is wrong with the message; if it still does not go after half an hour, wait a few hours.',
  },
  busy: {
    title: 'The mail server is busy',
    meaning: 'Nothing was refused for good: it asks to try again a little later.',
    advice: 'It goes again by itself. Nothing is wrong with the message.',
  },
}
