import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { ImapConnection } from './connection.ts'
import type { Priority } from './jobQueue.ts'

/**
 * `arrived`: messages that are there by now; a lane that watches its mailbox hears of them by itself. `changed`: those that
 * changed (CONDSTORE, RFC 7162). `vanished`: those that went, too (QRESYNC), on the side lane only.
 */
export type UpToDate = 'arrived' | 'changed' | 'vanished'

/** How a piece of work wants its turn on a lane. */
export interface LaneOptions {
  /** The mailbox whose messages the work names; selected first when it is not (rule C6). */
  mailbox?: MailboxRef | undefined
  priority?: Priority
  /** The work names messages by sequence number and changes them: refused when the mailbox was selected again since. */
  bySequence?: boolean
  signal?: AbortSignal | undefined
  /**
   * What came or changed is asked for, so it is to be known first, by a NOOP unless the mailbox was just selected: a server
   * answers by what a connection has been told.
   */
  upToDate?: UpToDate | undefined
  /** Whether it may leave right behind the DONE that ends IDLE; see `Idler.stop`. Not without a word. */
  pipelined?: boolean | undefined
}

/** A turn on a lane: its connection, for as long as it is not released. */
export interface Lease {
  connection: ImapConnection
  release: () => void
}
