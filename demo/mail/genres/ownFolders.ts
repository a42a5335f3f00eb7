import { htmlOf, richEntity, withFiles } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { recentDates } from '../dates.ts'
import { docxEntity } from '../files/attachments.ts'
import { MARKUP_FOLDER } from '../folders.ts'
import { textEntity } from '../mime.ts'
import { elena, english, marchetti } from '../people.ts'
import type { Letter } from '../types.ts'
import { invitationLetter } from './invitation.ts'

/** Two drafts, a meeting still to come, and notes in a folder with a name that tests its readers. */
export function ownFolderLetters(context: Context): Letter[] {
  const { me, first, now } = context
  const dates = recentDates(now)
  const draft = { folder: 'Drafts', from: me, flags: ['\\Seen', '\\Draft'], transport: 'none' as const }
  const soon = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 3, 10, 30)
  const project = english.find(({ name }) => name === 'Priya Raman') ?? english[0]!
  const notes = [
    ['A folder for odd names', 'If the name of this folder shows as text, the page is doing its job.'],
    ['Second note', 'And if a dialogue opened, it is not.'],
  ] as const
  return [
    letter(context, {
      ...{
        ...draft,
        date: dates.daysAgo(1, 18, 44),
        to: [marchetti],
        subject: 'Lezione sul cantiere: materiale',
      },
      messageId: messageIdOf(me.address, 'draft', 1),
      body: () => {
        const text = `Cara Silvia,\n\nper la lezione pensavo di portare tre cose: un pezzo di larice vecchio, uno nuovo e`
        return withFiles(richEntity(text, htmlOf(text, 'it')), [
          docxEntity('Scaletta lezione.docx', ['Scaletta', '1. Il legno', '2. Il cantiere']),
        ])
      },
    }),
    letter(context, {
      ...{ ...draft, date: dates.daysAgo(3, 9, 12), to: [], subject: '', without: ['subject'] },
      messageId: messageIdOf(me.address, 'draft', 2),
      body: () =>
        textEntity({
          text: `chiedere a Elena:\n- consegna balaustra\n- fattura di settembre?\n- ${elena.first} o Paolo per il collaudo`,
        }),
    }),
    invitationLetter(context, {
      key: 'invitation soon',
      person: project,
      date: dates.daysAgo(2, 11, 31),
      start: soon,
    }),
    ...notes.map(([subject, text], index) =>
      letter(context, {
        ...{ folder: MARKUP_FOLDER, date: dates.daysAgo(40 + index, 20, 15), from: me, to: [me], subject },
        body: () => textEntity({ text: `${text}\n\n${first}` }),
      }),
    ),
  ]
}
