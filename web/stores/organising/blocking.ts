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
import { defineKeyedStore } from '../kit/keyed.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import type { Target } from '../list/index.ts'
import { useSenders } from '../session/index.ts'
import { useBlocked, type Blocked } from './blocked.ts'

export interface BlockingOptions {
  blocked: Pick<Blocked, 'block' | 'unblock'>
  moves: Pick<MoveActions, 'move'>
  missing: Pick<MissingFolders, 'ensure'>
  undo: Pick<Undo, 'offer' | 'together'>
  toasts: Pick<Toasts, 'show'>
  /** Addresses of one's own: nobody means those. */
  own(): readonly string[]
}

/** Blocks who wrote the messages, and files these as their mail to come will be: one thing, undone as one. */
export function createBlocking({ blocked, moves, missing, undo, toasts, own }: BlockingOptions) {
  async function block(rows: readonly ListRow[], targets: readonly Target[]): Promise<void> {
    const authors = rows.flatMap(({ envelope }) => (envelope?.from ?? []).map(({ address }) => address))
    const addresses = [...new Set(authors.filter((one) => one !== '' && !isAmong(one, own())))]
    const [address] = addresses
    if (address === undefined) return toasts.show({ text: 'hands.blocked.nobody', failed: true })
    const junk = await missing.ensure('junk')
    if (junk.kind !== 'there') return
    blocked.block(addresses)
    const said: Destination['said'] =
      addresses.length === 1
        ? { text: 'hands.blocked.toast', values: { address } }
        : { text: 'hands.blocked.toastMany', values: { senders: String(addresses.length) } }
    await undo.together(() => {
      undo.offer(said, () => Promise.resolve(blocked.unblock(addresses)))
      return targets.map((target) => moves.move(target, { path: junk.path, said }))
    })
  }

  return { block }
}

/** One account's. */
export const useBlocking = defineKeyedStore('blocking', (accountId) => {
  const senders = useSenders(accountId)
  return createBlocking({
    blocked: useBlocked(accountId),
    moves: useMoveActions(accountId),
    missing: useMissingFolders(accountId),
    undo: useUndo(accountId),
    toasts: useToasts(accountId),
    own: () => senders.addresses,
  })
})
