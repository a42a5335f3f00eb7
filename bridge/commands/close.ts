import { close } from '../../shared/protocol/commands/close.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- CLOSE has no items; it tells nobody what it expunged
export const closeHandler = handle(close, async function* ({ session, signal }) {
  await session.main.unwatch('CLOSE', signal)
  return {}
})
