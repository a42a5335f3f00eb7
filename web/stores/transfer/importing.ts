import { PonteError, type ErrorCode } from '../../../shared/protocol/errors.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { fieldValues, parseHeader } from '../../mime/headerFields.ts'
import { MAX_HEADER_BYTES } from '../../mime/limits.ts'
import { isMbox, readEml, readMbox, type FiledMessage } from '../../mime/mbox.ts'
import { findById } from '../fetch/index.ts'
import { toPonteError } from '../kit/failure.ts'
import { MAX_MESSAGE_BYTES } from './limits.ts'

export interface ImportRequest {
  path: string
  files: readonly File[]
  /** Messages whose Message-ID is in the folder already are left out. */
  skipKnown: boolean
  signal: AbortSignal
  onMessage: (told: 'stored' | 'known' | 'refused', error?: PonteError) => void
  /** Bytes of the files that are done with. */
  onRead: (bytes: number) => void
}

/** Bytes looked at to tell an mbox from a message. */
const SNIFFED = 16

/** One message was not taken; the next may be. After anything else none will be. */
const OF_ONE = new Set<ErrorCode>(['tooLarge', 'serverNo', 'serverBad'])

const BEHIND = { lane: 'side', priority: 'background' } as const

/**
 * APPENDs the messages of files one after the other, with when they were received and their flags (RFC 3501 section 6.3.11).
 *
 * @throws {PonteError} what keeps all that is left from being stored: no such folder, no room, no connection
 */
export async function importFiles(client: Pick<BridgeClient, 'call'>, request: ImportRequest): Promise<void> {
  const { files, signal, onRead } = request
  let done = 0
  for (const file of files) {
    let within = 0
    for await (const message of messagesOf(file)) {
      if (signal.aborted) return
      await importOne(client, message, request)
      within = Math.min(file.size, within + message.bytes.length)
      onRead(done + within)
    }
    done += file.size
    onRead(done)
  }
}

async function* messagesOf(file: File): AsyncGenerator<FiledMessage> {
  const beginning = new Uint8Array(await file.slice(0, SNIFFED).arrayBuffer())
  if (isMbox(beginning)) yield* readMbox(file.stream())
  else yield readEml(new Uint8Array(await file.arrayBuffer()), file.lastModified)
}

async function importOne(
  client: Pick<BridgeClient, 'call'>,
  message: FiledMessage,
  request: ImportRequest,
): Promise<void> {
  const { path, skipKnown, onMessage } = request
  if (message.bytes.length > MAX_MESSAGE_BYTES) return onMessage('refused', new PonteError('tooLarge'))
  const id = skipKnown ? messageIdOf(message) : undefined
  if (id !== undefined && (await findById(client, path, id)).uids.length > 0) return onMessage('known')
  try {
    await append(client, message, request)
    onMessage('stored')
  } catch (error) {
    const known = toPonteError(error)
    if (!OF_ONE.has(known.code)) throw known
    onMessage('refused', known)
  }
}

async function append(
  client: Pick<BridgeClient, 'call'>,
  { bytes, received, flags }: FiledMessage,
  { path, signal }: Pick<ImportRequest, 'path' | 'signal'>,
): Promise<void> {
  const store = (kept: string[]) =>
    client.call(
      'append',
      {
        path,
        flags: kept,
        ...(received && { internalDate: received.toISOString() }),
        message: { kind: 'upload', size: bytes.length },
      },
      { ...BEHIND, signal, uploads: new Map([[0, new Blob([bytes])]]) },
    )
  const system = flags.filter((flag) => flag.startsWith('\\'))
  try {
    await store(flags)
  } catch (error) {
    // A folder that takes no keywords may refuse the message for them.
    if (system.length === flags.length || !OF_ONE.has(toPonteError(error).code)) throw error
    await store(system)
  }
}

function messageIdOf({ bytes }: FiledMessage): string | undefined {
  const [field] = fieldValues(parseHeader(bytes.subarray(0, MAX_HEADER_BYTES)), 'Message-ID')
  return /<[^<>\s]+>/.exec(field ?? '')?.[0]
}
