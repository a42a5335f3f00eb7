/** What the page says of what happens by itself. */
export const live = {
  newMail: 'New mail in the inbox',
}
