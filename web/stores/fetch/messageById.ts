import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { BridgeClient } from '../../bridge/types.ts'

export interface FoundMessages {
  mailbox: MailboxRef
  /** Ascending. */
  uids: number[]
}

const BEHIND = { lane: 'side', priority: 'background' } as const

/** The UIDVALIDITY of a mailbox that is not selected. @throws when the server does not tell it */
export async function mailboxRefOf(client: BridgeClient, path: string): Promise<MailboxRef> {
  let uidValidity: string | undefined
  let refusal: string | undefined
  await client.call(
    'status',
    { paths: [path], fields: ['uidValidity'] },
    {
      ...BEHIND,
      onItem: (item) => {
        uidValidity = item.uidValidity
        refusal = item.error
      },
    },
  )
  if (uidValidity === undefined) throw new Error(refusal ?? `The server does not tell the state of ${path}.`)
  return { path, uidValidity }
}

/**
 * Messages of one Message-ID. Outlook.com gives what it sends an id of its own and keeps ours in a field of its own.
 */
export async function findById(
  client: BridgeClient,
  path: string,
  messageId: string,
): Promise<FoundMessages> {
  const mailbox = await mailboxRefOf(client, path)
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

/** For good; other deleted messages stay. */
export async function removeForGood(client: BridgeClient, { mailbox, uids }: FoundMessages): Promise<void> {
  if (uids.length === 0) return
  const set = uids.join(',')
  const change = { action: 'add' as const, flags: ['\\Deleted'] }
  await client.call('store', { mailbox, messages: { by: 'uid', set }, change, silent: true }, BEHIND)
  await client.call('expunge', { mailbox, uids: set }, BEHIND)
}
