import { rename } from '../../shared/protocol/commands/rename.ts'
import { handle } from '../handler.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'

// eslint-disable-next-line require-yield -- RENAME has no items
export const renameHandler = handle(rename, async function* ({ session, signal }, { from, to }) {
  await session.main.forget(from, signal)
  await session.main.use({ signal }, (imap) =>
    imap.exec('RENAME', [mailboxArgument(from), mailboxArgument(to)]),
  )
  session.mailboxesChanged()
  return {}
})
