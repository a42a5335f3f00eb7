import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { REST_MS, whenResting } from '../../../../web/components/message-list/whenResting.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('tells of the row a pointer rests on, once, and of none that it passes over', () => {
  const rested: number[] = []
  const { over, leave } = whenResting((index) => rested.push(index))
  for (const index of [1, 2, 3]) {
    over(index)
    vi.advanceTimersByTime(REST_MS - 1)
  }
  expect(rested).toEqual([])
  over(3)
  vi.advanceTimersByTime(1)
  // Moved within the row.
  over(3)
  vi.advanceTimersByTime(REST_MS)
  expect(rested).toEqual([3])
  over(4)
  leave()
  vi.advanceTimersByTime(REST_MS)
  over(3)
  vi.advanceTimersByTime(REST_MS)
  expect(rested).toEqual([3, 3])
})
