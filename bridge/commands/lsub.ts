import { lsub } from '../../shared/protocol/commands/lsub.ts'
import { handle } from '../handler.ts'
import { listMailboxes } from '../imap/listMailboxes.ts'
import { resolveSpecialUse } from '../imap/specialUse.ts'

export const lsubHandler = handle(lsub, async function* ({ lane }, { reference, pattern }) {
  const entries = await lane.use({}, (imap) => listMailboxes(imap, { command: 'LSUB', reference, pattern }))
  yield* resolveSpecialUse(entries.map((entry) => ({ ...entry, subscribed: true })))
  return {}
})
