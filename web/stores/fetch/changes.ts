import type { Result } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { BridgeClient, CallOptions } from '../../bridge/types.ts'

/** The commands that change messages, each sent from here alone. */

type Caller = Pick<BridgeClient, 'call'>
type How = Pick<CallOptions<'store'>, 'lane' | 'priority'>

export interface FlagsToStore {
  mailbox: MailboxRef
  /** UIDs. */
  set: string
  flag: string
  on: boolean
  /** Do not ask for the new flags back. */
  isSilent: boolean
}

/** STORE of one flag. What it changed is told to every tab as an event (`bridge/tellStores.ts`), this one among them. */
export async function storeFlag(client: Caller, asked: FlagsToStore, how: How = {}): Promise<void> {
  const { mailbox, set, flag, on, isSilent } = asked
  await client.call(
    'store',
    {
      mailbox,
      messages: { by: 'uid', set },
      change: { action: on ? 'add' : 'remove', flags: [flag] },
      silent: isSilent,
    },
    how,
  )
}

/**
 * Deletes messages for good, and only these. Without UIDPLUS, EXPUNGE takes all that anybody has marked as deleted, so it
 * is sent only when that is nothing else; otherwise these stay, marked.
 *
 * @param set UIDs without `*`.
 */
export async function erase(
  client: Caller,
  { mailbox, set, hasUidPlus }: { mailbox: MailboxRef; set: string; hasUidPlus: boolean },
  how: How = {},
): Promise<void> {
  await storeFlag(client, { mailbox, set, flag: '\\Deleted', on: true, isSilent: true }, how)
  if (hasUidPlus) {
    await client.call('expunge', { mailbox, uids: set }, how)
    return
  }
  const { set: marked } = await client.call('search', { mailbox, criteria: { key: 'deleted' } }, how)
  const isOurs = isInSet(set)
  if (parseNumberSet(marked).every(isOurs)) await client.call('expunge', { mailbox }, how)
}

/** A set may span billions of UIDs: its ranges are compared, its numbers never listed. */
function isInSet(set: string): (number: number) => boolean {
  const ranges = set.split(',').map((range) => range.split(':').map(Number))
  return (number) => ranges.some(([low = 0, high = low]) => low <= number && number <= high)
}

export type Moved = Result<Commands['move']>

/** MOVE to another folder. @param to UIDs, and the folder's path. */
export function move(
  client: Caller,
  mailbox: MailboxRef,
  { set, destination }: { set: string; destination: string },
): Promise<Moved> {
  return client.call('move', { mailbox, messages: { by: 'uid', set }, destination })
}
