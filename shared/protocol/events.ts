import type { ErrorCode } from './errors.ts'

/** Which IMAP connection of a session; see "Lanes" in PROTOCOL.md. */
export type LaneName = 'main' | 'side'

interface InMailbox {
  /** The mailbox it happened in, and the UIDVALIDITY it had then (rule C8). */
  mailbox: string
  uidValidity: string
}

/** `* n EXISTS`: the mailbox now holds `exists` messages. */
interface ExistsEvent extends InMailbox {
  type: 'exists'
  exists: number
  /** As far as the server told; the next message will have this UID or a higher one. */
  uidNext?: number
}

/** `* n EXPUNGE`: sequence numbers after `seq` move down by one. A server with QRESYNC names `uid`s instead. */
interface ExpungeEvent extends InMailbox {
  type: 'expunge'
  seq?: number
  uid?: number
}

/** `* n FETCH (FLAGS …)` nobody asked for: another client changed flags. */
interface FlagsEvent extends InMailbox {
  type: 'flags'
  seq: number
  uid?: number
  flags: string[]
  modSeq?: string
}

/** The lane has selected the mailbox anew (after a reconnect, or after work elsewhere): compare what you know. */
export interface ResyncEvent extends InMailbox {
  type: 'resync'
  exists: number
  uidNext?: number
}

/**
 * The server has no IDLE, or refused it: unless a command comes first, the bridge asks it for news (NOOP) after so long.
 * Main lane only.
 */
interface PollingEvent {
  type: 'polling'
  /** Milliseconds. */
  nextIn: number
}

/** The folder list changed by a command of this session. */
interface MailboxesEvent {
  type: 'mailboxes'
}

/** `[ALERT]`: the text must be shown to the user (RFC 3501 section 7.1). */
interface AlertEvent {
  type: 'alert'
  text: string
}

/** The server asked to wait; calls queue until then. */
interface ThrottledEvent {
  type: 'throttled'
  /** Milliseconds. */
  retryAfter: number
}

/** The bridge needs the credentials of a lane again; it kept none. Answer with `authenticate` or `login` naming the lane. */
export interface CredentialsEvent {
  type: 'credentials'
  lane: LaneName
  reason: 'lane' | 'expired' | 'reconnect'
  /** Why the lane was lost, for `expired` and `reconnect`. */
  code?: ErrorCode
  server?: string
}

/** The last frame before the bridge closes the socket. */
interface ByeEvent {
  type: 'bye'
  code: ErrorCode
  message: string
}

export type BridgeEvent =
  | ExistsEvent
  | ExpungeEvent
  | FlagsEvent
  | ResyncEvent
  | PollingEvent
  | MailboxesEvent
  | AlertEvent
  | ThrottledEvent
  | CredentialsEvent
  | ByeEvent
