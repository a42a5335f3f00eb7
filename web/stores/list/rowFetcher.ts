import { FETCH_INTERVAL_MS, ROWS_AFTER, ROWS_BEFORE, ROWS_NEAR } from '../kit/limits.ts'
import { unknownSeqs, type RowWindow, type WindowRow } from './rowWindow.ts'

export interface RowRange {
  /** Indexes on screen, from the top. */
  first: number
  last: number
}

export interface RowFetcherOptions {
  /** Whether the window's numbers are the server's; until then what is wished for waits for `refresh`. */
  ready(): boolean
  window(): RowWindow<WindowRow>
  /** One FETCH; resolves when its rows are in the window. Rejects when aborted or failed. */
  fetch(seqs: readonly number[], signal: AbortSignal): Promise<void>
  failed(error: unknown): void
}

interface Running {
  seqs: ReadonlySet<number>
  abort: AbortController
}

export interface RowFetcher {
  want(range: RowRange): void
  /** Looks again: the window changed under what is on screen. */
  refresh(): void
  stop(): void
}

/**
 * Keeps the rows around what is on screen known: one FETCH at a time, the newest wish wins, and one whose rows have
 * all been scrolled past is cancelled. A jump anywhere costs one round trip.
 */
export function createRowFetcher(options: RowFetcherOptions): RowFetcher {
  let range: RowRange | undefined
  let running: Running | undefined
  let resting: ReturnType<typeof setTimeout> | undefined
  /** Something was wished for meanwhile. */
  let waiting = false

  function pump(): void {
    if (!range || !options.ready()) return
    if (resting !== undefined) {
      waiting = true
      return
    }
    const window = options.window()
    const { first, last } = range
    if (running) {
      const { seqs, abort } = running
      const visible = unknownSeqs(window, first, last)
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
    rest()
    try {
      await options.fetch(seqs, abort.signal)
    } catch (error) {
      if (running !== own) return
      running = undefined
      if (!abort.signal.aborted) {
        // Not again by itself: the next scroll or the user asks.
        waiting = false
        return options.failed(error)
      }
      return pump()
    }
    if (running !== own) return
    running = undefined
    pump()
  }

  /** A scroll passes many places a second: what it flies over is not asked for, only where it is every so often. */
  function rest(): void {
    waiting = false
    resting = setTimeout(() => {
      resting = undefined
      if (waiting) pump()
    }, FETCH_INTERVAL_MS)
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
      clearTimeout(resting)
      resting = undefined
    },
  }
}
