import { PonteError } from '../shared/protocol/errors.ts'
import type { LaneName } from '../shared/protocol/events.ts'
import type { MailboxRef } from '../shared/protocol/values.ts'
import type { BodyBudget, BodyHold } from './imap/bodyBudget.ts'
import type { ImapConnection } from './imap/connection.ts'
import { PRIORITY, type Priority } from './imap/jobQueue.ts'
import type { Lane } from './imap/lane.ts'
import type { UpToDate } from './imap/laneOptions.ts'

/** What a handler asks of its call's lane. */
interface CallLaneOptions {
  /** The mailbox whose messages the work names (rule C6). */
  mailbox?: MailboxRef
  /** The work names messages by sequence number and changes them. */
  bySequence?: boolean
  /** What came or changed is asked for; see `LaneOptions`. */
  upToDate?: UpToDate | undefined
  /** The command's own place in the queue; the caller's word goes before it. */
  priority?: Priority
  /** It may leave right behind the DONE that ends IDLE: it names no message by a number that could have shifted. */
  pipelined?: boolean
}

/** The lane of one call: the caller's choice of connection and priority, and its cancel, applied to all its work. */
export interface CallLane {
  /** Waits for room for so many bytes of bodies. @throws PonteError `cancelled`. */
  room(bytes: number, options: { flows: boolean }): Promise<BodyHold>
  /** Room for bytes that are not needed yet, if there is some. */
  roomAhead(bytes: number): BodyHold | undefined
  /** Runs work that has the connection to itself. @throws PonteError, also `uidValidityChanged` before any work. */
  use<T>(options: CallLaneOptions, work: (connection: ImapConnection) => Promise<T>): Promise<T>
  /** The same for work that yields as it goes. */
  stream<T, R>(
    options: CallLaneOptions,
    work: (connection: ImapConnection) => AsyncGenerator<T, R, void>,
  ): AsyncGenerator<T, R, void>
}

export function createCallLane(from: {
  lanes: {
    readonly main: Lane
    /** The session's. */
    readonly bodies: BodyBudget
    /** Opens the side lane when needed; `undefined` when it cannot be had. */
    side(): Promise<Lane | undefined>
  }
  lane: LaneName
  priority: keyof typeof PRIORITY | undefined
  signal: AbortSignal
}): CallLane {
  const { lanes, signal } = from
  const wanted = from.priority && PRIORITY[from.priority]
  const choose = async (options: CallLaneOptions) => {
    const side = from.lane === 'side' ? await lanes.side() : undefined
    // Where a second connection cannot be had, what was meant for it waits behind what the user does.
    const displaced = from.lane === 'side' && !side ? PRIORITY.background : undefined
    const priority = displaced ?? wanted ?? options.priority ?? PRIORITY.normal
    return { lane: side ?? lanes.main, options: { ...options, priority, signal } }
  }
  /** A side lane that went away before the work began is asked for once more, or the main lane does it. */
  const mayChooseAgain = (error: unknown, attempt: number): boolean =>
    from.lane === 'side' && attempt === 1 && error instanceof PonteError && error.code === 'connectionLost'
  return {
    room: (bytes, { flows }) => lanes.bodies.take(bytes, { flows, signal }),
    roomAhead: (bytes) => lanes.bodies.takeAhead(bytes),
    async use(options, work) {
      for (let attempt = 1; ; attempt++) {
        const chosen = await choose(options)
        let begun = false
        try {
          return await chosen.lane.use(chosen.options, (connection) => {
            begun = true
            return work(connection)
          })
        } catch (error) {
          if (begun || !mayChooseAgain(error, attempt)) throw error
        }
      }
    },
    async *stream(options, work) {
      for (let attempt = 1; ; attempt++) {
        const chosen = await choose(options)
        let begun = false
        try {
          return yield* chosen.lane.stream(chosen.options, (connection) => {
            begun = true
            return work(connection)
          })
        } catch (error) {
          if (begun || !mayChooseAgain(error, attempt)) throw error
        }
      }
    },
  }
}
