import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TOGGLE_QUIET_MS, TOGGLE_RECENT_MS } from '../../../../web/stores/mailbox/limits.ts'
import { createPace } from '../../../../web/stores/mailbox/pace.ts'

describe('the pace of commands for a flag', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  const wanted = (...uids: number[]) => new Map(uids.map((uid) => [uid, true]))
  /** Whether what is wanted may go after so many milliseconds. */
  async function goes(
    pace: ReturnType<typeof createPace>,
    uids: number[],
    afterMs: number,
  ): Promise<boolean> {
    let free = false
    void pace.settled(() => wanted(...uids)).then(() => (free = true))
    await vi.advanceTimersByTimeAsync(afterMs)
    return free
  }

  it('lets the first go at once, and other messages too', async () => {
    const pace = createPace()
    pace.wished()
    expect(await goes(pace, [1], 0)).toBe(true)
    pace.sent(new Set([1]))
    pace.wished()
    expect(await goes(pace, [2], 0)).toBe(true)
  })

  it('holds what takes back the command before until the toggling ends', async () => {
    const pace = createPace()
    pace.sent(new Set([1]))
    pace.wished()
    expect(await goes(pace, [1], TOGGLE_QUIET_MS - 1)).toBe(false)
    pace.wished()
    expect(await goes(pace, [1], TOGGLE_QUIET_MS - 1)).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await goes(pace, [1], 0)).toBe(true)
  })

  it('forgets what was sent long ago', async () => {
    const pace = createPace()
    pace.sent(new Set([1]))
    await vi.advanceTimersByTimeAsync(TOGGLE_RECENT_MS + 1)
    pace.wished()
    expect(await goes(pace, [1], 0)).toBe(true)
  })
})
