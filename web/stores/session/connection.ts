import { COMMAND_LIFETIME_MS } from '../../auth/limits.ts'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import { requireIdentity } from '../../auth/sameIdentity.ts'
import { PonteError } from '../../../shared/protocol/errors.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { AuthProvider, Credentials } from '../../auth/types.ts'
import { createEventHub } from '../../bridge/eventHub.ts'
import { isTurnedAway } from '../../bridge/repeatLost.ts'
import { createTiming, type Answer } from '../../bridge/timing.ts'
import type { BridgeClient, Call, Watcher } from '../../bridge/types.ts'
import type { Account } from './accounts.ts'
import { callsOfTab } from './callChain.ts'
import { createPresence } from './presence.ts'
import { takeRole } from './roles.ts'
import type { Role } from './role.ts'
import type { ReadyReason, SessionState } from './state.ts'
import { createTabAuth } from './tabAuth.ts'

export interface ConnectionOptions {
  account: Account
  auth: AuthProvider
  bridgeUrl: string
  onState: (state: SessionState) => void
  /** The account was signed out of in another tab. */
  onSignedOut: () => void
}

/** What one account holds besides its reactive state: made once, lives until sign-out. */
export interface Connection {
  readonly account: Account
  readonly auth: AuthProvider
  /** The same object whichever tab has the WebSocket, and over every loss. */
  readonly client: BridgeClient
  readonly controller: Pick<Role, 'fail' | 'close'> & { connect(credentials?: Credentials): void }
  /** At once when it is ready, and after every reconnection; returns how to stop. */
  onReady(listener: (reason: ReadyReason) => void): () => void
  /** Tells of each call that was answered, and how long it took; returns how to stop. */
  onAnswer(listener: (answer: Answer) => void): () => void
  /** Fresh credentials for `submit`: the bridge stores none, so each submission brings its own. */
  submitCredentials(): Promise<ArgsInput<Commands['submit']>['credentials']>
  /** Asked, one after the other, before signing out: to save what would be lost. */
  beforeSignOut(ask: () => Promise<boolean>): void
  /** The page is about to go to the identity provider, and comes back: what is in memory only is saved. */
  readonly beforeRedirect: { add(save: () => Promise<unknown>): void; run(): Promise<void> }
  /** Whether all who were asked let it go. */
  mayLeave(): Promise<boolean>
  /** From now on somebody looks at all that passes; nobody without. */
  watch(watcher: Watcher | undefined): void
  /** The mailbox this tab selected last. */
  readonly selected: string | undefined
  /** Whether this tab has the WebSocket; the others of the browser use it. */
  readonly isOwner: boolean
  tellSignedOut(): void
}

export function createConnection(options: ConnectionOptions): Connection {
  const { account, auth, onState, onSignedOut } = options
  const hub = createEventHub()
  const timing = createTiming()
  const guards = new Set<() => Promise<boolean>>()
  const savers = new Set<() => Promise<unknown>>()
  const waiting = new Set<{ resolve: () => void; reject: () => void }>()
  let state: SessionState = { kind: 'connecting', step: 'identity' }
  let role: Role | undefined
  /** Obtained by signing in here, before there was a part to play. */
  let given: Credentials | undefined
  let leaveRole: (() => void) | undefined
  let selected: string | undefined
  let wasReady = false
  let watcher: Watcher | undefined

  const presence = createPresence({
    isReady: () => state.kind === 'ready',
    isShared: () => role?.isShared === true,
    isWatching: () => selected === undefined || role?.watching === selected,
  })
  const tabAuth = createTabAuth({
    auth,
    identity: account.identity,
    user: account.user,
    onHeld: (credentials) => role?.tellHeld(credentials),
  })

  function setState(next: SessionState): void {
    state = next
    wasReady ||= next.kind === 'ready'
    onState(next)
    const settled = [...waiting]
    if (next.kind === 'ready') for (const { resolve } of settled) resolve()
    else if (next.kind === 'failed' || next.kind === 'signedOut') for (const { reject } of settled) reject()
  }

  /** Until calls can be made, by the next bridge if this one turns them away; `error` when only the user can bring that about. */
  function back(error: unknown, signal: AbortSignal | undefined): Promise<void> {
    if (state.kind === 'ready' && !isTurnedAway(error)) return Promise.resolve()
    if (state.kind === 'failed' || state.kind === 'signedOut') return Promise.reject(error as Error)
    return new Promise((resolve, reject) => {
      const abort = (): void => settle(() => reject(new PonteError('cancelled')))
      const one = {
        resolve: () => settle(resolve),
        reject: () => settle(() => reject(error as Error)),
      }
      const settle = (end: () => void): void => {
        waiting.delete(one)
        signal?.removeEventListener('abort', abort)
        end()
      }
      waiting.add(one)
      signal?.addEventListener('abort', abort)
      if (signal?.aborted) abort()
    })
  }

  function enter(next: Role): void {
    const isOwner = !next.isGuest
    role = next
    // An owner begins to connect; the owner of a guest needs to know only what it may lack.
    if (isOwner || given) next.connect(given)
    given = undefined
  }

  function connect(credentials?: Credentials): void {
    if (credentials) given = credentials
    if (role) {
      role.connect(given)
      given = undefined
    } else {
      leaveRole ??= takeRole(
        {
          account,
          auth: tabAuth,
          bridgeUrl: options.bridgeUrl,
          wasReady: () => wasReady,
          onState: setState,
          onReady: presence.ready,
          onSignedOut,
          watched:
            (next): Call =>
            (name, args, callOptions) =>
              (watcher?.link(next) ?? next)(name, args, callOptions),
          onEvent(event) {
            watcher?.event(event)
            // Of a mailbox that another tab watches: this one's rows are not what it is about.
            if (event.type !== 'resync' || event.mailbox === selected) hub.emit(event)
          },
        },
        enter,
      )
    }
  }

  const client: BridgeClient = {
    on: hub.on,
    limits: () => role?.client.limits(),
    call: callsOfTab({
      timing,
      onSelect: (path) => (selected = path),
      way: { isReady: () => state.kind === 'ready', back },
      role: async (name, args, callOptions) => {
        if (!role) throw new PonteError('connectionLost', { message: 'There is no connection.' })
        return role.client.call(name, args, callOptions)
      },
    }),
  }

  return {
    account,
    auth,
    client,
    onAnswer: timing.onAnswer,
    onReady: presence.onReady,
    controller: {
      connect,
      fail: (error) => (role ? role.fail(error) : setState({ kind: 'failed', error })),
      async close() {
        presence.stop()
        leaveRole?.()
        await role?.close()
        role = undefined
        setState({ kind: 'signedOut' })
      },
    },
    get selected() {
      return selected
    },
    get isOwner() {
      return role !== undefined && !role.isGuest
    },
    watch: (next) => (watcher = next),
    tellSignedOut: () => role?.tellSignedOut(),
    beforeSignOut: (ask) => void guards.add(ask),
    beforeRedirect: {
      add: (save) => void savers.add(save),
      async run() {
        await Promise.all([...savers].map((save) => save()))
      },
    },
    async mayLeave() {
      for (const ask of guards) if (!(await ask())) return false
      return true
    },
    async submitCredentials() {
      const credentials = await (role?.freshCredentials ?? tabAuth.freshToken)({
        identity: account.identity,
        minLifetimeMs: COMMAND_LIFETIME_MS,
      })
      requireIdentity(credentials, account.identity)
      if (credentials.kind === 'password') return { kind: 'password', password: credentials.password }
      const { accessToken, user } = credentials
      // Nobody signs in as a shared mailbox: its mail is sent by who has access to it.
      return { kind: 'accessToken', accessToken, ...(account.mailbox?.shared ? { user } : {}) }
    },
  }
}
