import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRowFetcher } from '../../../../web/stores/list/rowFetcher.ts'
import { grown, named, openNumbers, withMissing, type Numbers } from '../../../../web/mailbox/numbers.ts'

interface Call {
  seqs: readonly number[]
  signal: AbortSignal
  /** The rows arrive and the call ends. */
  answer(): Promise<void>
  fail(error: unknown): Promise<void>
}

function setUp(exists: number) {
  let numbers = openNumbers(exists)
  const calls: Call[] = []
  const failures: unknown[] = []
  const settle = () => vi.advanceTimersByTimeAsync(0)
  const fetcher = createRowFetcher({
    ready: () => true,
    unknown: (first, last) =>
      Array.from({ length: numbers.exists }, (_, index) => numbers.exists - index)
        .slice(Math.max(0, first), last + 1)
        .filter((seq) => !numbers.uids.has(seq) && !numbers.missing.has(seq)),
    fetch: (seqs, signal) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('cancelled')))
        calls.push({
          seqs,
          signal,
          answer: () => {
            numbers = named(
              numbers,
              seqs.map((seq) => [seq, seq * 10] as const),
            )
            resolve()
            return settle().then()
          },
          fail: (error) => {
            reject(error)
            return settle().then()
          },
        })
      }),
    failed: (error) => void failures.push(error),
  })
  const call = (index: number): Call => {
    const one = calls[index]
    if (!one) throw new Error(`only ${calls.length} calls`)
    return one
  }
  return {
    fetcher,
    calls,
    call,
    failures,
    set: (next: (before: Numbers) => Numbers) => (numbers = next(numbers)),
  }
}
/** Longer than the shortest time between two fetches. */
const pause = () => vi.advanceTimersByTimeAsync(1_000)

describe('createRowFetcher', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('asks once for what is on screen and around it', async () => {
    const { fetcher, calls, call } = setUp(100_000)
    fetcher.want({ first: 0, last: 10 })
    expect([calls.length, call(0).seqs[0], call(0).seqs.at(-1)]).toEqual([1, 100_000, 100_000 - 45])
    await call(0).answer()
    fetcher.want({ first: 3, last: 13 })
    await pause()
    expect(calls.length).toBe(1)
  })

  it('jumps anywhere with one fetch', async () => {
    const { fetcher, calls, call } = setUp(100_000)
    fetcher.want({ first: 0, last: 10 })
    await call(0).answer()
    await pause()
    fetcher.want({ first: 50_000, last: 50_010 })
    expect(calls.length).toBe(2)
    await call(1).answer()
    await pause()
    expect(calls.length).toBe(2)
  })

  it('cancels what was scrolled past, and asks for where the scroll ends', async () => {
    const { fetcher, calls, call } = setUp(100_000)
    fetcher.want({ first: 0, last: 10 })
    for (let first = 1_000; first < 20_000; first += 1_000) fetcher.want({ first, last: first + 10 })
    await pause()
    expect(call(0).signal.aborted).toBe(true)
    expect(calls.length).toBe(2)
    expect(call(1).seqs).toContain(100_000 - 19_000)
    expect(call(1).signal.aborted).toBe(false)
  })

  it('looks again when new mail shifts the rows', async () => {
    const { fetcher, calls, call, set } = setUp(1_000)
    fetcher.want({ first: 0, last: 10 })
    await call(0).answer()
    await pause()
    set((window) => grown(window, 1_002))
    fetcher.refresh()
    expect(calls.length).toBe(2)
    expect(call(1).seqs).toEqual([1_002, 1_001])
  })

  it('does not ask again for what the server does not hand out', async () => {
    const { fetcher, calls, call, set } = setUp(3)
    fetcher.want({ first: 0, last: 10 })
    set((window) => withMissing(window, [2]))
    await call(0).answer()
    fetcher.refresh()
    await pause()
    expect(calls.length).toBe(1)
  })

  it('reports a failure once and does not try by itself', async () => {
    const { fetcher, calls, call, failures } = setUp(10)
    fetcher.want({ first: 0, last: 9 })
    await call(0).fail(new Error('no'))
    await pause()
    expect([failures.length, calls.length]).toEqual([1, 1])
    fetcher.refresh()
    expect(calls.length).toBe(2)
  })

  it('stops', async () => {
    const { fetcher, calls, call, failures } = setUp(10)
    fetcher.want({ first: 0, last: 9 })
    fetcher.stop()
    await pause()
    expect([call(0).signal.aborted, calls.length, failures.length]).toEqual([true, 1, 0])
  })
})
