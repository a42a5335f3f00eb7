import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createBulkPace } from '../../../../web/bridge/bulkPace.ts'
import type { Call } from '../../../../web/bridge/types.ts'

/** Commands that reached the server, by kind, since it was last looked. */
let sent: string[]
let pace: ReturnType<typeof createBulkPace>
let call: Call

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  sent = []
  pace = createBulkPace()
  const wire = (async (name: string, _args: object, options?: { priority?: string }) => {
    sent.push(options?.priority === 'background' ? 'headers' : name)
    return {}
  }) as unknown as Call
  call = pace.link(wire)
})
afterEach(() => vi.useRealTimers())

const mailbox = { path: 'INBOX', uidValidity: '1' }
const messages = { by: 'uid', set: '1:*' } as const
const headers = (signal?: AbortSignal) =>
  call(
    'fetch',
    { mailbox, messages, shape: 'compact' },
    { priority: 'background', ...(signal && { signal }) },
  )
const search = () => call('search', { mailbox, criteria: { key: 'all' } })
const open = () => call('fetchBody', { mailbox, uid: 1, sections: [{ kind: 'source' }] })

/** So many of each are wanted, one after the other. */
function want(count: number): void {
  for (const one of [headers, search, open])
    void (async () => {
      for (let turn = 0; turn < count; turn++) await one()
    })()
}

async function sentWithin(ms: number): Promise<Record<string, number>> {
  await vi.advanceTimersByTimeAsync(ms)
  const now = sent.splice(0)
  const count = (kind: string): number => now.filter((one) => one === kind).length
  return { headers: count('headers'), search: count('search'), fetchBody: count('fetchBody') }
}

it('nothing waits before the server has asked to wait', async () => {
  want(20)
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toHaveLength(60)
})

it('after that headers and searches go one by one, and what a person opens goes at once', async () => {
  pace.throttled(1_000)
  want(40)
  const first = await sentWithin(5_000)
  expect(first).toEqual({ headers: 1, search: 1, fetchBody: 40 })
  // Quicker with each that goes through, and soon as before.
  const next = await sentWithin(10_000)
  expect(next['headers']).toBeGreaterThan(first['headers'] ?? 0)
  const rest = await sentWithin(60_000)
  expect((first['headers'] ?? 0) + (next['headers'] ?? 0) + (rest['headers'] ?? 0)).toBe(40)
})

it('a server that throttles again is asked for less still', async () => {
  pace.throttled(0)
  want(40)
  const once = await sentWithin(12_000)
  pace.throttled(0)
  pace.throttled(0)
  const again = await sentWithin(12_000)
  const total = (counts: Record<string, number>): number => (counts['headers'] ?? 0) + (counts['search'] ?? 0)
  expect(total(again)).toBeLessThan(total(once))
})

it('what is called off does not wait', async () => {
  pace.throttled(60_000)
  const abort = new AbortController()
  const gone = headers(abort.signal)
  abort.abort()
  await gone
  expect(sent).toEqual(['headers'])
})
