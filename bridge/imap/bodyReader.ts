import { PonteError } from '../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { BODY_CHUNK_BYTES } from '../limits.ts'
import type { ImapConnection } from './connection.ts'
import { PRIORITY, type Priority } from './jobQueue.ts'
import type { CommandArgument } from './library.ts'
import { atom, setArgument } from './messageSet.ts'
import { fetchItems, type FetchItems } from './toMessage.ts'
import { bytesOf } from './tokens.ts'

export interface SectionRequest {
  /** What stands between the brackets of `BODY[…]`; empty for the whole message. */
  name: string
  /** Bytes as transferred, where known. */
  size: number | undefined
  /** A part of it: first byte, and how many. */
  start?: number
  length?: number | undefined
}

export type BodyPiece =
  { kind: 'bytes'; stream: number; bytes: Buffer; last: boolean } | { kind: 'missing'; stream: number }

/** Where it takes its turns: the call's lane. */
export interface BodyLane {
  use<T>(
    options: { mailbox: MailboxRef; priority: Priority; pipelined?: boolean },
    work: (connection: ImapConnection) => Promise<T>,
  ): Promise<T>
}

export interface BodyReaderOptions {
  lane: BodyLane
  mailbox: MailboxRef
  uid: number
  requests: readonly SectionRequest[]
}

interface Pending {
  stream: number
  request: SectionRequest
  offset: number
}

/**
 * Reads sections of one message. All that fits into one chunk together comes in one FETCH; a longer one goes on chunk
 * by chunk, each a turn on the lane of its own, so that a long download lets other work in between. The next chunk is
 * asked for while the last is being handed on.
 */
export async function* bodyReader(options: BodyReaderOptions): AsyncGenerator<BodyPiece, void, void> {
  let pending: Pending[] = options.requests.map((request, stream) => ({
    stream,
    request,
    offset: request.start ?? 0,
  }))
  let round = pending.length > 0 ? fetchRound(options, pending) : undefined
  while (round) {
    const { pieces, rest } = await round
    pending = rest
    round = pending.length > 0 ? fetchRound(options, pending) : undefined
    round?.catch(() => undefined) // awaited in the next turn, or the reader was left early
    yield* pieces
  }
}

async function fetchRound(
  options: BodyReaderOptions,
  pending: Pending[],
): Promise<{ pieces: BodyPiece[]; rest: Pending[] }> {
  const batch = takeBatch(pending)
  const items = await options.lane.use(
    { priority: PRIORITY.user, mailbox: options.mailbox, pipelined: true },
    (imap) => fetchSections(imap, options.uid, batch),
  )
  const pieces: BodyPiece[] = []
  const rest = pending.slice(batch.length)
  const unfinished: Pending[] = []
  for (const one of batch) {
    const bytes = bytesOf(items.get(`BODY[${one.request.name.toUpperCase()}]`))
    if (!bytes && one.offset > (one.request.start ?? 0)) {
      pieces.push({ kind: 'bytes', stream: one.stream, bytes: Buffer.alloc(0), last: true })
      continue // some servers answer NIL where there is nothing more
    }
    if (!bytes) {
      pieces.push({ kind: 'missing', stream: one.stream })
      continue
    }
    const last = isLast(one, bytes.length)
    pieces.push({ kind: 'bytes', stream: one.stream, bytes, last })
    if (!last) unfinished.push({ ...one, offset: one.offset + bytes.length })
  }
  return { pieces, rest: [...unfinished, ...rest] }
}

/** As many sections as fit into one chunk by their known sizes; at least one. */
function takeBatch(pending: Pending[]): Pending[] {
  let total = 0
  let count = 0
  for (const one of pending) {
    total += Math.min(remaining(one) ?? UNKNOWN_SIZE, BODY_CHUNK_BYTES)
    if (count > 0 && total > BODY_CHUNK_BYTES) break
    count += 1
  }
  return pending.slice(0, count)
}

/** What a section of unknown size is reckoned as, in bytes: headers and small texts. */
const UNKNOWN_SIZE = 64 * 1024

/** Bytes still to come, where that is known. */
function remaining(one: Pending): number | undefined {
  const { request, offset } = one
  const end = request.length === undefined ? request.size : (request.start ?? 0) + request.length
  return end === undefined ? undefined : Math.max(0, end - offset)
}

/** Bytes to ask for: `undefined` asks for all, which needs no partial. */
function askFor(one: Pending): number | undefined {
  const left = remaining(one)
  if (one.request.length === undefined && one.offset === 0 && left !== undefined && left <= BODY_CHUNK_BYTES)
    return undefined
  // A told size may be wrong, so it ends nothing: a whole chunk is asked for, and one that comes short is the last.
  return one.request.length === undefined ? BODY_CHUNK_BYTES : Math.min(left ?? 0, BODY_CHUNK_BYTES)
}

function isLast(one: Pending, received: number): boolean {
  const asked = askFor(one)
  // Less than asked is the end; more than asked is a server that ignores partials and sent everything.
  if (asked === undefined || received !== asked || received === 0) return true
  const left = remaining(one)
  // Only an explicit length ends a full chunk.
  return one.request.length !== undefined && left !== undefined && left <= received
}

async function fetchSections(imap: ImapConnection, uid: number, batch: Pending[]): Promise<FetchItems> {
  const wanted: CommandArgument[] = [atom('UID'), ...batch.map(sectionArgument)]
  let found: FetchItems | undefined
  await imap.exec('UID FETCH', [setArgument(String(uid)), wanted], {
    untagged: {
      FETCH: (response) => {
        const items = fetchItems(response)
        if ([...items.keys()].some((name) => name.startsWith('BODY[')))
          found = new Map([...(found ?? []), ...items])
        else if (items.has('FLAGS')) imap.unsolicited(response)
      },
    },
  })
  if (found) return found
  throw (await isThere(imap, uid)) ? new PonteError('unretrievable') : new PonteError('messageGone')
}

function sectionArgument(one: Pending): CommandArgument {
  const length = askFor(one)
  return {
    type: 'ATOM',
    value: 'BODY.PEEK',
    section: one.request.name === '' ? [] : [atom(one.request.name)],
    ...(length === undefined ? {} : { partial: [one.offset, length] }),
  }
}

/** Only when a FETCH brought nothing: is the message gone, or does the server not hand it out? One round trip more. */
async function isThere(imap: ImapConnection, uid: number): Promise<boolean> {
  let there = false
  await imap.exec('UID FETCH', [setArgument(String(uid)), [atom('UID'), atom('FLAGS')]], {
    untagged: {
      FETCH: () => {
        there = true
      },
    },
  })
  return there
}
