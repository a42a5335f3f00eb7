import type { ArgsInput, Result } from '../../shared/protocol/command.ts'
import { PonteError, type ErrorCode } from '../../shared/protocol/errors.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import { SocketError } from './socketError.ts'
import { traitsOf } from './traits.ts'
import type { CallLink, CallOptions } from './types.ts'

/** How often one call is repeated, each time after another loss. */
const MAX_REPEATS = 3

/** The way was lost, not the command refused. Of throttling the bridge lets the next command wait as long as it must. */
const LOST: readonly ErrorCode[] = [
  'connectionLost',
  'serverBye',
  'tokenExpired',
  'shuttingDown',
  'throttled',
  // Between a new socket and its AUTHENTICATE.
  'notSignedIn',
]

export interface Way {
  /** Whether calls can be made now. */
  isReady(): boolean
  /**
   * Resolves when they can be made; rejects with `error` when only the user can bring that about. After a call that was
   * turned away it waits for the next connection.
   */
  back(error: unknown, signal: AbortSignal | undefined): Promise<void>
}

/** Whether the bridge, about to go away, refused a call before it began it (rule T6). A lost socket says less. */
export function isTurnedAway(error: unknown): boolean {
  return error instanceof PonteError && error.code === 'shuttingDown' && !(error instanceof SocketError)
}

/**
 * Calls over a connection that may go and come back. What only asks is asked again without a word, a flag is set again
 * (it names messages by UID, and twice is once), and what was not begun yet waits. Everything else fails as it does, since
 * nobody knows how far it came.
 */
export function repeatLost(way: Way): CallLink {
  return (next) =>
    async function repeating<Name extends CommandName>(
      name: Name,
      args: ArgsInput<Commands[Name]>,
      options: CallOptions<Name> = {},
    ): Promise<Result<Commands[Name]>> {
      const { signal, onItem, onBytes, onRestart } = options
      const { neverWaits, namedItems } = traitsOf(name)
      if (!way.isReady() && !neverWaits) {
        await way.back(new PonteError('connectionLost', { message: 'There is no connection.' }), signal)
      }
      for (let left = repeats(name, args); ;) {
        /** Something came that must not come twice. */
        let received = false
        const attempt: CallOptions<Name> = { ...options }
        if (onItem) {
          attempt.onItem = (item) => {
            received ||= !namedItems
            onItem(item)
          }
        }
        if (onBytes) {
          attempt.onBytes = (stream, bytes, last) => {
            received = true
            return onBytes(stream, bytes, last)
          }
        }
        try {
          return await next(name, args, attempt)
        } catch (error) {
          if (signal?.aborted || !isLost(error)) throw error
          if (!isTurnedAway(error)) left -= 1
          else if (neverWaits) throw error
          if (left < 0 || (received && !onRestart)) throw error
          await way.back(error, signal)
          if (received) onRestart?.()
        }
      }
    }
}

function isLost(error: unknown): boolean {
  return error instanceof PonteError && LOST.includes(error.code)
}

function repeats(name: CommandName, args: object): number {
  const { idempotent } = traitsOf(name)
  if (idempotent !== 'byUid') return idempotent ? MAX_REPEATS : 0
  const { messages, unchangedSince } = args as ArgsInput<Commands['store']>
  return messages.by === 'uid' && unchangedSince === undefined ? 1 : 0
}
