import type { Messages } from '../messages.ts'

/** What the page says of what happens by itself. */
export const live: Messages['live'] = {
  newMail: 'Nuova posta in arrivo',
}
