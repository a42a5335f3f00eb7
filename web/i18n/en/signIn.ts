export const signIn = {
  title: 'Your mail, in this browser',
  lead: 'Ponte connects this page to your mail server. It stores nothing on the way.',
  signIn: 'Sign in',
  signInWith: 'Sign in with {name}',
  signInAgain: 'Sign in again',
  verify: 'Check now',
  demo: 'A made-up mailbox on this machine, to try.',
  microsoftGuide: 'Not set up on this host yet: opens a guide.',
  forHosts: 'For whoever runs this host',
  signedOut: {
    title: 'You have signed out',
    text: 'This page has forgotten you. The browser itself is still signed in at {name}: whoever uses it next may get in without a password.',
    end: 'Sign out of {name} too',
  },
  otherMailbox: 'Another mailbox',
  or: 'or',
  password: {
    heading: '{name}',
    user: 'Email address',
    password: 'Password',
    note: 'The password stays in this page’s memory and goes to {host} only. A reload asks again.',
    userMissing: 'Enter your email address.',
    passwordMissing: 'Enter your password.',
  },
  legacy: {
    note: 'You enter your password on the provider’s own page.',
  },
  window: {
    open: 'Sign in in the small window',
    openText: 'As soon as {provider} lets you in, this page goes on. Nothing you wrote is lost.',
    closed: 'Window closed?',
    closedText:
      'If it is still there, go on in it: this page waits for the answer. If it is gone, open a new one. Nothing you wrote is lost.',
    again: 'Open a new window',
  },
  steps: {
    identity: 'Signing in…',
    network: 'Connecting…',
    tls: 'Securing the connection…',
    capability: 'Asking the mail server what it can do…',
    authenticate: 'Opening your mailbox at {host}…',
    select: 'Opening the inbox…',
  },
  config: {
    title: 'This page is not set up',
    lead: 'The host’s settings could not be read: {message}.',
  },
}
