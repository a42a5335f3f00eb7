import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SocketWatch } from '../../../bridge/wire/socketWatch.ts'
import {
  CREDENTIALS_DEADLINE_MS,
  PING_INTERVAL_MS,
  SILENCE_TIMEOUT_MS,
} from '../../../shared/protocol/limits.ts'

/** Rule T4 with a clock that can be turned; the real clock runs in test/integration/protocol/deadlines.test.ts. */

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watch() {
  const said: string[] = []
  const socketWatch = new SocketWatch({
    onDeadline: () => said.push('deadline'),
    onSilence: () => said.push('silence'),
    ping: (number) => said.push(`ping ${number}`),
  })
  return { said, socketWatch }
}

describe('T4', () => {
  test('T4: the numbers are those of the rule', () => {
    expect([CREDENTIALS_DEADLINE_MS, PING_INTERVAL_MS, SILENCE_TIMEOUT_MS]).toEqual([10_000, 20_000, 50_000])
  })

  test('T4: credentials are waited for exactly so long', () => {
    const { said } = watch()
    vi.advanceTimersByTime(CREDENTIALS_DEADLINE_MS - 1)
    expect(said).toEqual([])
    vi.advanceTimersByTime(1)
    expect(said).toEqual(['deadline'])
  })

  test('T4: while they are used, and after, there is no deadline; when they were refused there is one again', () => {
    const { said, socketWatch } = watch()
    vi.advanceTimersByTime(9_000)
    socketWatch.onState('opening')
    vi.advanceTimersByTime(15_000)
    socketWatch.onState('awaitingCredentials')
    vi.advanceTimersByTime(9_999)
    expect(said).toEqual(['ping 1'])
    vi.advanceTimersByTime(1)
    expect(said).toEqual(['ping 1', 'deadline'])
    socketWatch.onState('ready')
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual(['ping 1', 'deadline', 'ping 2'])
  })

  test('T4: pings go on for as long as something is heard; after 50 s of silence the socket is given up', () => {
    const { said, socketWatch } = watch()
    socketWatch.onState('ready')
    for (let count = 0; count < 10; count++) {
      vi.advanceTimersByTime(PING_INTERVAL_MS)
      socketWatch.heard()
    }
    expect(said).toHaveLength(10)
    vi.advanceTimersByTime(SILENCE_TIMEOUT_MS - 1)
    expect(said).toEqual([...Array.from({ length: 12 }, (_, index) => `ping ${index + 1}`)])
    vi.advanceTimersByTime(1)
    expect(said.at(-1)).toBe('silence')
  })

  test('T4: a stopped watch says nothing more', () => {
    const { said, socketWatch } = watch()
    socketWatch.stop()
    vi.advanceTimersByTime(1_000_000)
    expect(said).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
