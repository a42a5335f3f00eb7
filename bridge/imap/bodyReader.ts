import { PonteError } from '../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { BODY_CHUNK_BYTES, BODY_LEAST_BYTES, BODY_PIECE_BYTES, BODY_UNKNOWN_BYTES } from '../limits.ts'
import { isSmallRead, type BodyHold } from './bodyBudget.ts'
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

type BodyPiece =
  { kind: 'bytes'; stream: number; bytes: Buffer; last: boolean } | { kind: 'missing'; stream: number }

/** Where it takes its turns, and room for what it reads: the call's lane. */
export interface BodyLane {
  use<T>(
    options: { mailbox: MailboxRef; priority: Priority; pipelined?: boolean },
    work: (connection: ImapConnection) => Promise<T>,
  ): Promise<T>
  /** Waits for room in the session's budget of body bytes. @throws PonteError `cancelled`. */
  room(bytes: number, options: { flows: boolean }): Promise<BodyHold>
  /** Room for the next chunk while the last is handed on, if there is some. */
  roomAhead(bytes: number): BodyHold | undefined
}

interface BodyReaderOptions {
  lane: BodyLane
  mailbox: MailboxRef
  uid: number
  requests: readonly SectionRequest[]
  /** Whoever takes the bytes waits for no credit: they go to a mail server, or are only counted. */
  flows?: boolean
  /** Without PEEK: the message is marked as read. */
  marks?: boolean
}

interface Pending {
  stream: number
  request: SectionRequest
  offset: number
}

interface Round {
  pieces: BodyPiece[]
  rest: Pending[]
  hold: BodyHold
}

/**
 * Reads sections of one message. All that fits into one chunk together comes in one FETCH; a longer one goes on chunk
 * by chunk, each a turn on the lane of its own, so that a long download lets other work in between. The next chunk is
 * asked for while the last is being handed on, where the session's budget has room for both.
 */
export async function* bodyReader(options: BodyReaderOptions): AsyncGenerator<BodyPiece, void, void> {
  const { lane } = options
  let pending: Pending[] = options.requests.map((request, stream) => ({
    stream,
    request,
    offset: request.start ?? 0,
  }))
  let next: Promise<Round> | undefined
  let first = true
  try {
    while (pending.length > 0) {
      const batch = takeBatch(pending)
      if (!next) {
        const bytes = bytesAskedFor(batch)
        const hold = await lane.room(bytes, {
          flows: options.flows === true || (first && isSmallRead(bytes)),
        })
        next = fetchRound(options, { batch, rest: pending.slice(batch.length), hold })
      }
      const round: Round = await next
      next = undefined
      first = false
      pending = round.rest
      next = fetchAhead(options, pending)
      try {
        yield* round.pieces
      } finally {
        // All at once: the pieces are views of one chunk, which is in memory until the last of them is gone.
        round.hold.end()
      }
    }
  } finally {
    // Left early: what is still to come is dropped when it comes.
    void next?.then(({ hold }) => hold.end()).catch(() => undefined)
  }
}

function fetchAhead(options: BodyReaderOptions, pending: Pending[]): Promise<Round> | undefined {
  if (pending.length === 0) return undefined
  const batch = takeBatch(pending)
  const hold = options.lane.roomAhead(bytesAskedFor(batch))
  if (!hold) return undefined
  const round = fetchRound(options, { batch, rest: pending.slice(batch.length), hold })
  round.catch(() => undefined) // awaited in the next turn, or the reader was left early
  return round
}

async function fetchRound(
  options: BodyReaderOptions,
  { batch, rest, hold }: { batch: Pending[]; rest: Pending[]; hold: BodyHold },
): Promise<Round> {
  try {
    const items = await options.lane.use(
      { priority: PRIORITY.user, mailbox: options.mailbox, pipelined: true },
      (imap) => fetchSections(imap, options, batch),
    )
    const answers = batch.map((one) => answerOf(one, items))
    const pieces = answers.flatMap((answer) => answer.pieces)
    hold.set(pieces.reduce((sum, piece) => sum + (piece.kind === 'bytes' ? piece.bytes.length : 0), 0))
    const unfinished = answers.map(({ goesOn }) => goesOn).filter((one) => one !== undefined)
    return { pieces, rest: [...unfinished, ...rest], hold }
  } catch (error) {
    hold.end()
    throw error
  }
}

function answerOf(one: Pending, items: FetchItems): { pieces: BodyPiece[]; goesOn?: Pending } {
  const { stream, request, offset } = one
  const bytes = bytesOf(items.get(`BODY[${request.name.toUpperCase()}]`))
  if (!bytes && offset > (request.start ?? 0)) {
    // Some servers answer NIL where there is nothing more.
    return { pieces: [{ kind: 'bytes', stream, bytes: Buffer.alloc(0), last: true }] }
  }
  if (!bytes) return { pieces: [{ kind: 'missing', stream }] }
  const last = isLast(one, bytes.length)
  const pieces: BodyPiece[] = []
  for (let from = 0; from === 0 || from < bytes.length; from += BODY_PIECE_BYTES) {
    const to = from + BODY_PIECE_BYTES
    pieces.push({ kind: 'bytes', stream, bytes: bytes.subarray(from, to), last: last && to >= bytes.length })
  }
  return last ? { pieces } : { pieces, goesOn: { ...one, offset: offset + bytes.length } }
}

/** As many sections as fit into one chunk by what is asked for; at least one. */
function takeBatch(pending: Pending[]): Pending[] {
  let total = 0
  let count = 0
  for (const one of pending) {
    total += askFor(one)
    if (count > 0 && total > BODY_CHUNK_BYTES) break
    count += 1
  }
  return pending.slice(0, count)
}

function bytesAskedFor(batch: readonly Pending[]): number {
  return batch.reduce((sum, one) => sum + askFor(one), 0)
}

/**
 * Bytes to ask for, always in a partial: a told size may be wrong either way, and no literal may be longer than a chunk.
 * So a size is rounded up well beyond what servers are wrong by, and an answer that fills all that was asked for goes
 * on, whatever was told. Only an explicit length is exact.
 */
function askFor({ request, offset }: Pending): number {
  const start = request.start ?? 0
  if (request.length !== undefined) return Math.min(start + request.length - offset, BODY_CHUNK_BYTES)
  if (request.size === undefined) return offset === start ? BODY_UNKNOWN_BYTES : BODY_CHUNK_BYTES
  const left = request.size - offset
  if (offset > start && left <= 0) return BODY_CHUNK_BYTES
  const generous = Math.max(0, left) * 1.25 + 1
  return Math.min(Math.ceil(generous / BODY_LEAST_BYTES) * BODY_LEAST_BYTES, BODY_CHUNK_BYTES)
}

function isLast(one: Pending, received: number): boolean {
  const asked = askFor(one)
  // Less than asked is the end; more than asked is a server that ignores partials and sent everything.
  if (received !== asked || received === 0) return true
  const { start = 0, length } = one.request
  // Only an explicit length ends what is full.
  return length !== undefined && start + length <= one.offset + received
}

async function fetchSections(
  imap: ImapConnection,
  { uid, marks = false }: Pick<BodyReaderOptions, 'uid' | 'marks'>,
  batch: Pending[],
): Promise<FetchItems> {
  const wanted: CommandArgument[] = [atom('UID'), ...batch.map((one) => sectionArgument(one, marks))]
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

function sectionArgument(one: Pending, marks: boolean): CommandArgument {
  return {
    type: 'ATOM',
    value: marks ? 'BODY' : 'BODY.PEEK',
    section: one.request.name === '' ? [] : [atom(one.request.name)],
    partial: [one.offset, askFor(one)],
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
