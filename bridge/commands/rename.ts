import { rename } from '../../shared/protocol/commands/rename.ts'
import { handle } from '../handler.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'

// eslint-disable-next-line require-yield -- RENAME has no items
export const renameHandler = handle(rename, async function* ({ session, lane, signal }, { from, to }) {
  await session.outsideMailbox(from, signal, () =>
    lane.use({}, (imap) => imap.exec('RENAME', [mailboxArgument(from), mailboxArgument(to)])),
  )
  session.mailboxesChanged()
  return {}
})
