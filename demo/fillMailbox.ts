import { MessageContent } from './imap/mailbox.ts'
import { OUTLOOK_FOLDERS, type MailStore } from './imap/store.ts'
import { sampleMailbox } from './mail/sampleMailbox.ts'

/** What a mailbox is filled with: of a message everything that does not change. */
interface Filling {
  folder: string
  flags: readonly string[]
  internalDate: Date
  content: MessageContent
}

/** By what it is made from. Contents never change, so that every demo of a process shares them and what FETCH keeps with them. */
const fillings = new Map<string, Filling[]>()

/** Gives a user the folders of an Outlook account and a believable mailbox in them. */
export function fillMailbox(store: MailStore, options: FillingOptions): void {
  const account = store.ensureAccount(options.user.username)
  const known = new Set(OUTLOOK_FOLDERS.map((folder) => folder.path))
  for (const message of fillingOf(options)) {
    const { folder, content } = message
    if (!known.has(folder)) {
      account.create(folder)
      account.subscribe(folder)
      known.add(folder)
    }
    account.require(folder).add(content, message)
  }
}

interface FillingOptions {
  user: { username: string; name: string }
  now: Date
  count: number | undefined
}

function fillingOf({ user, now, count }: FillingOptions): Filling[] {
  const key = JSON.stringify([user.username, user.name, now.toDateString(), count])
  const made = fillings.get(key)
  if (made) return made
  const messages = sampleMailbox({
    user: { address: user.username, name: user.name },
    now,
    ...(count === undefined ? {} : { count }),
  })
  const filling = messages.map(({ folder, flags, internalDate, raw }): Filling => {
    return { folder, flags, internalDate, content: new MessageContent(raw) }
  })
  fillings.set(key, filling)
  return filling
}
