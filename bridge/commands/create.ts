import { create } from '../../shared/protocol/commands/create.ts'
import { handle } from '../handler.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'

// eslint-disable-next-line require-yield -- CREATE has no items
export const createHandler = handle(create, async function* ({ session, lane }, { path }) {
  await lane.use({}, (imap) => imap.exec('CREATE', [mailboxArgument(path)]))
  session.mailboxesChanged()
  return {}
})
