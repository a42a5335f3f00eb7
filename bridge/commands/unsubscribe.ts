import { unsubscribe } from '../../shared/protocol/commands/unsubscribe.ts'
import { handle } from '../handler.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'

// eslint-disable-next-line require-yield -- UNSUBSCRIBE has no items
export const unsubscribeHandler = handle(unsubscribe, async function* ({ session, lane }, { path }) {
  await lane.use({}, (imap) => imap.exec('UNSUBSCRIBE', [mailboxArgument(path)]))
  session.mailboxesChanged()
  return {}
})
