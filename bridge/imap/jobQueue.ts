import { PonteError } from '../../shared/protocol/errors.ts'

/** What goes first on a lane: what the user waits for, then everything else, then housekeeping. */
export const PRIORITY = { user: 0, normal: 1, background: 2 } as const
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY]

interface Waiting {
  priority: Priority
  signal: AbortSignal | undefined
  grant: () => void
}

/** One turn at a time, by priority and then by arrival; waiting can be cancelled. */
export class JobQueue {
  #busy = false
  readonly #waiting: Waiting[] = []

  get idle(): boolean {
    return !this.#busy && this.#waiting.length === 0
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** Waits for a turn. The caller must call the returned function once, when done. @throws PonteError `cancelled`. */
  async turn(priority: Priority, signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) throw new PonteError('cancelled')
    if (!this.#busy) {
      this.#busy = true
    } else {
      await this.#wait(priority, signal)
    }
    let released = false
    return () => {
      if (released) return
      released = true
      this.#next()
    }
  }

  #wait(priority: Priority, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        const index = this.#waiting.indexOf(entry)
        if (index === -1) return
        this.#waiting.splice(index, 1)
        reject(new PonteError('cancelled'))
      }
      const entry: Waiting = {
        priority,
        signal,
        grant: () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      const after = this.#waiting.findIndex((other) => other.priority > priority)
      if (after === -1) this.#waiting.push(entry)
      else this.#waiting.splice(after, 0, entry)
    })
  }

  #next(): void {
    const next = this.#waiting.shift()
    if (next) next.grant()
    else this.#busy = false
  }
}
