import type { Result } from '../../shared/protocol/command.ts'
import { move } from '../../shared/protocol/commands/move.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import { handle } from '../handler.ts'
import { requireWritable } from '../imap/capability.ts'
import type { ImapConnection } from '../imap/connection.ts'
import { copyUid, type CopyUid } from '../imap/copyUid.ts'
import { PRIORITY } from '../imap/jobQueue.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'
import { atom, atoms, commandFor, setArgument, type MessageSet } from '../imap/messageSet.ts'
import { runSearch } from '../imap/runSearch.ts'
import { formatNumberSet } from '../../shared/mail/numberSet.ts'

type MoveResult = Result<typeof move>

// eslint-disable-next-line require-yield -- MOVE's answer is one; what left comes as events
export const moveHandler = handle(move, async function* ({ lane }, { mailbox, messages, destination }) {
  const byUid = messages.by === 'uid'
  const where = { mailbox, priority: PRIORITY.user, pipelined: byUid, bySequence: !byUid }
  return lane.use(where, async (imap) => {
    requireWritable(imap)
    return imap.hasCapability('MOVE')
      ? moveAtOnce(imap, messages, destination)
      : moveByCopy(imap, messages, destination)
  })
})

async function moveAtOnce(
  imap: ImapConnection,
  messages: MessageSet,
  destination: string,
): Promise<MoveResult> {
  let found: CopyUid = {}
  const tagged = await imap.exec(
    commandFor('MOVE', messages),
    [setArgument(messages.set), mailboxArgument(destination)],
    {
      // RFC 6851 section 4.3: COPYUID comes in an untagged OK, before the EXPUNGEs.
      untagged: {
        OK: (response) => {
          found = { ...found, ...copyUid(response) }
        },
      },
    },
  )
  return { how: 'moved', ...found, ...copyUid(tagged) }
}

/** Without MOVE. Nothing is marked or expunged unless the copy succeeded; other deleted messages are left alone. */
async function moveByCopy(
  imap: ImapConnection,
  messages: MessageSet,
  destination: string,
): Promise<MoveResult> {
  const uids = await namedUids(imap, messages)
  if (uids === '') throw new PonteError('messageGone')
  const copied = copyUid(await imap.exec('UID COPY', [setArgument(uids), mailboxArgument(destination)]))
  await imap.exec('UID STORE', [setArgument(uids), atom('+FLAGS.SILENT'), atoms(['\\Deleted'])])
  if (!imap.hasCapability('UIDPLUS')) return { how: 'left', ...copied }
  await imap.exec('UID EXPUNGE', [setArgument(uids)])
  return { how: 'copied', ...copied }
}

/**
 * The UIDs of exactly the messages that are there now. Sequence numbers may shift between the commands of a move, and
 * a range may come to hold mail that arrived after the copy and would be expunged without one.
 */
async function namedUids(imap: ImapConnection, { by, set }: MessageSet): Promise<string> {
  if (by === 'uid' && !/[:*]/.test(set)) return set
  const program = by === 'uid' ? [atom('UID'), setArgument(set)] : [setArgument(set)]
  return formatNumberSet(await runSearch(imap, { by: 'uid', program }))
}
