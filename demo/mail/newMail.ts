import { contextOf } from './context.ts'
import { conversation } from './genres/conversation.ts'
import { toSampleMessage } from './render.ts'
import type { DemoMailboxUser, Letter, SampleMessage } from './types.ts'

export type NewMailOptions = { user: DemoMailboxUser; now: Date; /** Counts up from 0. */ n: number }

/** The n-th message that arrives while the demo runs: unread, in the Inbox, dated now. */
export function newMail({ user, now, n }: NewMailOptions): SampleMessage {
  const context = contextOf(user, now, 7_000 + n)
  const language = n % 2 === 0 ? 'it' : 'en'
  for (let index = 0; ; index++) {
    const letter: Letter | undefined = conversation(context, index, { language }).find(
      ({ from }) => from.address !== user.address,
    )
    if (letter && letter.references?.length === 0)
      return toSampleMessage({ ...letter, date: now, folder: 'INBOX', flags: [] })
  }
}
