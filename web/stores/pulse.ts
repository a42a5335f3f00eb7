import { onScopeDispose, ref } from 'vue'
import type { CommandName } from '../../shared/protocol/registry.ts'
import { defineKeyedStore } from './keyed.ts'
import { POLL_INTERVAL_MS } from './limits.ts'
import { useSession } from './session.ts'

/** Commands a server answers out of its memory: their time is that of the way there and back. */
const CHEAP: ReadonlySet<CommandName> = new Set([
  'noop',
  'check',
  'select',
  'store',
  'subscribe',
  'create',
  'capability',
])

/** What can be said about the connection besides its state: how long the last answer took, and what comes next. */
export const usePulse = defineKeyedStore('pulse', (accountId) => {
  const session = useSession(accountId)
  /** Of the last cheap command, in milliseconds. */
  const latencyMs = ref<number>()
  /** When the server last answered on the lane that is polled, in milliseconds since the epoch. */
  const answeredAt = ref(Date.now())
  /** The server asked to wait until then, in milliseconds since the epoch. */
  const throttledUntil = ref(0)

  onScopeDispose(
    session.onAnswer(({ command, lane, ms }) => {
      if (lane === 'main') answeredAt.value = Date.now()
      if (CHEAP.has(command)) latencyMs.value = Math.max(1, Math.round(ms))
    }),
  )
  onScopeDispose(
    session.client.on('throttled', ({ retryAfter }) => (throttledUntil.value = Date.now() + retryAfter)),
  )

  return { latencyMs, answeredAt, throttledUntil }
})

/** The bridge's next NOOP, counted from the last answer on its lane: it waits as long again after each. In milliseconds since the epoch. */
export function nextCheckAt(answeredAt: number, now: number): number {
  const passed = Math.max(0, now - answeredAt)
  return answeredAt + (Math.floor(passed / POLL_INTERVAL_MS) + 1) * POLL_INTERVAL_MS
}
