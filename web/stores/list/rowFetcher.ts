import { FETCH_INTERVAL_MS, ROWS_AFTER, ROWS_BEFORE, ROWS_NEAR } from './limits.ts'

export interface RowRange {
  /** Indexes on screen, from the top. */
  first: number
  last: number
}

export interface RowFetcherOptions {
  /** Whether places mean what the server means by them; until then what is wanted waits for `refresh`. */
  ready(): boolean
  /** The places of these indexes whose rows are to be asked for, from the top down. */
  unknown(first: number, last: number): readonly number[]
  /** One FETCH; resolves when its rows are known. Rejects when aborted or failed. */
  fetch(places: readonly number[], signal: AbortSignal): Promise<void>
  failed(error: unknown): void
}

interface Running {
  places: ReadonlySet<number>
  abort: AbortController
}

export interface RowFetcher {
  want(range: RowRange): void
  /** Looks again: the list changed under what is on screen. */
  refresh(): void
  stop(): void
}

/**
 * Keeps the rows around what is on screen known: one FETCH at a time, the newest range wins, and one whose rows have
 * all been scrolled past is cancelled. A jump anywhere costs one round trip.
 */
export function createRowFetcher({ ready, unknown, fetch, failed }: RowFetcherOptions): RowFetcher {
  let range: RowRange | undefined
  let running: Running | undefined
  let resting: ReturnType<typeof setTimeout> | undefined
  /** Something was wanted meanwhile. */
  let waiting = false

  function pump(): void {
    if (!range || !ready()) return
    if (resting !== undefined) {
      waiting = true
      return
    }
    const { first, last } = range
    if (running) {
      const { places, abort } = running
      const visible = unknown(first, last)
      if (visible.length > 0 && !visible.some((place) => places.has(place))) abort.abort()
      return
    }
    if (unknown(first - ROWS_NEAR, last + ROWS_NEAR).length === 0) return
    void run(unknown(first - ROWS_BEFORE, last + ROWS_AFTER))
  }

  async function run(places: readonly number[]): Promise<void> {
    const abort = new AbortController()
    const current = { places: new Set(places), abort }
    running = current
    rest()
    try {
      await fetch(places, abort.signal)
    } catch (error) {
      if (running !== current) return
      running = undefined
      if (!abort.signal.aborted) {
        // Not again by itself: the next scroll or the user asks.
        waiting = false
        return failed(error)
      }
      return pump()
    }
    if (running !== current) return
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
