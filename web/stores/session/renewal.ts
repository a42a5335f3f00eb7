import { PonteError } from '../../../shared/protocol/errors.ts'
import type { CredentialsEvent, LaneName } from '../../../shared/protocol/events.ts'
import { RENEW_BEFORE_MS } from '../../auth/limits.ts'
import type { AuthProvider, Credentials, Identity } from '../../auth/types.ts'
import { createBackoff } from '../../bridge/backoff.ts'
import { toPonteError } from '../kit/failure.ts'
import { HANDOVER_GAP_MS, HANDOVER_SLACK_MS } from './limits.ts'
import { isPassing, isRefusedToken, leastWait } from './passing.ts'

export interface RenewalOptions {
  /** The server asked to be left alone until then, in milliseconds since the epoch. */
  quietUntil: () => number
  /** Whose tokens. */
  identity: Identity
  auth: Pick<AuthProvider, 'freshToken'>
  /** Sends `authenticate` or `login` for the lane. */
  openLane: (credentials: Credentials, lane: LaneName) => Promise<void>
  /** The lane is gone and being opened again; `retryAt` as in `SessionState`. */
  onLost: (lane: LaneName, reason: PonteError, retryAt: number) => void
  onBack: (lane: LaneName) => void
  /** The lane cannot be had again without the user. */
  onFailed: (lane: LaneName, error: PonteError) => void
}

/** Keeps the lanes of one socket in credentials: hands over before a token dies, answers when the bridge asks. */
export interface Renewal {
  /** A lane was opened with these. */
  opened(lane: LaneName, credentials: Credentials): void
  asked(event: CredentialsEvent): void
  /** The tab or the network is back: what was due meanwhile is done now. */
  wake(): void
  /** The socket is gone. */
  stop(): void
}

/** The longest `setTimeout` takes, in milliseconds (a 32-bit integer). */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

export function createRenewal({
  quietUntil,
  identity,
  auth,
  openLane,
  onLost,
  onBack,
  onFailed,
}: RenewalOptions): Renewal {
  const lanes = new Map<LaneName, Credentials>()
  const answering = new Set<LaneName>()
  /** Lanes that are handed over now, and whether it worked: the bridge opens one connection of a lane at a time. */
  const handingOver = new Map<LaneName, Promise<boolean>>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const backoff = createBackoff()
  let handover: ReturnType<typeof setTimeout> | undefined
  let handoverAt = Infinity
  let lastHandover = Date.now()
  let stopped = false

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, ms)
      timers.add(timer)
    })
  }

  function schedule(): void {
    clearTimeout(handover)
    const expiries = [...lanes.values()].map((held) =>
      held.kind === 'accessToken' ? held.expiresOn : Infinity,
    )
    handoverAt = Math.max(
      Math.min(Infinity, ...expiries) - RENEW_BEFORE_MS,
      lastHandover + HANDOVER_GAP_MS,
      quietUntil(),
    )
    if (handoverAt === Infinity || stopped) return
    const pause = Math.min(Math.max(0, handoverAt - Date.now()), MAX_TIMEOUT_MS)
    handover = setTimeout(() => (Date.now() >= handoverAt ? void handOver() : schedule()), pause)
  }

  /** Make before break: the bridge opens the new connection with the new token, then swaps. */
  async function handOver(): Promise<void> {
    lastHandover = Date.now()
    try {
      const credentials = await auth.freshToken({
        identity,
        minLifetimeMs: RENEW_BEFORE_MS + HANDOVER_SLACK_MS,
      })
      for (const [lane, held] of [...lanes]) {
        if (stopped || answering.has(lane) || isSameToken(credentials, held)) continue
        const opening = openLane(credentials, lane)
        handingOver.set(
          lane,
          opening.then(() => true).catch(() => false),
        )
        await opening.finally(() => handingOver.delete(lane))
        lanes.set(lane, credentials)
      }
    } catch {
      // The old lane still works. When it dies the bridge asks, and then the failure is told.
    }
    if (!stopped) schedule()
  }

  /** A token other than the one the server has just called dead. */
  async function freshFor(lane: LaneName, dead: boolean): Promise<Credentials> {
    const credentials = await auth.freshToken({ identity, minLifetimeMs: RENEW_BEFORE_MS })
    return dead && isSameToken(credentials, lanes.get(lane))
      ? auth.freshToken({ identity, minLifetimeMs: RENEW_BEFORE_MS, force: true })
      : credentials
  }

  async function answer(lane: LaneName, event: CredentialsEvent): Promise<void> {
    if (await handingOver.get(lane)) {
      if (!stopped) onBack(lane)
      return
    }
    let dead = event.reason === 'expired'
    for (let refusals = 0; !stopped;) {
      const quiet = quietUntil() - Date.now()
      if (quiet > 0) {
        // A new connection would be one more request of those the server has had too many of.
        onLost(lane, new PonteError('throttled', { retryAfter: quiet }), Date.now() + quiet)
        await wait(quiet)
        continue
      }
      try {
        const credentials = await freshFor(lane, dead)
        if (stopped) return
        lanes.set(lane, credentials)
        await openLane(credentials, lane)
        backoff.reset()
        schedule()
        onBack(lane)
        return
      } catch (caught) {
        if (stopped) return
        const error = toPonteError(caught)
        if (isRefusedToken(error) && lanes.get(lane)?.kind === 'accessToken' && refusals === 0) {
          refusals += 1
          dead = true
        } else if (isPassing(error)) {
          const pause = Math.max(backoff.next(), leastWait(error))
          onLost(lane, error, Date.now() + pause)
          await wait(pause)
        } else {
          lanes.delete(lane)
          onFailed(lane, error)
          return
        }
      }
    }
  }

  return {
    opened(lane, credentials) {
      lanes.set(lane, credentials)
      schedule()
    },
    asked(event) {
      const { lane, reason, code, server } = event
      if (answering.has(lane) || stopped) return
      answering.add(lane)
      if (reason !== 'lane') {
        const lost = new PonteError(code ?? 'connectionLost', server === undefined ? {} : { server })
        onLost(lane, lost, Date.now())
      }
      void answer(lane, event).finally(() => answering.delete(lane))
    },
    wake() {
      if (Date.now() >= handoverAt) schedule()
    },
    stop() {
      stopped = true
      clearTimeout(handover)
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

function isSameToken(fresh: Credentials, held: Credentials | undefined): boolean {
  return (
    fresh.kind === 'accessToken' && held?.kind === 'accessToken' && fresh.accessToken === held.accessToken
  )
}
