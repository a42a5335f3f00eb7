import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { mailboxAt } from './status.ts'

export interface FoundMessages {
  mailbox: MailboxRef
  /** Ascending. */
  uids: number[]
}

export const BEHIND = { lane: 'side', priority: 'background' } as const

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
  // Where the mailbox was selected before, what came since is found only once the server was asked for news.
  await client.call('noop', {}, BEHIND)
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
