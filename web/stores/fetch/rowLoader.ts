import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import type { LaneName } from '../../../shared/protocol/events.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { ROW_HEADERS } from '../kit/limits.ts'
import type { ListRow } from '../kit/listRow.ts'

const ROW_FIELDS = ['flags', 'internalDate', 'size', 'envelope', 'bodyStructure', 'preview'] as const

export interface RowRequest {
  mailbox: MailboxRef
  by: 'sequence' | 'uid'
  numbers: readonly number[]
  /** The side lane for a mailbox that is not on screen. */
  lane?: LaneName
  signal: AbortSignal
  /** Rows of one frame together, and before the next frame's events (rule C8): their numbers hold now. */
  onRows(rows: readonly ListRow[]): void
}

/** One FETCH of all that a row shows. @returns the numbers that were asked for and did not come. */
export async function loadRows(client: BridgeClient, request: RowRequest): Promise<Set<number>> {
  const { mailbox, by, numbers, lane = 'main', signal, onRows } = request
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
      signal,
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
  seqs: readonly number[]
  onFlags(uid: number, row: { flags: string[] }): void
}

/** One FETCH of flags alone. */
export async function loadFlags(
  client: BridgeClient,
  { mailbox, seqs, onFlags }: FlagsRequest,
): Promise<void> {
  await client.call(
    'fetch',
    { mailbox, messages: { by: 'sequence', set: formatNumberSet(seqs) }, fields: ['flags'] },
    {
      onItem(row) {
        if (!Array.isArray(row) && row.uid !== undefined) onFlags(row.uid, { flags: row.flags ?? [] })
      },
    },
  )
}
