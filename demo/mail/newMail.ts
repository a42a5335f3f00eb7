import { contextOf } from './context.ts'
import type { Context } from './context.ts'
import { conversation } from './genres/conversation.ts'
import { invitationLetter } from './genres/invitation.ts'
import { newsletter } from './genres/newsletter.ts'
import { notice } from './genres/notice.ts'
import { pictureLetter } from './genres/pictures.ts'
import { receipt } from './genres/receipt.ts'
import { english, italian } from './people.ts'
import type { Language } from './person.ts'
import { random } from './random.ts'
import { toSampleMessage } from './render.ts'
import type { DemoMailboxUser, Letter, SampleMessage } from './types.ts'

export type NewMailOptions = {
  user: DemoMailboxUser
  /** When it arrives. */
  now: Date
  /** Counts up from 0. */
  n: number
}

/** Apart from the seed of the mailbox, so that nothing comes twice. */
const NEW_MAIL_SEED = 7_000_000

const DAY = 86_400_000

/** The first message of a conversation that the other side begins. */
function opening(context: Context, n: number, language: Language): Letter {
  for (let index = 0; ; index++) {
    const first = conversation(context, n * 1000 + index, { language })[0]!
    if (first.from.address !== context.me.address) return first
  }
}

function invited(context: Context, n: number): Letter {
  const rng = random('new invitation', n)
  const start = new Date(context.now.getTime() + rng.int(2, 9) * DAY)
  start.setHours(rng.int(9, 17), rng.pick([0, 30]), 0, 0)
  const person = rng.pick([...english, ...italian])
  return invitationLetter(context, { key: `new invitation ${n}`, person, date: context.now, start })
}

/** What comes, in turns: mostly people, then machines, shops and newsletters. */
const turns: ((context: Context, n: number) => Letter)[] = [
  (context, n) => opening(context, n, 'it'),
  (context, n) => notice(context, n)[0]!,
  (context, n) => opening(context, n, 'en'),
  (context, n) => newsletter(context, n)[0]!,
  (context, n) => pictureLetter(context, n)[0]!,
  (context, n) => opening(context, n, 'ja'),
  (context, n) => receipt(context, n)[0]!,
  (context, n) => opening(context, n, 'en'),
  invited,
  (context, n) => opening(context, n, 'ar'),
]

/** The n-th message that arrives while the demo runs: unread, in the Inbox, dated now. */
export function newMail({ user, now, n }: NewMailOptions): SampleMessage {
  const context = contextOf(user, now, NEW_MAIL_SEED)
  const letter = turns[n % turns.length]!(context, n)
  return toSampleMessage({ ...letter, date: now, folder: 'INBOX', flags: [] })
}
