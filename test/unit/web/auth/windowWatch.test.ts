import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchWindow } from '../../../../web/auth/windowWatch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('a window seems to be gone once it is called closed and the person is back, and that is said once', () => {
  const popup = { closed: false }
  let focus = true
  const onSeemsClosed = vi.fn()
  watchWindow(popup, onSeemsClosed, { hasFocus: () => focus })
  vi.advanceTimersByTime(600_000)
  // What COOP on the provider's page does: called closed while the person types in it.
  focus = false
  popup.closed = true
  vi.advanceTimersByTime(600_000)
  expect(onSeemsClosed).not.toHaveBeenCalled()
  focus = true
  vi.advanceTimersByTime(600_000)
  expect(onSeemsClosed).toHaveBeenCalledOnce()
})

it('nobody looks any more once the answer is here', () => {
  const onSeemsClosed = vi.fn()
  const stop = watchWindow({ closed: true }, onSeemsClosed, { hasFocus: () => true })
  stop()
  expect(vi.getTimerCount()).toBe(0)
})
