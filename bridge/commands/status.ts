import { PonteError } from '../../shared/protocol/errors.ts'
import { status } from '../../shared/protocol/commands/status.ts'
import { handle } from '../handler.ts'
import { PRIORITY } from '../imap/jobQueue.ts'
import type { CommandArgument } from '../imap/library.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'
import { atoms } from '../imap/messageSet.ts'
import { decimalOf, isList, numberOf, textOf } from '../imap/tokens.ts'
import type { Item } from '../../shared/protocol/command.ts'
import type { TokenTree } from '../imap/library.ts'

type StatusItem = Item<typeof status>

const ITEM_NAMES = {
  messages: 'MESSAGES',
  recent: 'RECENT',
  uidNext: 'UIDNEXT',
  uidValidity: 'UIDVALIDITY',
  unseen: 'UNSEEN',
  highestModSeq: 'HIGHESTMODSEQ',
} as const

export const statusHandler = handle(status, async function* ({ session, signal }, { paths, fields }) {
  for (const path of paths) {
    // Each mailbox takes its own turn on the lane: counts never hold up what the user asks for meanwhile.
    yield await session.main.use({ signal, priority: PRIORITY.background }, async (imap) => {
      const asked = fields.filter((field) => field !== 'highestModSeq' || imap.hasCapability('CONDSTORE'))
      const item: StatusItem = { path }
      const names: CommandArgument = atoms(asked.map((field) => ITEM_NAMES[field]))
      try {
        await imap.exec('STATUS', [mailboxArgument(path), names], {
          untagged: { STATUS: (response) => readStatus(response.attributes?.[1], item) },
        })
      } catch (error) {
        if (
          !(error instanceof PonteError) ||
          !['serverNo', 'mailboxNotFound', 'noPermission'].includes(error.code)
        )
          throw error
        item.error = error.server ?? error.message
      }
      return item
    })
  }
  return {}
})

function readStatus(list: TokenTree | undefined, item: StatusItem): void {
  if (!isList(list)) return
  for (let index = 0; index + 1 < list.length; index += 2) {
    const value = list[index + 1]
    const number = numberOf(value)
    switch (textOf(list[index])?.toUpperCase()) {
      case 'MESSAGES':
        if (number !== undefined) item.messages = number
        break
      case 'RECENT':
        if (number !== undefined) item.recent = number
        break
      case 'UIDNEXT':
        if (number !== undefined) item.uidNext = number
        break
      case 'UNSEEN':
        if (number !== undefined) item.unseen = number
        break
      case 'UIDVALIDITY':
        item.uidValidity = decimalOf(value)
        break
      case 'HIGHESTMODSEQ':
        item.highestModSeq = decimalOf(value)
        break
    }
  }
}
