import { PonteError } from '../../shared/protocol/errors.ts'
import { INITIAL_CREDIT_BYTES, MAX_CREDIT_BYTES } from '../../shared/protocol/limits.ts'

/** How many bytes one call may still send to the browser (rule C4). */
export class Credit {
  #bytes = INITIAL_CREDIT_BYTES
  #waiting: (() => void) | undefined
  readonly #signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.#waiting?.(), { once: true })
  }

  grant(bytes: number): void {
    this.#bytes = Math.min(this.#bytes + bytes, MAX_CREDIT_BYTES)
    this.#waiting?.()
  }

  /** Takes up to `wanted` bytes of credit, at least one; waits for it. @throws PonteError `cancelled`. */
  async take(wanted: number): Promise<number> {
    while (this.#bytes <= 0 && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
      this.#waiting = undefined
    }
    if (this.#signal.aborted) throw new PonteError('cancelled')
    const taken = Math.min(wanted, this.#bytes)
    this.#bytes -= taken
    return taken
  }
}
