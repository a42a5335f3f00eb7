import type { ErrorCode } from '../shared/protocol/errors.ts'
import type { LaneName } from '../shared/protocol/events.ts'

/** Every limit that a host may see being reached, and what happens then. docs/operations.md is held to it. */
export const LIMITS = {
  sessions: 'The process has as many sockets as `limits.sessions` allows: HTTP 503.',
  socketsOfAddress: 'One network has as many sockets as it may: HTTP 429.',
  waitingSockets: 'One network has as many sockets without credentials as it may: HTTP 429.',
  credentialsDeadline: 'No credentials came in time: the socket is closed.',
  signInWait: 'A user or an address was refused too often and has to wait.',
  refusedSignIns: 'One socket was refused too often: it is closed.',
  framePace: 'A socket sends faster than it is listened to.',
  runningCalls: 'A session runs as many calls as it may: the call is refused.',
  malformedFrames: 'A socket sent too much that is no frame: it is closed.',
  unreadAnswers: 'A client asks without reading the answers: it is not listened to.',
} as const satisfies Record<string, string>
export type Limit = keyof typeof LIMITS

/** How a call, or a sign-in, ended. */
export type Outcome = 'ok' | ErrorCode

/** What the bytes of a socket are read from. */
export interface ByteCounts {
  readonly bytesRead: number
  readonly bytesWritten: number
}

/**
 * Who is told what happens in the bridge, to count it. Nothing here can carry a person, an address or a mail server's
 * words: names come from closed tables and from the configuration. Each answer says that the thing is over; call it once.
 */
export interface Observer {
  /** A socket was opened. */
  socket(counts: ByteCounts): () => void
  /** A session has signed in. */
  session(): () => void
  /** An IMAP connection was opened. @returns how to say that it ended, and whether by itself */
  lane(name: LaneName): (end: 'closed' | 'lost') => void
  /** A call began; `unknown` for a verb that the protocol does not have. */
  command(name: string): (outcome: Outcome) => void
  /** An attempt to sign in to a configured provider ended. */
  signIn(provider: string, outcome: Outcome): void
  limit(limit: Limit): void
}

const nothing = (): void => undefined

/** Where nobody counts. */
export const NO_OBSERVER: Observer = {
  socket: () => nothing,
  session: () => nothing,
  lane: () => nothing,
  command: () => nothing,
  signIn: nothing,
  limit: nothing,
}
