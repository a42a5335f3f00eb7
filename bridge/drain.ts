import { SENT_COPY_WAIT_MS } from './limits.ts'

/** A submission that is cut off after its data leaves nobody knowing whether it was sent; a cut APPEND is lost. */
const FINISHED: ReadonlySet<string> = new Set(['submit', 'append'])

/** A copy for Sent may need a lane whose credentials the page is asked for. */
const OPENS_LANE: ReadonlySet<string> = new Set(['authenticate', 'login'])

/**
 * What a session finishes before the bridge goes away (rule T6): its submissions, its APPENDs, and the copy for Sent that
 * a page appends once its message is sent.
 */
export class Drain {
  readonly #running = new Map<string, number>()
  /** One timer for each copy that the page has not begun to append. */
  readonly #copies = new Set<NodeJS.Timeout>()
  #isDraining = false
  #finish = (): void => undefined

  /** Refuses new calls from now on. Resolves when nothing is left to finish. */
  async begin(): Promise<void> {
    this.#isDraining = true
    if (!this.#isFinished) await new Promise<void>((resolve) => (this.#finish = resolve))
  }

  admits(command: string): boolean {
    if (!this.#isDraining) return true
    if (command === 'append') return this.#count('submit') > 0 || this.#copies.size > 0
    return OPENS_LANE.has(command) && !this.#isFinished
  }

  started(command: string): void {
    if (!FINISHED.has(command)) return
    this.#running.set(command, this.#count(command) + 1)
    const [copy] = this.#copies
    if (command === 'append' && copy !== undefined) this.#forget(copy)
  }

  ended(command: string): void {
    if (!FINISHED.has(command)) return
    this.#running.set(command, this.#count(command) - 1)
    this.#settle()
  }

  /** A message was sent whose copy the page has to append. */
  expectCopy(): void {
    const copy = setTimeout(() => {
      this.#forget(copy)
      this.#settle()
    }, SENT_COPY_WAIT_MS)
    this.#copies.add(copy)
  }

  /** The session is over. */
  stop(): void {
    for (const copy of [...this.#copies]) this.#forget(copy)
    this.#settle()
  }

  get #isFinished(): boolean {
    return this.#copies.size === 0 && [...this.#running.values()].every((count) => count === 0)
  }

  #count(command: string): number {
    return this.#running.get(command) ?? 0
  }

  #forget(copy: NodeJS.Timeout): void {
    clearTimeout(copy)
    this.#copies.delete(copy)
  }

  #settle(): void {
    if (this.#isFinished) this.#finish()
  }
}
