import { formatNumberSet, parseNumberSet } from '../../shared/mail/numberSet.ts'
import { store } from '../../shared/protocol/commands/store.ts'
import { handle } from '../handler.ts'
import { requireCapability, requireWritable } from '../imap/capability.ts'
import { execStream } from '../imap/execStream.ts'
import { PRIORITY } from '../imap/jobQueue.ts'
import type { CommandArgument } from '../imap/library.ts'
import { answerTo, atom, atoms, commandFor, setArgument } from '../imap/messageSet.ts'
import { toMessageRow } from '../imap/toMessage.ts'
import { responseCode, textOf } from '../imap/tokens.ts'
import type { Args, Item } from '../../shared/protocol/command.ts'

const ITEM = { add: '+FLAGS', remove: '-FLAGS', replace: 'FLAGS' } as const

export const storeHandler = handle(store, async function* ({ lane }, args) {
  const { mailbox, messages } = args
  const isAnswer = answerTo(messages)
  const byUid = messages.by === 'uid'
  const where = { mailbox, priority: PRIORITY.user, pipelined: byUid, bySequence: !byUid }
  const tagged = yield* lane.stream(where, async function* (imap) {
    requireWritable(imap)
    if (args.unchangedSince !== undefined) requireCapability(imap, 'CONDSTORE')
    return yield* execStream<Item<typeof store>>(imap, {
      command: commandFor('STORE', messages),
      attributes: storeArguments(args),
      keyword: 'FETCH',
      map: (response) => {
        const row = toMessageRow(response)
        if (!row?.flags) return undefined
        // Asked to be silent, or of another message: that is another client's change.
        if (args.silent || !isAnswer(row)) {
          imap.unsolicited(response)
          return undefined
        }
        return { ...row, flags: row.flags }
      },
    })
  })
  const code = responseCode(tagged)
  const modified = code?.name === 'MODIFIED' ? textOf(code.arguments[0]) : undefined
  return modified === undefined || modified === '' ? {} : { modified: normalise(modified) }
})

function storeArguments({ messages, change, silent, unchangedSince }: Args<typeof store>): CommandArgument[] {
  const item = `${ITEM[change.action]}${silent ? '.SILENT' : ''}`
  const condition: CommandArgument[] =
    unchangedSince === undefined ? [] : [[atom('UNCHANGEDSINCE'), atom(unchangedSince)]]
  return [setArgument(messages.set), ...condition, atom(item), atoms(change.flags)]
}

/** Servers may write the set any way; the protocol's is ascending and folded. */
function normalise(set: string): string {
  return formatNumberSet(parseNumberSet(set))
}
