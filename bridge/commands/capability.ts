import { capability } from '../../shared/protocol/commands/capability.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- the answer is the result
export const capabilityHandler = handle(capability, async function* ({ session, signal }) {
  const capabilities = await session.main.use({ signal }, (imap) => imap.refreshCapabilities())
  return { capabilities }
})
