import { htmlOf, richEntity, withFiles } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { recentDates } from '../dates.ts'
import { reportPdf } from '../files/papers.ts'
import { fileEntity } from '../mime.ts'
import { chiara } from '../people.ts'
import type { Letter } from '../types.ts'

/** A message that somebody else once wrote, for forwarding whole. */
export function forwarded(context: Context, key: string): Letter {
  const date = recentDates(context.now).daysAgo(45, 11, 20)
  return letter(context, {
    ...{
      folder: '',
      date,
      from: { name: 'Irene Forà', address: 'irene.fora@comune-mira.example' },
      to: [chiara],
    },
    ...{
      subject: 'Autorizzazione paesaggistica: esito',
      messageId: messageIdOf('irene.fora@comune-mira.example', key),
    },
    body: () => {
      const text =
        'Gentile architetta,\n\nla commissione ha espresso parere favorevole con una prescrizione sul colore della balaustra.\n\nIrene Forà'
      return withFiles(richEntity(text, htmlOf(text, 'it')), [
        fileEntity({
          content: reportPdf('Parere n. 31', ['Favorevole con prescrizione.']),
          type: 'application/pdf',
          filename: 'Parere 31.pdf',
        }),
      ])
    },
  })
}
