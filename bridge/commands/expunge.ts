import { expunge } from '../../shared/protocol/commands/expunge.ts'
import { handle } from '../handler.ts'
import { requireCapability, requireWritable } from '../imap/capability.ts'
import { setArgument } from '../imap/messageSet.ts'

// eslint-disable-next-line require-yield -- what goes is told by events, which keep their order
export const expungeHandler = handle(expunge, async function* ({ lane }, { mailbox, uids }) {
  return lane.use({ mailbox }, async (imap) => {
    requireWritable(imap)
    if (uids !== undefined) requireCapability(imap, 'UIDPLUS')
    // Counted as told: the number of messages may grow at the same time.
    const before = imap.expunges
    await (uids === undefined ? imap.exec('EXPUNGE', []) : imap.exec('UID EXPUNGE', [setArgument(uids)]))
    return { expunged: imap.expunges - before }
  })
})
