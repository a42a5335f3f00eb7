import { diagnose } from '../../shared/protocol/commands/diagnose.ts'
import { handle } from '../handler.ts'
import type { Credentials } from '../imap/signingIn.ts'

export const diagnoseHandler = handle(diagnose, async function* ({ session, signal }, args) {
  const { provider, user, credentials } = args
  const given: Credentials | undefined =
    credentials && user !== undefined ? { user, ...credentials } : undefined
  yield* session.diagnose({ provider, credentials: given, signal })
  return {}
})
