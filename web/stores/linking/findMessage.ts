import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient, CallOptions } from '../../bridge/types.ts'
import type { LinkMessage } from '../../links/mailLink.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { loadRows, mailboxAt } from '../fetch/index.ts'

type Caller = Pick<BridgeClient, 'call'>
type How = Pick<CallOptions<'search'>, 'lane' | 'priority' | 'signal'>

/** More messages than this of one Message-ID are no duplicates but somebody's mistake. */
const MOST_DUPLICATES = 50
/** Somebody waits, and the folder on screen must not. */
const ELSEWHERE = { lane: 'side', priority: 'user' } as const

/** The message in this mailbox; of several under one Message-ID the newest. */
export async function findMessage(
  client: Caller,
  { mailbox, message }: { mailbox: MailboxRef; message: LinkMessage },
  how: How = {},
): Promise<ListRow | undefined> {
  const numbers = await uidsOf(client, { mailbox, message }, how)
  if (numbers.length === 0) return undefined
  const found: ListRow[] = []
  const { signal, ...lane } = how
  await loadRows(client, {
    mailbox,
    by: 'uid',
    numbers,
    ...lane,
    signal,
    onRows: (rows) => found.push(...rows),
  })
  return newest(found.filter((row) => isMessage(row, message)))
}

async function uidsOf(
  client: Caller,
  { mailbox, message }: { mailbox: MailboxRef; message: LinkMessage },
  how: How,
): Promise<number[]> {
  if (message.kind === 'uid') return message.uidValidity === mailbox.uidValidity ? [message.uid] : []
  const { set } = await client.call(
    'search',
    { mailbox, criteria: { key: 'header', field: 'Message-ID', value: message.messageId } },
    how,
  )
  return set === '' ? [] : parseNumberSet(set).slice(-MOST_DUPLICATES)
}

/** SEARCH finds the words anywhere in the field (RFC 3501 section 6.4.4): only the whole Message-ID is the message. */
export function isMessage({ uid, envelope }: ListRow, message: LinkMessage): boolean {
  if (message.kind === 'uid') return uid === message.uid
  return envelope?.messageId?.trim() === `<${message.messageId}>`
}

export function newest(rows: readonly ListRow[]): ListRow | undefined {
  const time = ({ internalDate }: ListRow): number => Date.parse(internalDate ?? '') || 0
  return [...rows].sort((one, other) => time(one) - time(other) || one.uid - other.uid).at(-1)
}

/** The first of these folders that has the message; one that cannot be asked does not keep the others from it. */
export async function findElsewhere(
  client: Caller,
  { paths, message }: { paths: readonly string[]; message: LinkMessage },
  signal: AbortSignal,
): Promise<string | undefined> {
  const how = { ...ELSEWHERE, signal }
  for (const path of paths) {
    try {
      if (await findMessage(client, { mailbox: await mailboxAt(client, path, how), message }, how))
        return path
    } catch (error) {
      if (signal.aborted) throw error
    }
  }
  return undefined
}
