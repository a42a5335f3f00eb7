import { OUTLOOK_FOLDERS, type MailStore } from './imap/store.ts'
import { sampleMailbox } from './mail/sampleMailbox.ts'

/** Gives a user the folders of an Outlook account and a believable mailbox in them. */
export function fillMailbox(
  store: MailStore,
  options: { user: { username: string; name: string }; now: Date; count: number | undefined },
): void {
  const { user, now, count } = options
  const account = store.ensureAccount(user.username)
  const known = new Set(OUTLOOK_FOLDERS.map((folder) => folder.path))
  const messages = sampleMailbox({
    user: { address: user.username, name: user.name },
    now,
    ...(count === undefined ? {} : { count }),
  })
  for (const { folder, flags, internalDate, raw } of messages) {
    if (!known.has(folder)) {
      account.create(folder)
      account.subscribe(folder)
      known.add(folder)
    }
    account.append(folder, { raw, flags, internalDate })
  }
}
