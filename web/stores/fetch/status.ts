import type { Item } from '../../../shared/protocol/command.ts'
import { PonteError } from '../../../shared/protocol/errors.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient, CallOptions } from '../../bridge/types.ts'

type Caller = Pick<BridgeClient, 'call'>
type How = Pick<CallOptions<'status'>, 'lane' | 'priority' | 'signal'>
export type StatusField = 'messages' | 'uidNext' | 'uidValidity' | 'unseen' | 'highestModSeq'
export type StatusItem = Item<Commands['status']>

/** One folder as STATUS tells of it (RFC 3501 section 6.3.10). */
export interface FolderStatus {
  mailbox: MailboxRef
  messages: number
  /** `undefined` where the server does not tell. */
  uidNext: number | undefined
  highestModSeq: string | undefined
}

/** STATUS of many folders, told as the server answers each; those it refuses carry an `error`. */
export async function statusOfAll(
  client: Caller,
  asked: { paths: readonly string[]; fields: readonly StatusField[]; onItem: (item: StatusItem) => void },
  how: How = {},
): Promise<void> {
  const { paths, fields, onItem } = asked
  if (paths.length === 0) return
  await client.call('status', { paths: [...paths], fields: [...fields] }, { ...how, onItem })
}

/** STATUS of one folder. @throws {PonteError} with the server's words when it tells nothing */
export async function statusOf(client: Caller, path: string, how: How = {}): Promise<FolderStatus> {
  let found: FolderStatus | undefined
  let refused: string | undefined
  await statusOfAll(
    client,
    {
      paths: [path],
      fields: ['messages', 'uidNext', 'uidValidity', 'highestModSeq'],
      onItem({ uidValidity, messages = 0, uidNext, highestModSeq, error }) {
        refused = error
        if (uidValidity !== undefined)
          found = { mailbox: { path, uidValidity }, messages, uidNext, highestModSeq }
      },
    },
    how,
  )
  if (!found) throw new PonteError('serverNo', refused === undefined ? {} : { server: refused })
  return found
}

/** The mailbox at a path, to name its messages by. @throws {PonteError} when the server does not tell */
export async function mailboxAt(client: Caller, path: string, how: How = {}): Promise<MailboxRef> {
  return (await statusOf(client, path, how)).mailbox
}
