import { noop } from '../../shared/protocol/commands/noop.ts'
import { handle } from '../handler.ts'
import { PRIORITY } from '../imap/jobQueue.ts'

// eslint-disable-next-line require-yield -- NOOP has no items; what it brings comes as events
export const noopHandler = handle(noop, async function* ({ lane }) {
  await lane.use({ priority: PRIORITY.user, pipelined: true }, (imap) => imap.exec('NOOP', []))
  return {}
})
