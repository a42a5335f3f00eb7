import { submit } from '../../shared/protocol/commands/submit.ts'
import { handle } from '../handler.ts'
import { messageBytes } from '../smtp/messageBytes.ts'
import { submitMessage } from '../smtp/submit.ts'

export const submitHandler = handle(submit, async function* ({ session, lane, signal, uploads }, args) {
  const { provider, user } = session.account
  const message = await messageBytes(args.message, { keepBcc: false, uploads, lane })
  const { credentials } = args
  const result = yield* submitMessage({
    endpoint: provider.smtp,
    credentials: { ...credentials, user },
    envelope: args.envelope,
    message,
    signal,
  })
  if (result.outcome === 'sent' && !provider.sentIsFiledByServer) session.drain.expectCopy()
  return result
})
