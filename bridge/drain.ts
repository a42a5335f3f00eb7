import type { CommandDefinition } from '../shared/protocol/command.ts'
import { SENT_COPY_WAIT_MS } from './limits.ts'

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

  admits({ name, traits }: CommandDefinition): boolean {
    if (!this.#isDraining) return true
    if (name === 'append') return this.#count('submit') > 0 || this.#copies.size > 0
    // The copy for Sent may need a lane that is not open.
    return traits?.signsIn === true && !this.#isFinished
  }

  started({ name, traits }: CommandDefinition): void {
    if (!traits?.finishes) return
    this.#running.set(name, this.#count(name) + 1)
    const [copy] = this.#copies
    if (name === 'append' && copy !== undefined) this.#forget(copy)
  }

  ended({ name, traits }: CommandDefinition): void {
    if (!traits?.finishes) return
    this.#running.set(name, this.#count(name) - 1)
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

  #count(name: string): number {
    return this.#running.get(name) ?? 0
  }

  #forget(copy: NodeJS.Timeout): void {
    clearTimeout(copy)
    this.#copies.delete(copy)
  }

  #settle(): void {
    if (this.#isFinished) this.#finish()
  }
}
