import { unselect } from '../../shared/protocol/commands/unselect.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'

// eslint-disable-next-line require-yield -- UNSELECT has no items
export const unselectHandler = handle(unselect, async function* ({ session, lane, signal }) {
  await lane.use({}, async (imap) => requireCapability(imap, 'UNSELECT'))
  await session.main.unwatch('UNSELECT', signal)
  return {}
})
