import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient, CallOptions } from '../../bridge/types.ts'

/** Which of these messages there are still, as far as the lane that is asked has been told. */
export async function stillThere(
  client: BridgeClient,
  { mailbox, uids }: { mailbox: MailboxRef; uids: readonly number[] },
  call: Pick<CallOptions<'fetch'>, 'lane' | 'priority'> = {},
): Promise<Set<number>> {
  const left = new Set<number>()
  const set = formatNumberSet([...uids].sort((one, other) => one - other))
  await client.call(
    'fetch',
    { mailbox, messages: { by: 'uid', set }, fields: ['flags'] },
    {
      ...call,
      onItem(row) {
        if (!Array.isArray(row) && row.uid !== undefined) left.add(row.uid)
      },
    },
  )
  return left
}
