import { submit } from '../../shared/protocol/commands/submit.ts'
import { handle } from '../handler.ts'
import { messageBytes } from '../smtp/messageBytes.ts'
import { submitMessage } from '../smtp/submit.ts'

export const submitHandler = handle(submit, async function* ({ session, lane, signal, uploads }, args) {
  const { provider, user } = session.account
  const message = await messageBytes(args.message, { keepBcc: false, uploads, lane })
  const { credentials } = args
  /** Sent by a person for a shared mailbox: the server files it in that person's Sent folder, so that a copy follows. */
  const isForOther = 'user' in credentials && credentials.user !== undefined && credentials.user !== user
  const result = yield* submitMessage({
    endpoint: provider.smtp,
    credentials: { ...credentials, user: isForOther ? (credentials.user ?? user) : user },
    envelope: args.envelope,
    message,
    signal,
  })
  if (result.outcome === 'sent' && (isForOther || !provider.sentIsFiledByServer)) session.drain.expectCopy()
  return result
})
