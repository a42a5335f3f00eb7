import { authenticate } from '../../shared/protocol/commands/authenticate.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- AUTHENTICATE has no items
export const authenticateHandler = handle(authenticate, async function* ({ session, signal }, args) {
  const { provider, user, accessToken, lane } = args
  const opened = await session.signIn({
    provider,
    lane,
    signal,
    credentials: { kind: 'accessToken', user, accessToken },
  })
  return { lane, ...opened }
})
