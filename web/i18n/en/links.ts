/** Texts of addresses and links; they come with the code that follows them. */
export const links = {
  settings: 'Settings',
  malformed: 'This address leads nowhere here. This is your inbox.',
  noFolder: 'This folder is not here any more. This is your inbox.',
  looking: 'This message is not in its folder any more. Looking in the others…',
  moved: 'This message lies in {folder} now.',
  gone: 'This message is in none of your folders any more.',
  failed: 'The message could not be looked for: {reason}',
  copied: 'Link copied',
  notCopied: 'The browser did not let the link be copied.',
  other: {
    title: 'This is a link to another account',
    text: 'It leads to the mail of {other}. You are signed in as {own}.',
    unknown:
      'It leads to the mail of {other}, at a service that is not set up here. You are signed in as {own}.',
    signIn: 'Sign out and sign in as {other}',
    stay: 'Go to your inbox',
  },
}
