import type { PonteError } from '../../shared/protocol/errors.ts'
import * as limits from '../limits.ts'
import type { ImapConnection } from './connection.ts'

const DONE = 'DONE\r\n'

/** How IDLE ends: with its tagged answer awaited, or with the next command right behind DONE. */
type IdleEnd = 'answered' | 'pipelined'

/** IDLE, RFC 2177, on one connection: begun when the lane is free, ended before its next command. */
export class Idler {
  #running: { stop: (how: IdleEnd) => Promise<void> } | undefined
  /** It says it has IDLE and does not do it. */
  #refusedBy: ImapConnection | undefined

  get running(): boolean {
    return this.#running !== undefined
  }

  /** Whether the connection does IDLE, as far as is known: a server that has refused it is not asked again. */
  serves(connection: ImapConnection): boolean {
    return connection !== this.#refusedBy && connection.hasCapability('IDLE')
  }

  /**
   * Begins, and renews until `stop`. The connection must have a mailbox selected and run nothing else.
   * @param onRefused The server ended IDLE itself, or never began it, although it says it has it. The connection takes
   * commands again and nothing is running; the error tells the server's words, where it did not say OK.
   */
  start(connection: ImapConnection, onRefused: (error: PonteError | undefined) => void): void {
    if (this.#running) return
    let stopping = false
    const begin = (): IdleCommand =>
      beginIdle(connection, (error) => {
        if (this.#running === running) this.#running = undefined
        clearInterval(renewal)
        // One that only asks to wait is asked again.
        if (error?.retryAfter === undefined) this.#refusedBy = connection
        onRefused(error)
      })
    const renewal = setInterval(() => {
      void current.end('answered').then(() => {
        if (!stopping && !connection.closed && this.#running === running) current = begin()
      })
    }, limits.IDLE_RENEWAL_MS)
    const running = {
      stop: async (how: IdleEnd) => {
        stopping = true
        clearInterval(renewal)
        await current.end(how)
      },
    }
    this.#running = running
    let current = begin()
  }

  /**
   * Ends IDLE; resolves when the connection takes commands again, or is closed. Pipelined, that is at once when the
   * server has said `+`: the next command costs no round trip more than without IDLE. What IDLE still has to tell comes
   * while that command runs, so it must not be one that a sequence number could lead to another message (RFC 3501
   * section 5.5).
   */
  async stop(how: IdleEnd = 'answered'): Promise<void> {
    const running = this.#running
    if (!running) return
    await running.stop(how)
    if (this.#running === running) this.#running = undefined
  }
}

interface IdleCommand {
  end(how: IdleEnd): Promise<void>
}

function beginIdle(
  connection: ImapConnection,
  onRefused: (error: PonteError | undefined) => void,
): IdleCommand {
  let acknowledged = (): void => undefined
  /** The server said `+`, or answered IDLE without. */
  const begun = new Promise<void>((resolve) => (acknowledged = resolve))
  let plus = false
  let doneSent = false
  const finished = connection
    .exec('IDLE', [], {
      onPlusTag: () => {
        plus = true
        acknowledged()
      },
    })
    .then(
      () => undefined,
      (error: PonteError) => error,
    )
    .then((error) => {
      acknowledged()
      if (doneSent) return
      // A lost connection tells by itself, but only after its commands have failed.
      setImmediate(() => {
        if (!connection.closed) onRefused(error)
      })
    })
  return {
    end: async (how) => {
      const timer = setTimeout(() => connection.abandon(), limits.IDLE_ANSWER_TIMEOUT_MS)
      void finished.then(() => clearTimeout(timer))
      // The client must not send DONE, nor anything else, before `+` (RFC 2177 section 3).
      await begun
      if (plus && !doneSent) {
        doneSent = true
        if (how === 'pipelined' && connection.letGo('IDLE', DONE)) return
        connection.write(DONE).catch(() => undefined) // the tagged answer, or its absence, tells
      }
      await finished
    },
  }
}
