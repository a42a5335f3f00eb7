import { subscribe } from '../../shared/protocol/commands/subscribe.ts'
import { handle } from '../handler.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'

// eslint-disable-next-line require-yield -- SUBSCRIBE has no items
export const subscribeHandler = handle(subscribe, async function* ({ session, lane }, { path }) {
  await lane.use({}, (imap) => imap.exec('SUBSCRIBE', [mailboxArgument(path)]))
  session.mailboxesChanged()
  return {}
})
