import { parseNumberSet } from '../../shared/mail/numberSet.ts'
import type { ArgsInput, Item } from '../../shared/protocol/command.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import type { CallLink, CallOptions, StoredEvent } from './types.ts'

/**
 * Tells every tab what STORE changed, whichever tab sent it: its answer goes to its caller alone, and a silent one says
 * nothing at all. Told before the caller has its result.
 */
export function tellStores(tell: (event: StoredEvent) => void): CallLink {
  return (next) =>
    async <Name extends CommandName>(
      name: Name,
      args: ArgsInput<Commands[Name]>,
      options: CallOptions<Name> = {},
    ) => {
      if (name !== 'store') return next(name, args, options)
      const asked = args as ArgsInput<Commands['store']>
      const { path: mailbox, uidValidity } = asked.mailbox
      const told = new Set<number>()
      const result = await next(name, args, {
        ...options,
        onItem(item) {
          const { uid, flags } = item as Item<Commands['store']>
          if (uid !== undefined) {
            told.add(uid)
            tell({ type: 'stored', mailbox, uidValidity, uids: [uid], change: { flags } })
          }
          options.onItem?.(item)
        },
      })
      const uids = untold(asked, told)
      if (uids.length > 0)
        for (const flag of asked.change.flags)
          tell({
            type: 'stored',
            mailbox,
            uidValidity,
            uids,
            change: { flag, on: asked.change.action === 'add' },
          })
      return result
    }
}

/** What a silent STORE changed without a word; one that sets all flags anew, or depends on what they were, cannot be told. */
function untold(
  { messages, change, silent = false, unchangedSince }: ArgsInput<Commands['store']>,
  told: ReadonlySet<number>,
): number[] {
  const canTell =
    silent && messages.by === 'uid' && !messages.set.includes('*') && unchangedSince === undefined
  if (!canTell || change.action === 'replace') return []
  return parseNumberSet(messages.set).filter((uid) => !told.has(uid))
}
