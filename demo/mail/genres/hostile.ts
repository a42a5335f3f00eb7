import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { recentDates } from '../dates.ts'
import { attacks, htmlBody } from '../phrases/attacks.ts'
import type { Letter } from '../types.ts'

/** Hostile mail; it sets `__pwned` on the page, or asks evil.test for something, where a defence fails. */
export function hostileLetters(context: Context): Letter[] {
  const dates = recentDates(context.now)
  return attacks.map(({ key, inbox = false, daysAgo, from, subject, html, body, rawFrom }) =>
    letter(context, {
      ...{
        folder: inbox ? 'INBOX' : 'Junk',
        date: dates.daysAgo(daysAgo, 2 + (daysAgo % 20), 13),
        from,
        subject,
      },
      messageId: messageIdOf(from.address, 'hostile', key),
      transport: 'suspicious',
      headerStyle: { encoding: 'Q' },
      headers: [
        ['Authentication-Results', `dmarc=pass action=none header.from=${from.address.replace(/^.*@/, '')}`],
      ],
      ...(rawFrom === undefined ? {} : { replacing: [['From', rawFrom]] }),
      body: body ?? (() => htmlBody(html ?? '')),
    }),
  )
}
