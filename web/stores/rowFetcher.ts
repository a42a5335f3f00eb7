import { ROWS_AFTER, ROWS_BEFORE, ROWS_NEAR } from './limits.ts'
import { unknownSeqs, type RowWindow, type WindowRow } from './rowWindow.ts'

export interface RowRange {
  /** Indexes on screen, from the top. */
  first: number
  last: number
}

export interface RowFetcherOptions {
  window(): RowWindow<WindowRow>
  /** One FETCH; resolves when its rows are in the window. Rejects when aborted or failed. */
  fetch(seqs: readonly number[], signal: AbortSignal): Promise<void>
  failed(error: unknown): void
}

interface Running {
  seqs: ReadonlySet<number>
  abort: AbortController
}

/**
 * Keeps the rows around what is on screen known: one FETCH at a time, the newest wish wins, and one whose rows have
 * all been scrolled past is cancelled. A jump anywhere costs one round trip.
 */
export function createRowFetcher(options: RowFetcherOptions): {
  want(range: RowRange): void
  /** Looks again: the window changed under what is on screen. */
  refresh(): void
  stop(): void
} {
  let range: RowRange | undefined
  let running: Running | undefined

  function pump(): void {
    if (!range) return
    const window = options.window()
    const { first, last } = range
    const visible = unknownSeqs(window, first, last)
    if (running) {
      const { seqs, abort } = running
      if (visible.length > 0 && !visible.some((seq) => seqs.has(seq))) abort.abort()
      return
    }
    if (unknownSeqs(window, first - ROWS_NEAR, last + ROWS_NEAR).length === 0) return
    void run(unknownSeqs(window, first - ROWS_BEFORE, last + ROWS_AFTER))
  }

  async function run(seqs: number[]): Promise<void> {
    const abort = new AbortController()
    const own = { seqs: new Set(seqs), abort }
    running = own
    try {
      await options.fetch(seqs, abort.signal)
    } catch (error) {
      if (running !== own) return
      running = undefined
      if (!abort.signal.aborted) return options.failed(error)
      return pump()
    }
    if (running !== own) return
    running = undefined
    pump()
  }

  return {
    want(next) {
      range = next
      pump()
    },
    refresh: pump,
    stop() {
      running?.abort.abort()
      running = undefined
      range = undefined
    },
  }
}
