import { PonteError } from '../../shared/protocol/errors.ts'
import { status } from '../../shared/protocol/commands/status.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import { PRIORITY } from '../imap/jobQueue.ts'
import type { CommandArgument, TokenTree } from '../imap/library.ts'
import { canonical, mailboxArgument } from '../imap/mailboxName.ts'
import { atoms } from '../imap/messageSet.ts'
import { decimalOf, isList, numberOf, textOf } from '../imap/tokens.ts'
import type { Item } from '../../shared/protocol/command.ts'

type StatusItem = Item<typeof status>

const ITEM_NAMES = {
  messages: 'MESSAGES',
  recent: 'RECENT',
  uidNext: 'UIDNEXT',
  uidValidity: 'UIDVALIDITY',
  unseen: 'UNSEEN',
  highestModSeq: 'HIGHESTMODSEQ',
} as const

export const statusHandler = handle(status, async function* ({ lane }, { paths, fields }) {
  for (const path of paths) {
    // Each mailbox takes its own turn on the lane: counts never hold up what the user asks for meanwhile.
    yield await lane.use({ priority: PRIORITY.background }, async (imap) => {
      const asked = fields.filter((field) => field !== 'highestModSeq' || imap.hasCapability('CONDSTORE'))
      const item: StatusItem = { path }
      if (asked.length === 0) requireCapability(imap, 'CONDSTORE')
      const names: CommandArgument = atoms(asked.map((field) => ITEM_NAMES[field]))
      try {
        // Of the mailbox it has selected, a connection hears what it has been told; of others, how they are.
        if (imap.selected?.path === canonical(path)) await imap.exec('NOOP', [])
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
    const name = textOf(list[index])?.toUpperCase()
    const value = list[index + 1]
    if (name === 'UIDVALIDITY') item.uidValidity = decimalOf(value)
    else if (name === 'HIGHESTMODSEQ') item.highestModSeq = decimalOf(value)
    else {
      const field = COUNTS.find((one) => ITEM_NAMES[one] === name)
      const number = numberOf(value)
      if (field && number !== undefined) item[field] = number
    }
  }
}

const COUNTS = ['messages', 'recent', 'uidNext', 'unseen'] as const
