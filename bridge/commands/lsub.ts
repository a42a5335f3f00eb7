import type { MailboxEntry } from '../../shared/mail/mailbox.ts'
import { lsub } from '../../shared/protocol/commands/lsub.ts'
import { handle } from '../handler.ts'
import { listMailboxes } from '../imap/listMailboxes.ts'
import { resolveSpecialUse } from '../imap/specialUse.ts'

export const lsubHandler = handle(lsub, async function* ({ lane }, { reference, pattern }) {
  const entries = await lane.use({}, (imap) => listMailboxes(imap, { command: 'LSUB', reference, pattern }))
  // With %, a name may only stand for subscribed ones inside; it comes as \Noselect then (RFC 3501 section 6.3.9).
  const standsForOthers = (entry: MailboxEntry): boolean => pattern.includes('%') && !entry.selectable
  yield* resolveSpecialUse(entries.map((entry) => ({ ...entry, subscribed: !standsForOthers(entry) })))
  return {}
})
