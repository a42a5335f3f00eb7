import { makeZip } from 'client-zip'
import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import { PonteError, type ErrorCode } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { chunksOf } from '../../chunksOf.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { safeFileName } from '../../mime/fileName.ts'
import { mboxEntry } from '../../mime/mbox.ts'
import { loadSection } from '../fetch/index.ts'
import { EXPORT_AHEAD, EXPORT_BATCH, MAX_MESSAGE_BYTES } from './limits.ts'
import type { FileFormat } from './sink.ts'

type Caller = Pick<BridgeClient, 'call'>

interface StoredMessage {
  row: Pick<ListRow, 'uid' | 'flags' | 'envelope' | 'internalDate'>
  bytes: Uint8Array<ArrayBuffer>
}

export interface ExportRequest {
  mailbox: MailboxRef
  /** Ascending. */
  uids: readonly number[]
  signal: AbortSignal
  /** A message is written, or could not be had: the server has it not any more, or does not hand it out. */
  onMessage: (told: 'written' | 'missing') => void
}

/** What a server says of one message alone. */
const MISSING = new Set<ErrorCode>(['unretrievable', 'messageGone', 'serverNo'])

const BEHIND = { lane: 'side', priority: 'background' } as const

/** The file, as it is written: an mbox, or a zip of a file `.eml` for each message, byte for byte as it came. */
export function exportFile(
  client: Caller,
  format: FileFormat,
  request: ExportRequest,
): AsyncIterable<Uint8Array<ArrayBuffer>> {
  return format === 'mbox' ? mboxOf(client, request) : zipOf(client, request)
}

async function* mboxOf(client: Caller, request: ExportRequest): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const { row, bytes } of messagesOf(client, request)) {
    const received = row.internalDate === undefined ? undefined : new Date(row.internalDate)
    yield* mboxEntry({ bytes, received, flags: [...(row.flags ?? [])] }, row.envelope?.from[0]?.address ?? '')
    request.onMessage('written')
  }
}

async function* zipOf(client: Caller, request: ExportRequest): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const files = async function* () {
    for await (const { row, bytes } of messagesOf(client, request)) {
      yield { name: nameOf(row), lastModified: new Date(row.internalDate ?? 0), input: bytes }
      request.onMessage('written')
    }
  }
  // Copied: the archive's writer may use its buffer again, and a sink may keep what it is given.
  for await (const chunk of chunksOf(makeZip(files()))) yield new Uint8Array(chunk)
}

/** Sorted by when they were received, told apart by their numbers. */
function nameOf({ uid, envelope, internalDate }: StoredMessage['row']): string {
  const day = (internalDate ?? '').slice(0, 10)
  const subject = (envelope?.subject ?? '').replace(/[/\\]/g, '_').trim().slice(0, 80)
  return safeFileName([day, subject, `(${uid})`].filter((part) => part !== '').join(' ')) + '.eml'
}

/** In their order; the next are on their way while one is written. */
async function* messagesOf(client: Caller, request: ExportRequest): AsyncGenerator<StoredMessage> {
  const { mailbox, uids, signal, onMessage } = request
  const load = (uid: number): Promise<Uint8Array<ArrayBuffer> | undefined> =>
    sourceOf(client, { mailbox, uid, signal })
  for (let from = 0; from < uids.length; from += EXPORT_BATCH) {
    const batch = uids.slice(from, from + EXPORT_BATCH)
    const rows = await rowsOf(client, { mailbox, uids: batch, signal })
    const ahead: Promise<Uint8Array<ArrayBuffer> | undefined>[] = []
    for (const [at, uid] of batch.entries()) {
      for (const next of batch.slice(at + ahead.length, at + EXPORT_AHEAD)) {
        const loading = load(next)
        // Whoever waits for it hears of it.
        loading.catch(() => undefined)
        ahead.push(loading)
      }
      const bytes = await ahead.shift()
      const row = rows.get(uid)
      if (row && bytes) yield { row, bytes }
      else onMessage('missing')
    }
  }
}

async function rowsOf(
  client: Caller,
  { mailbox, uids, signal }: Pick<ExportRequest, 'mailbox' | 'uids' | 'signal'>,
): Promise<Map<number, StoredMessage['row']>> {
  const rows = new Map<number, StoredMessage['row']>()
  await client.call(
    'fetch',
    {
      mailbox,
      messages: { by: 'uid', set: formatNumberSet(uids) },
      fields: ['flags', 'internalDate', 'envelope'],
    },
    {
      ...BEHIND,
      signal,
      onItem(row) {
        if (Array.isArray(row) || row.uid === undefined) return
        const { uid, flags = [], envelope, internalDate } = row
        rows.set(uid, { uid, flags, envelope, internalDate })
      },
    },
  )
  return rows
}

/** `undefined` where the server has it not, or does not hand it out: the others are exported all the same. */
async function sourceOf(
  client: Caller,
  { mailbox, uid, signal }: { mailbox: MailboxRef; uid: number; signal: AbortSignal },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const section = { kind: 'source' } as const
  try {
    const { bytes, cut } = await loadSection(client, {
      ...{ mailbox, uid, section, signal, bound: MAX_MESSAGE_BYTES },
      priority: 'background',
    })
    return cut ? undefined : bytes
  } catch (error) {
    if (error instanceof PonteError && MISSING.has(error.code)) return undefined
    throw error
  }
}
