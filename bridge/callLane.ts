import type { LaneName } from '../shared/protocol/events.ts'
import type { MailboxRef } from '../shared/protocol/values.ts'
import type { ImapConnection } from './imap/connection.ts'
import { PRIORITY, type Priority } from './imap/jobQueue.ts'
import type { Lane } from './imap/lane.ts'

/** What a handler asks of its call's lane. */
export interface CallLaneOptions {
  /** The mailbox whose messages the work names (rule C6). */
  mailbox?: MailboxRef
  /** The command's own place in the queue; the caller's word goes before it. */
  priority?: Priority
  /** It may leave right behind the DONE that ends IDLE: it names no message by a number that could have shifted. */
  pipelined?: boolean
}

/** The lane of one call: the caller's choice of connection and priority, and its cancel, applied to all its work. */
export interface CallLane {
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
  return {
    async use(options, work) {
      const chosen = await choose(options)
      return chosen.lane.use(chosen.options, work)
    },
    async *stream(options, work) {
      const chosen = await choose(options)
      return yield* chosen.lane.stream(chosen.options, work)
    },
  }
}
