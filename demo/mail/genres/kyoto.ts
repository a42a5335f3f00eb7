import { flowedEntity, quotation } from '../bodies.ts'
import { letter, messageIdOf } from '../context.ts'
import type { Context } from '../context.ts'
import { recentDates } from '../dates.ts'
import { hana, luca } from '../people.ts'
import type { Letter } from '../types.ts'

/** Three people plan a journey: five messages, the newest from Hana, unread and flagged. */
export function kyotoThread(context: Context): Letter[] {
  const { me, first, now } = context
  const dates = recentDates(now)
  const all = [hana, luca, me]
  const steps = [
    {
      ...{ from: luca, date: dates.daysAgo(9, 21, 8) },
      text:
        `Hi both,\n\nthe leave is approved, I have nine days in April. Kyoto first and Tokyo at the end, or the other way round? ` +
        'I only ask for one night in a real ryokan, with the paper doors and the breakfast.\n\nLuca',
    },
    {
      ...{ from: hana, date: dates.daysAgo(8, 3, 31) },
      text:
        'Kyoto in the middle: everybody goes there first and it is full on Fridays. I know a ryokan near Gion, eight rooms and ' +
        'a cedar bath. Shall I ask them?\n\nHana',
    },
    {
      ...{ from: me, date: dates.daysAgo(8, 19, 44) },
      text:
        'Yes please, ask! Three people, one night, or two if Luca stops snoring. I can be in Tokyo from the 9th.\n\n' +
        first,
    },
    {
      ...{ from: luca, date: dates.daysAgo(1, 22, 16) },
      text:
        'I do not snore, I rest with emphasis. Two nights. Which train do we take? I would like to see the mountain from the ' +
        'window, so the right-hand side, I read.\n\nLuca',
    },
    {
      ...{ from: hana, date: dates.today(108) },
      text:
        'I booked the 08:21 from Tokyo, seats by the window. The ryokan needs our arrival time and one name for the register by ' +
        'tomorrow evening, and they ask whether anyone does not eat fish.\n\nTwo nights, 41,000 yen per person with dinner. The ' +
        'mountain is on the right, if it wants to be seen.\n\nHana',
    },
  ]
  const ids = steps.map((step, index) => messageIdOf(step.from.address, 'kyoto', index))
  const bodyOf = (index: number): string => {
    const { text } = steps[index]!
    const previous = steps[index - 1]
    if (!previous) return text
    const name = previous.from.name
    return `${text}\n\n${quotation({ text: bodyOf(index - 1), name, date: previous.date, language: 'en' })}`
  }
  return steps.map((step, index) =>
    letter(context, {
      folder: step.from === me ? 'Sent' : 'INBOX',
      from: step.from,
      to: all.filter((person) => person !== step.from),
      date: step.date,
      ...(step.from === hana ? { zone: 540 } : {}),
      subject: index === 0 ? 'Kyoto: tickets and the ryokan' : 'Re: Kyoto: tickets and the ryokan',
      ...{ messageId: ids[index]!, references: ids.slice(0, index) },
      flags: index === 4 ? ['\\Flagged'] : ['\\Seen'],
      body: () => flowedEntity(bodyOf(index)),
    }),
  )
}
