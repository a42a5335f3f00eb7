import { randomUUID } from 'node:crypto'
import { PonteError } from '../shared/protocol/errors.ts'
import type { BridgeEvent, LaneName } from '../shared/protocol/events.ts'
import type { Provider } from './config/config.ts'
import { diagnoseProvider, type Check } from './diagnose/diagnose.ts'
import type { DiagnoseDoor } from './doors/diagnoseDoor.ts'
import { Drain } from './drain.ts'
import type { Outside } from './fetch/guard.ts'
import type { SessionContext } from './handler.ts'
import { ImageFetcher, type ImageRules } from './image/imageFetcher.ts'
import { BodyBudget, type AllBodies } from './imap/bodyBudget.ts'
import type { ImapConnection } from './imap/connection.ts'
import { JobQueue } from './imap/jobQueue.ts'
import type { Credentials } from './imap/signingIn.ts'
import { Lane } from './imap/lane.ts'
import { Trace } from './imap/trace.ts'
import { canonical } from './imap/mailboxName.ts'
import { LaneOpener, type LaneOpenerOptions, type OpenOptions } from './laneOpener.ts'
import { SideLane } from './sideLane.ts'
import { withFields } from './log.ts'

/** What a session is in, one at a time. */
type SessionState =
  | { kind: 'awaitingCredentials' }
  | { kind: 'opening' }
  | { kind: 'ready'; provider: Provider; user: string; main: Lane; side: SideLane }
  | { kind: 'closed' }

export interface SessionOptions extends LaneOpenerOptions {
  /** As configured now: a reload may change them. */
  providers: () => readonly Provider[]
  emit: (event: BridgeEvent) => void
  /** Called when the session ends by itself; without a reason, because it was asked to. */
  onEnd: (reason?: PonteError) => void
  /** Called when credentials begin to be used, and when they were refused. */
  onState: (state: 'opening' | 'ready' | 'awaitingCredentials') => void
  pollIntervalMs?: number | undefined
  images?: ImageRules | undefined
  outside?: Outside | undefined
  diagnoseDoor: DiagnoseDoor
  allBodies: AllBodies
}

/** One browser's session: one user of one provider, and the lanes to their mail server. Nothing outlives it. */
export class Session implements SessionContext {
  readonly id = randomUUID()
  readonly bodies: BodyBudget
  readonly holding = new JobQueue()
  readonly drain = new Drain()
  readonly trace = new Trace()
  readonly #options: SessionOptions
  /** Aborted when the session ends: connections that are being opened end with it. */
  readonly #ending = new AbortController()
  readonly #opener: LaneOpener
  readonly #images: ImageFetcher
  #state: SessionState = { kind: 'awaitingCredentials' }

  constructor(options: SessionOptions) {
    this.#options = options
    this.#opener = new LaneOpener({
      ...options,
      log: withFields(options.log, { session: this.id }),
      ending: this.#ending.signal,
      onOpened: (lane, connection) => this.trace.adopt(lane, connection),
      onRefusedTooOften: () =>
        this.end(new PonteError('authenticationFailed', { message: 'Signing in was refused too often.' })),
    })
    this.#images = new ImageFetcher(options.images)
    this.bodies = new BodyBudget(options.allBodies)
  }

  get main(): Lane {
    return this.#ready().main
  }

  /** @throws PonteError `notSignedIn`: the bridge fetches nothing for strangers. */
  get images(): ImageFetcher {
    this.#ready()
    return this.#images
  }

  async side(): Promise<Lane | undefined> {
    return this.#ready().side.get()
  }

  async outsideMailbox(path: string, signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
    const { main, side } = this.#ready()
    const left = await main.forget(path, signal)
    let gone = false
    try {
      if (side.current?.open) await side.current.forget(path, signal)
      await work()
      gone = left !== undefined && left.path === canonical(path) && left.path !== 'INBOX'
    } finally {
      // Refused, or only one above it was renamed: what the page watches may be where it was.
      if (left && !gone) await main.resume(left).catch(() => undefined)
    }
  }

  get outside(): Outside {
    return this.#options.outside ?? {}
  }

  get account(): { provider: Provider; user: string } {
    const { provider, user } = this.#ready()
    return { provider, user }
  }

  async signIn(options: {
    provider: string
    lane: LaneName
    credentials: Credentials
    signal: AbortSignal
  }): Promise<{ capabilities: string[]; host: string }> {
    const provider = this.#options.providers().find((one) => one.id === options.provider)
    if (!provider) throw new PonteError('unknownProvider', { step: 'identity' })
    checkKind(provider, options.credentials)
    const before = this.#state
    if (before.kind === 'closed') throw new PonteError('shuttingDown')
    if (before.kind === 'opening' || this.#opener.isOpening(options.lane))
      throw new PonteError('tagInUse', { message: 'Signing in is under way already.' })
    if (before.kind === 'ready') return this.#renew(before, provider, options)
    this.#enter({ kind: 'opening' })
    try {
      const connection = await this.#opener.open(provider, options)
      const { emit, pollIntervalMs } = this.#options
      const main = new Lane('main', emit, { pollIntervalMs })
      await main.adopt(connection)
      this.#enter({
        kind: 'ready',
        provider,
        user: options.credentials.user,
        main,
        side: new SideLane(emit),
      })
      return opened(connection)
    } catch (error) {
      this.#enter({ kind: 'awaitingCredentials' })
      throw error
    }
  }

  async *diagnose(options: {
    provider: string
    credentials: Credentials | undefined
    signal: AbortSignal
  }): AsyncGenerator<Check, void, void> {
    const { providers, address, signInDoor, diagnoseDoor, onState } = this.#options
    const provider = providers().find((one) => one.id === options.provider)
    if (!provider) throw new PonteError('unknownProvider', { step: 'identity' })
    const { credentials } = options
    if (credentials) checkKind(provider, credentials)
    diagnoseDoor.enter(address)
    const guessable = credentials?.kind === 'password'
    const attempt = { address, provider: provider.id, user: credentials?.user ?? '', guessable }
    if (credentials) await signInDoor.enter(attempt)
    const signal = AbortSignal.any([options.signal, this.#ending.signal])
    const isWaiting = this.#state.kind === 'awaitingCredentials'
    // Whoever looks for what is wrong has no credentials in time (rule T4).
    if (isWaiting) onState('opening')
    try {
      for await (const check of diagnoseProvider({ provider, credentials, signal })) {
        if (check.code === 'authenticationFailed' || check.code === 'smtpAuthRefused')
          await signInDoor.refused(attempt)
        yield check
      }
    } finally {
      if (isWaiting && this.#state.kind === 'awaitingCredentials') onState('awaitingCredentials')
    }
  }

  mailboxesChanged(): void {
    this.#options.emit({ type: 'mailboxes' })
  }

  end(reason?: PonteError): void {
    // After the running call's answer, which is sent in the same turn of the event loop.
    setImmediate(() => this.#options.onEnd(reason))
  }

  /** Ends the lanes. Idempotent. */
  async close(): Promise<void> {
    const state = this.#state
    this.#state = { kind: 'closed' }
    this.#ending.abort()
    this.drain.stop()
    if (state.kind === 'ready') await Promise.all([state.main.close(), state.side.close()])
  }

  async #renew(
    state: Extract<SessionState, { kind: 'ready' }>,
    provider: Provider,
    options: OpenOptions,
  ): Promise<{ capabilities: string[]; host: string }> {
    if (state.provider.id !== provider.id || state.user !== options.credentials.user)
      throw new PonteError('wrongUser')
    const { main, side } = state
    // As configured by now: its certificates may be others since the session began.
    state.provider = provider
    if (options.lane === 'main') {
      const connection = await this.#opener.open(provider, options)
      await main.adopt(connection)
      return opened(connection)
    }
    try {
      const connection = await this.#opener.open(provider, options)
      await side.adopt(connection)
      return opened(connection)
    } catch (error) {
      side.refused()
      throw error
    }
  }

  #ready(): Extract<SessionState, { kind: 'ready' }> {
    if (this.#state.kind !== 'ready') throw new PonteError('notSignedIn')
    return this.#state
  }

  #enter(state: Exclude<SessionState, { kind: 'closed' }>): void {
    if (this.#state.kind === 'closed') throw new PonteError('shuttingDown')
    this.#state = state
    this.#options.onState(state.kind)
  }
}

function opened(connection: ImapConnection): { capabilities: string[]; host: string } {
  return { capabilities: [...connection.capabilities], host: connection.host }
}

/** A password never goes to a provider of tokens, nor a token where a password is asked for. */
function checkKind(provider: Provider, credentials: Credentials): void {
  const takesPassword = provider.auth.kind === 'password'
  if (takesPassword === (credentials.kind === 'password')) return
  throw new PonteError('mechanismUnsupported', {
    step: 'identity',
    message: takesPassword
      ? `${provider.name} signs in with a password (command "login").`
      : `${provider.name} signs in with an access token (command "authenticate").`,
  })
}
