import { expunge } from '../../shared/protocol/commands/expunge.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import { setArgument } from '../imap/messageSet.ts'

// eslint-disable-next-line require-yield -- what goes is told by events, which keep their order
export const expungeHandler = handle(expunge, async function* ({ lane }, { mailbox, uids }) {
  return lane.use({ mailbox }, async (imap) => {
    if (uids !== undefined) requireCapability(imap, 'UIDPLUS')
    const before = imap.selected?.exists ?? 0
    await (uids === undefined ? imap.exec('EXPUNGE', []) : imap.exec('UID EXPUNGE', [setArgument(uids)]))
    return { expunged: Math.max(0, before - (imap.selected?.exists ?? 0)) }
  })
})
