import { create } from '../../shared/protocol/commands/create.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import { handle } from '../handler.ts'
import type { ImapConnection } from '../imap/connection.ts'
import type { CommandArgument } from '../imap/library.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'

/** RFC 6154 section 2. */
const ATTRIBUTES = {
  drafts: '\\Drafts',
  sent: '\\Sent',
  archive: '\\Archive',
  junk: '\\Junk',
  trash: '\\Trash',
} as const

// eslint-disable-next-line require-yield -- CREATE has no items
export const createHandler = handle(create, async function* ({ session, lane }, { path, use }) {
  await lane.use({}, async (imap) => {
    const name = mailboxArgument(path)
    if (use === undefined || !imap.hasCapability('CREATE-SPECIAL-USE')) return imap.exec('CREATE', [name])
    return createFor(imap, name, ATTRIBUTES[use])
  })
  session.mailboxesChanged()
  return {}
})

/** A server that does not give this use still makes the mailbox, which is then known by its name. */
async function createFor(imap: ImapConnection, name: CommandArgument, attribute: string): Promise<void> {
  const atom = (value: string): CommandArgument => ({ type: 'ATOM', value })
  try {
    await imap.exec('CREATE', [name, [atom('USE'), [atom(attribute)]]])
  } catch (error) {
    if (!(error instanceof PonteError && /\[USEATTR\]/i.test(error.server ?? ''))) throw error
    await imap.exec('CREATE', [name])
  }
}
