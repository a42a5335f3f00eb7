import { deleteMailbox } from '../../shared/protocol/commands/delete.ts'
import { handle } from '../handler.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'

// eslint-disable-next-line require-yield -- DELETE has no items
export const deleteHandler = handle(deleteMailbox, async function* ({ session, lane, signal }, { path }) {
  await session.outsideMailbox(path, signal, () =>
    lane.use({}, (imap) => imap.exec('DELETE', [mailboxArgument(path)])),
  )
  session.mailboxesChanged()
  return {}
})
