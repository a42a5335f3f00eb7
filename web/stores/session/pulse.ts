import { computed, onScopeDispose, ref } from 'vue'
import { traitsOf } from '../../bridge/traits.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { POLL_INTERVAL_MS } from '../kit/limits.ts'
import { LATENCY_ANSWERS } from './limits.ts'
import { useSession } from './session.ts'

/** How the page hears of news: the server tells (IDLE), or is asked (NOOP), next at `nextCheckAt` (milliseconds since the epoch). */
export type Live = { mode: 'idle' } | { mode: 'poll'; nextCheckAt: number }

/** What can be said about the connection besides its state: how fast it is, and what comes next. */
export const usePulse = defineKeyedStore('pulse', (accountId) => {
  const session = useSession(accountId)
  const answers = ref<readonly number[]>([])
  /** Of the last cheap commands, their median, in milliseconds. */
  const latencyMs = computed(() => medianOf(answers.value))
  const nextCheckAt = ref(Date.now() + POLL_INTERVAL_MS)
  /** The server asked to wait until then, in milliseconds since the epoch. */
  const throttledUntil = ref(0)
  const live = computed((): Live =>
    session.capabilities.includes('IDLE')
      ? { mode: 'idle' }
      : { mode: 'poll', nextCheckAt: nextCheckAt.value },
  )

  onScopeDispose(
    session.onAnswer(({ command, ms }) => {
      if (traitsOf(command).cheap) answers.value = [...answers.value, ms].slice(-LATENCY_ANSWERS)
    }),
  )
  onScopeDispose(
    session.client.on('polling', ({ nextIn }) => {
      nextCheckAt.value = Date.now() + nextIn
    }),
  )
  onScopeDispose(
    session.client.on('throttled', ({ retryAfter }) => (throttledUntil.value = Date.now() + retryAfter)),
  )

  return { latencyMs, live, throttledUntil }
})

/** In whole milliseconds, at least 1; `undefined` of none. */
export function medianOf(times: readonly number[]): number | undefined {
  const middle = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]
  return middle === undefined ? undefined : Math.max(1, Math.round(middle))
}
