import { capability } from '../../shared/protocol/commands/capability.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- the answer is the result
export const capabilityHandler = handle(capability, async function* ({ lane }) {
  const capabilities = await lane.use({}, (imap) => imap.refreshCapabilities())
  return { capabilities }
})
