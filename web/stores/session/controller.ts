import { delay } from '../../delay.ts'
import type { PonteError, SignInStep } from '../../../shared/protocol/errors.ts'
import type { LaneName } from '../../../shared/protocol/events.ts'
import { RENEW_BEFORE_MS } from '../../auth/limits.ts'
import { requireIdentity } from '../../auth/sameIdentity.ts'
import type { AuthProvider, Credentials, Identity } from '../../auth/types.ts'
import { createBackoff } from '../../bridge/backoff.ts'
import type { OpenableBridgeClient } from '../../bridge/client.ts'
import { toPonteError } from '../kit/failure.ts'
import { LOGOUT_MS, STABLE_MS, WAKE_GAP_MS } from './limits.ts'
import { asksToWait, isPassing, isRefusedToken, leastWait } from './passing.ts'
import { createRenewal, type Renewal } from './renewal.ts'
import type { ReadyReason, SessionState } from './state.ts'

export interface ControllerOptions {
  providerId: string
  /** Whose account it is: no lane is opened with anybody else's credentials. */
  identity: Identity
  /** The mailbox's address, where it is not the one of the name signed in with. */
  mailbox?: string | undefined
  auth: Pick<AuthProvider, 'freshToken'>
  client: OpenableBridgeClient
  /** The account was connected before, by another tab: its failures are losses, not a sign-in that failed. */
  wasReady?: boolean
  /** It was before the page was loaded anew: so are these. */
  wasIn?: boolean
  onState: (state: SessionState) => void
  onReady: (reason: ReadyReason) => void
  /** Calls back when the network or the tab comes back; returns how to stop. */
  onWake: (listener: () => void) => () => void
}

/** Connects one account and keeps it connected: credentials first, then the socket, then AUTHENTICATE (rule T4). */
export interface SessionController {
  /** With credentials that are in hand (just signed in), or else with what the provider still has. */
  connect(credentials?: Credentials): void
  fail(error: PonteError): void
  /** Logs out, as far as the bridge answers in time, and closes for good. */
  close(): Promise<void>
}

interface SignedIn {
  host: string
  capabilities: readonly string[]
}

export function createSessionController(options: ControllerOptions): SessionController {
  const { providerId, identity, mailbox, auth, client, onState, onReady, onWake } = options
  const backoff = createBackoff()
  let state: SessionState = { kind: 'signedOut' }
  let renewal: Renewal | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let everReady = options.wasReady ?? false
  let readySince = 0
  let lastAttempt = 0
  /** The server asked to be left alone until then. */
  let quietUntil = 0
  /** Which attempt is the current one: an older one that still comes back is not listened to. */
  let generation = 0

  function setState(next: SessionState): void {
    state = next
    onState(next)
  }

  function step(name: SignInStep): void {
    if (state.kind === 'connecting') setState({ kind: 'connecting', step: name })
  }

  /** For the next attempt, and for what the lanes of the last socket waited for. */
  function stopWaiting(): void {
    clearTimeout(timer)
    renewal?.stop()
    renewal = undefined
  }

  async function openLane(credentials: Credentials, lane: LaneName): Promise<SignedIn> {
    const { user } = requireIdentity(credentials, identity)
    return credentials.kind === 'password'
      ? client.call('login', { provider: providerId, user, password: credentials.password, lane })
      : client.call('authenticate', {
          provider: providerId,
          // The server decides whether this token opens it.
          user: mailbox ?? user,
          accessToken: credentials.accessToken,
          lane,
        })
  }

  async function attempt(given: Credentials | undefined, force: boolean): Promise<void> {
    generation += 1
    const mine = generation
    lastAttempt = Date.now()
    let credentials = given
    stopWaiting()
    if (state.kind === 'reconnecting') setState({ ...state, retryAt: lastAttempt })
    try {
      step('identity')
      credentials ??= await auth.freshToken({ identity, minLifetimeMs: RENEW_BEFORE_MS, force })
      if (mine !== generation) return
      step('network')
      await client.open()
      if (mine !== generation) return
      step('authenticate')
      const signedIn = await openLane(credentials, 'main')
      if (mine === generation) ready(credentials, signedIn)
    } catch (caught) {
      if (mine !== generation) return
      const error = toPonteError(caught)
      // The token may have died between here and there; one that was just made has not.
      const mayBeStale = credentials?.kind === 'accessToken' && !force && !given
      if (mayBeStale && isRefusedToken(error)) void attempt(undefined, true)
      else lost(error)
    }
  }

  function ready(credentials: Credentials, { host, capabilities }: SignedIn): void {
    const reason: ReadyReason = everReady ? 'reconnect' : 'first'
    const connected: SessionState = { kind: 'ready', host, capabilities }
    everReady = true
    readySince = Date.now()
    renewal = createRenewal({
      quietUntil: () => quietUntil,
      identity,
      auth,
      openLane: async (fresh, lane) => {
        await openLane(fresh, lane)
      },
      onLost: (lane, error, retryAt) => {
        if (lane === 'main') setState({ kind: 'reconnecting', reason: error, retryAt })
      },
      onBack: (lane) => {
        if (lane === 'main') setState(connected)
      },
      onFailed: (lane, error) => {
        if (lane === 'main') fail(error)
      },
    })
    renewal.opened('main', credentials)
    setState(connected)
    onReady(reason)
  }

  /** The attempt failed, or the connection that was there is gone. */
  function lost(error: PonteError): void {
    generation += 1
    stopWaiting()
    client.close()
    // On the sign-in page the user looks on and decides; only waiting as told needs no decision.
    if (!(everReady || options.wasIn ? isPassing(error) : asksToWait(error))) {
      fail(error)
      return
    }
    if (readySince > 0 && Date.now() - readySince >= STABLE_MS) backoff.reset()
    readySince = 0
    const retryAt = Math.max(Date.now() + Math.max(backoff.next(), leastWait(error)), quietUntil)
    setState({ kind: 'reconnecting', reason: error, retryAt })
    timer = setTimeout(() => void attempt(undefined, false), retryAt - Date.now())
  }

  function fail(error: PonteError): void {
    generation += 1
    stopWaiting()
    client.close()
    setState({ kind: 'failed', error })
  }

  client.on('credentials', (event) => renewal?.asked(event))
  client.on('throttled', ({ retryAfter }) => (quietUntil = Date.now() + retryAfter))
  client.onClosed((error) => {
    if (state.kind === 'ready' || state.kind === 'reconnecting') lost(error)
  })
  const stopWaking = onWake(() => {
    renewal?.wake()
    // No storm: only while waiting for a socket, not where the server asked to wait, and not again and again.
    if (state.kind !== 'reconnecting' || renewal || leastWait(state.reason) > 0 || quietUntil > Date.now())
      return
    if (state.retryAt <= Date.now() || Date.now() - lastAttempt < WAKE_GAP_MS) return
    void attempt(undefined, false)
  })

  return {
    connect(credentials) {
      if (state.kind !== 'reconnecting') setState({ kind: 'connecting', step: 'identity' })
      void attempt(credentials, false)
    },
    fail,
    async close() {
      generation += 1
      stopWaiting()
      stopWaking()
      const late = delay(LOGOUT_MS)
      if (state.kind === 'ready') await Promise.race([client.call('logout', {}).catch(() => undefined), late])
      client.close()
      setState({ kind: 'signedOut' })
    },
  }
}
