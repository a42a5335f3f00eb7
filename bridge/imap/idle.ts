import * as limits from '../limits.ts'
import type { ImapConnection } from './connection.ts'

/** IDLE, RFC 2177, on one connection: begun when the lane is free, ended before its next command. */
export class Idler {
  #running: { stop: () => Promise<void> } | undefined

  get running(): boolean {
    return this.#running !== undefined
  }

  /** Begins, and renews until `stop`. The connection must have a mailbox selected and run nothing else. */
  start(connection: ImapConnection): void {
    if (this.#running) return
    let stopping = false
    let current = beginIdle(connection)
    const renewal = setInterval(() => {
      void current.end().then(() => {
        if (!stopping && !connection.closed) current = beginIdle(connection)
      })
    }, limits.IDLE_RENEWAL_MS)
    this.#running = {
      stop: async () => {
        stopping = true
        clearInterval(renewal)
        await current.end()
      },
    }
  }

  /** Ends IDLE; resolves when the connection takes commands again, or is closed. */
  async stop(): Promise<void> {
    const running = this.#running
    if (!running) return
    await running.stop()
    if (this.#running === running) this.#running = undefined
  }
}

interface IdleCommand {
  end(): Promise<void>
}

function beginIdle(connection: ImapConnection): IdleCommand {
  let acknowledged = false
  let ending = false
  let doneSent = false
  const sendDone = (): void => {
    if (doneSent) return
    doneSent = true
    connection.write('DONE\r\n').catch(() => undefined) // the tagged answer, or its absence, tells
  }
  const finished = connection
    .exec('IDLE', [], {
      onPlusTag: () => {
        acknowledged = true
        if (ending) sendDone()
      },
    })
    .then(
      () => undefined,
      () => undefined, // a refused IDLE leaves the lane as it was; a lost connection tells by itself
    )
  return {
    end: async () => {
      ending = true
      if (acknowledged) sendDone()
      const timer = setTimeout(() => connection.abandon(), limits.IDLE_ANSWER_TIMEOUT_MS)
      await finished
      clearTimeout(timer)
    },
  }
}
