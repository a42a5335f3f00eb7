/** Another mailbox than the one of the name signed in with. They come with what shows them. */
export const mailboxes = {
  address: 'Address of the mailbox',
  invalid: 'That is no mail address.',
  kind: 'Whose mailbox it is',
  own: 'Mine, by another address',
  ownHint: 'For an alias, or where you sign in with another name than the address of your mail.',
  shared: 'A shared one',
  sharedHint:
    'Sign in as yourself. The mailbox must be shared with you; what you send comes from its address.',
  openedBy: '{address} is open with the sign-in of {user}.',
  open: 'Open this mailbox',
  openOwn: 'Open my own mailbox',
  drafts: 'Drafts stay with the mailbox they were written in.',
  sending: 'A message is still being sent. Open the other mailbox once it has gone.',
}
