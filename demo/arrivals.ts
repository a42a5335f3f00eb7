import type { DemoUser } from './identity/users.ts'
import type { MailStore } from './imap/store.ts'
import { newMail } from './mail/newMail.ts'

/** Time between two arrivals, in milliseconds: often enough to be seen, not so often that it is noise. */
const ARRIVAL_INTERVAL_MS = 90_000
/** After so many the demo falls silent: a page left open must not fill memory. */
const MAX_ARRIVALS = 200

/** Delivers a new message to the user's INBOX now and then. @returns how to stop. */
export function startArrivals(store: MailStore, user: DemoUser): () => void {
  let n = 0
  const timer = setInterval(() => {
    const now = new Date()
    const message = newMail({ user: { address: user.username, name: user.name }, now, n })
    store
      .account(user.username)
      ?.append('INBOX', { raw: message.raw, flags: message.flags, internalDate: now })
    n += 1
    if (n >= MAX_ARRIVALS) clearInterval(timer)
  }, ARRIVAL_INTERVAL_MS)
  timer.unref()
  return () => clearInterval(timer)
}
