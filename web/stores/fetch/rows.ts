import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import { PonteError } from '../../../shared/protocol/errors.ts'
import type { LaneName } from '../../../shared/protocol/events.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient, CallOptions } from '../../bridge/types.ts'
import type { ListRow, OpenMessage } from '../../mailbox/row.ts'
import { ROW_HEADERS } from './limits.ts'

type Caller = Pick<BridgeClient, 'call'>

/** All that a row shows. */
export const ROW_FIELDS = ['flags', 'internalDate', 'size', 'envelope', 'bodyStructure', 'preview'] as const

export interface RowRequest {
  mailbox: MailboxRef
  by: 'sequence' | 'uid'
  numbers: readonly number[]
  /** The side lane for a mailbox that is not on screen. */
  lane?: LaneName
  priority?: CallOptions<'fetch'>['priority']
  signal?: AbortSignal | undefined
  /** Rows of one frame together, and before the next frame's events (rule C8): their numbers hold now. */
  onRows(rows: readonly ListRow[]): void
}

/** One FETCH of all that a row shows. @returns the numbers that were asked for and did not come */
export async function loadRows(client: Caller, request: RowRequest): Promise<Set<number>> {
  const { mailbox, by, numbers, lane = 'main', priority, signal, onRows } = request
  const missing = new Set(numbers)
  let arrived: ListRow[] = []
  const flush = (): void => {
    if (arrived.length > 0) onRows(arrived)
    arrived = []
  }
  await client.call(
    'fetch',
    {
      mailbox,
      messages: { by, set: formatNumberSet(numbers) },
      fields: [...ROW_FIELDS],
      headers: ROW_HEADERS,
    },
    {
      lane,
      ...(priority && { priority }),
      ...(signal && { signal }),
      onItem(row) {
        if (Array.isArray(row) || row.uid === undefined) return
        missing.delete(by === 'uid' ? row.uid : row.seq)
        if (arrived.push({ ...row, uid: row.uid }) === 1) queueMicrotask(flush)
      },
    },
  )
  flush()
  return missing
}

export interface FlagsRequest {
  mailbox: MailboxRef
  by: 'sequence' | 'uid'
  numbers: readonly number[]
  onFlags(uid: number, flags: readonly string[]): void
}

/** One FETCH of flags alone. @returns the numbers that were asked for and did not come: those messages are gone */
export async function loadFlags(
  client: Caller,
  { mailbox, by, numbers, onFlags }: FlagsRequest,
  how: Pick<CallOptions<'fetch'>, 'lane' | 'priority'> = {},
): Promise<Set<number>> {
  const missing = new Set(numbers)
  await client.call(
    'fetch',
    { mailbox, messages: { by, set: formatNumberSet(numbers) }, fields: ['flags'] },
    {
      ...how,
      onItem(row) {
        if (Array.isArray(row) || row.uid === undefined) return
        missing.delete(by === 'uid' ? row.uid : row.seq)
        onFlags(row.uid, row.flags ?? [])
      },
    },
  )
  return missing
}

/** Which of these messages are still there, as far as the lane that is asked has been told. */
export async function stillThere(
  client: Caller,
  { mailbox, uids }: { mailbox: MailboxRef; uids: readonly number[] },
  how: Pick<CallOptions<'fetch'>, 'lane' | 'priority'> = {},
): Promise<Set<number>> {
  const there = new Set<number>()
  await loadFlags(client, { mailbox, by: 'uid', numbers: uids, onFlags: (uid) => void there.add(uid) }, how)
  return there
}

/**
 * The message with its whole row: one from the index lacks the structure that opening takes, and the addresses that an
 * answer takes.
 *
 * @throws {PonteError} `messageGone` when it is not there any more
 */
export async function withFullRow(
  client: Caller,
  message: OpenMessage,
  signal: AbortSignal,
): Promise<OpenMessage> {
  const { row, mailbox } = message
  if (!row.partial) return message
  let full: ListRow | undefined
  const ask = async (): Promise<void> => {
    const onRows = (rows: readonly ListRow[]): void => void (full = rows.find(({ uid }) => uid === row.uid))
    await loadRows(client, { mailbox, by: 'uid', numbers: [row.uid], signal, onRows })
  }
  await ask()
  if (!full) {
    // The index has it from another connection: this one may not have been told of it yet.
    await client.call('noop', {}, { signal })
    await ask()
  }
  if (!full) throw new PonteError('messageGone')
  return { row: full, mailbox }
}
