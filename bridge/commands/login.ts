import { login } from '../../shared/protocol/commands/login.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- LOGIN has no items
export const loginHandler = handle(login, async function* ({ session, signal }, args) {
  const { provider, user, password, lane } = args
  const opened = await session.signIn({
    provider,
    lane,
    signal,
    credentials: { kind: 'password', user, password },
  })
  return { lane, ...opened }
})
