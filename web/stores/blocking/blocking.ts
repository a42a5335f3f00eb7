import type { ListRow } from '../../mailbox/row.ts'
import { isAmong } from '../../mime/reply.ts'
import {
  useMissingFolders,
  useMoveActions,
  useUndo,
  type MissingFolders,
  type Destination,
  type MoveActions,
  type Undo,
} from '../actions/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useSettings } from '../kit/settings.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import type { Target } from '../list/index.ts'
import { useSenders } from '../session/index.ts'
import { createBlockedList, type BlockedList } from './blockedList.ts'

export interface BlockingOptions {
  list: BlockedList
  moves: Pick<MoveActions, 'move'>
  missing: Pick<MissingFolders, 'ensure'>
  undo: Pick<Undo, 'offer' | 'together'>
  toasts: Pick<Toasts, 'show'>
  /** Addresses of one's own: nobody means those. */
  own(): readonly string[]
}

/** Senders whose mail goes to the junk folder. */
export function createBlocking({ list, moves, missing, undo, toasts, own }: BlockingOptions) {
  /** Blocks who wrote the messages, and files these as their mail to come will be: one thing, undone as one. */
  async function block(rows: readonly ListRow[], targets: readonly Target[]): Promise<void> {
    const authors = rows.flatMap(({ envelope }) => (envelope?.from ?? []).map(({ address }) => address))
    const addresses = [...new Set(authors.filter((one) => one !== '' && !isAmong(one, own())))]
    const [address] = addresses
    if (address === undefined) return toasts.show({ text: 'list.toast.blockedNobody', failed: true })
    const junk = await missing.ensure('junk')
    if (junk.kind !== 'there') return
    list.add(addresses)
    const said: Destination['said'] =
      addresses.length === 1
        ? { text: 'list.toast.blocked', values: { address } }
        : { text: 'list.toast.blockedMany', values: { senders: String(addresses.length) } }
    await undo.together(() => {
      undo.offer(said, () => Promise.resolve(list.remove(addresses)))
      return targets.map((target) => moves.move(target, { path: junk.path, said }))
    })
  }

  const { senders, remove, lookedThrough, lookThrough } = list
  return { senders, block, unblock: remove, lookedThrough, lookThrough }
}

export type Blocking = Store<ReturnType<typeof createBlocking>>

/** One account's. */
export const useBlocking = defineKeyedStore('blocking', (accountId) => {
  const senders = useSenders(accountId)
  return createBlocking({
    list: createBlockedList({ accountId, settings: useSettings() }),
    moves: useMoveActions(accountId),
    missing: useMissingFolders(accountId),
    undo: useUndo(accountId),
    toasts: useToasts(accountId),
    own: () => senders.addresses,
  })
})
