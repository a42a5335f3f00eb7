import { formatNumberSet, parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { erase } from './changes.ts'
import { mailboxAt } from './status.ts'

export interface FoundMessages {
  mailbox: MailboxRef
  /** Ascending. */
  uids: number[]
}

const BEHIND = { lane: 'side', priority: 'background' } as const

/**
 * Messages of one Message-ID, in the background. Outlook.com gives what it sends an ID of its own and keeps ours in a field
 * of its own.
 */
export async function findById(
  client: Pick<BridgeClient, 'call'>,
  path: string,
  messageId: string,
): Promise<FoundMessages> {
  const mailbox = await mailboxAt(client, path, BEHIND)
  const value = messageId.replace(/^<|>$/g, '')
  const has = (field: string) => ({ key: 'header', field, value }) as const
  const { set } = await client.call(
    'search',
    {
      mailbox,
      criteria: { key: 'or', criteria: [has('Message-ID'), has('X-Microsoft-Original-Message-ID')] },
    },
    BEHIND,
  )
  return { mailbox, uids: set === '' ? [] : parseNumberSet(set) }
}

/** Erases them in the background, and only them. */
export async function eraseFound(
  client: Pick<BridgeClient, 'call'>,
  { mailbox, uids }: FoundMessages,
  hasUidPlus: boolean,
): Promise<void> {
  if (uids.length > 0) await erase(client, { mailbox, set: formatNumberSet(uids), hasUidPlus }, BEHIND)
}
