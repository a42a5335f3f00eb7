import type { Session } from './session.ts'
import type { Cursor } from './wire/cursor.ts'

/** The tagged NO of a command. The message is what follows `NO `, response code included. */
export class CommandRefusedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CommandRefusedError'
  }
}

/** What a command handler is given. */
export interface CommandCall {
  readonly session: Session
  readonly cursor: Cursor
  /** The command came as `UID …`. */
  readonly byUid: boolean
}

/** A command. `run` sends its untagged responses and returns what follows `OK ` (default: `NAME completed.`). */
export interface Command {
  /** Where RFC 3501 section 3 allows it. */
  readonly state: 'any' | 'notAuthenticated' | 'authenticated' | 'selected'
  /** False for FETCH, STORE and SEARCH, during which sequence numbers must hold; their UID forms are free. */
  readonly keepsSequence?: boolean
  /** Whether it exists as `UID NAME`, too or only. */
  readonly uid?: 'also' | 'only'
  run(call: CommandCall): Promise<string | undefined> | string | undefined
}
