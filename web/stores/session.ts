import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { PublicConfig, PublicProvider } from '../../shared/publicConfig.ts'
import { createAuth } from '../auth/createAuth.ts'
import { IdentityError } from '../auth/identityError.ts'
import { setPending, takePending } from '../auth/redirect.ts'
import type { AuthProvider, Credentials, SignInInput } from '../auth/types.ts'
import type { Answer } from '../bridge/timing.ts'
import type { BridgeClient } from '../bridge/types.ts'
import { bridgeUrl } from '../config.ts'
import { useAccounts, type Account } from './accounts.ts'
import { createConnection, type Connection } from './session/connection.ts'
import type { ReadyReason, SessionState } from './session/state.ts'
import type { SubmitCredentials } from './session/submitCredentials.ts'
import { wipe } from './session/wipe.ts'

/** One account's connection, as pages and stores use it. `state` and what derives from it are reactive. */
export interface Session {
  readonly accountId: string
  readonly provider: PublicProvider
  /** The mail address signed in with. */
  readonly user: string
  /** What the provider calls the person; empty when it does not tell. */
  readonly name: string
  readonly state: SessionState
  /** After signing in; empty until the first `ready`. */
  readonly capabilities: readonly string[]
  /** The same object over reconnections, listeners included. Calls reject with `connectionLost` while there is no socket. */
  readonly client: BridgeClient
  /** At once when it is ready, and after every reconnection; returns how to stop. */
  onReady(listener: (reason: ReadyReason) => void): () => void
  /** Tells of each call that was answered, and how long it took; returns how to stop. */
  onAnswer(listener: (answer: Answer) => void): () => void
  submitCredentials(): Promise<SubmitCredentials>
  /** Tries again now: from `failed` or `reconnecting`. */
  retry(): void
  /** The mail page found that the account cannot be used (a failed SELECT INBOX): shown like a failed sign-in. */
  fail(error: PonteError): void
  /** Asks the identity provider again, in a small window where that can be, so that nothing on this page is lost. */
  signInAgain(): Promise<void>
  /** Ends the session, forgets tokens, wipes what this browser keeps, and returns to the sign-in page. */
  signOut(): Promise<void>
}

/** Before there is an account: what the sign-in page is doing. */
export type SignInState =
  | { name: 'idle' }
  | { name: 'busy'; providerId: string }
  | { name: 'failed'; providerId: string; error: PonteError }

const nameIn = (credentials: Credentials): string | undefined =>
  credentials.kind === 'accessToken' ? credentials.name : undefined

const SIGNED_OUT: SessionState = { name: 'signedOut' }

function toPonteError(error: unknown): PonteError {
  return error instanceof PonteError
    ? error
    : new PonteError('internal', { cause: error, message: String(error) })
}

export const useSessionStore = defineStore('session', () => {
  const accounts = useAccounts()
  const config = shallowRef<PublicConfig>({ bridge: 'bridge', providers: [] })
  /** Why there are no settings, if there are none. */
  const configError = ref<string>()
  /** By account id. */
  const states = ref<Record<string, SessionState>>({})
  /** By account id: what the server could do when it was last asked. */
  const capabilities = ref<Record<string, readonly string[]>>({})
  const signInState = ref<SignInState>({ name: 'idle' })
  /** Accounts that were ready once: their failures belong on the mail page. */
  const entered = ref<Record<string, boolean>>({})
  /** For the password form, after a reload. */
  const lastUser = ref('')
  const connections = new Map<string, Connection>()
  /** By provider id: what a sign-in obtained is what later asks for fresh tokens. */
  const auths = new Map<string, AuthProvider>()

  function authOf(provider: PublicProvider): AuthProvider {
    const auth = auths.get(provider.id) ?? createAuth(provider)
    auths.set(provider.id, auth)
    return auth
  }

  function providerOf(id: string): PublicProvider | undefined {
    return config.value.providers.find((provider) => provider.id === id)
  }

  function open(account: Account, provider: PublicProvider): Connection {
    const known = connections.get(account.id)
    if (known) return known
    const connection = createConnection({
      account,
      auth: authOf(provider),
      bridgeUrl: bridgeUrl(config.value, document.baseURI),
      onState: (state) => {
        states.value[account.id] = state
        if (state.name !== 'ready') return
        capabilities.value[account.id] = state.capabilities
        entered.value[account.id] = true
      },
    })
    connections.set(account.id, connection)
    states.value[account.id] = { name: 'connecting', step: 'identity' }
    return connection
  }

  function forget(id: string): void {
    connections.delete(id)
    delete states.value[id]
    delete capabilities.value[id]
    delete entered.value[id]
    accounts.remove(id)
  }

  /** Accounts that never got in: the next sign-in takes their place. */
  async function forgetFailed(): Promise<void> {
    for (const { id } of [...accounts.accounts]) {
      if (entered.value[id]) continue
      const closing = connections.get(id)?.controller.close()
      forget(id)
      await closing
    }
  }

  async function enter(
    provider: PublicProvider,
    acquire: (auth: AuthProvider) => Promise<Credentials | undefined>,
  ) {
    signInState.value = { name: 'busy', providerId: provider.id }
    try {
      const credentials = await acquire(authOf(provider))
      if (credentials) {
        open(accounts.add(provider.id, credentials.user, nameIn(credentials)), provider).controller.connect(
          credentials,
        )
      }
      signInState.value = { name: 'idle' }
    } catch (error) {
      signInState.value = { name: 'failed', providerId: provider.id, error: toPonteError(error) }
    }
  }

  /**
   * Once, when the page has loaded: takes up a sign-in that comes back from its provider (`response`), or the accounts
   * this tab had before a reload. Connections exist when it returns; they become ready later.
   */
  function start(loaded: PublicConfig, response: string | undefined): void {
    config.value = loaded
    const pending = providerOf(takePending() ?? '')
    if (pending) void enter(pending, (auth) => auth.resume(response))
    for (const account of [...accounts.accounts]) {
      const provider = providerOf(account.providerId)
      // A password did not survive the reload, and providers come and go with the host's settings.
      if (!provider || provider.auth.kind === 'password') {
        lastUser.value = account.user
        accounts.remove(account.id)
      } else if (provider !== pending) open(account, provider).controller.connect()
    }
  }

  async function signIn(provider: PublicProvider, input: SignInInput): Promise<void> {
    await forgetFailed()
    setPending(provider.id)
    await enter(provider, (auth) => auth.signIn(input))
    // Still here: it failed, or needed no redirect.
    takePending()
  }

  /** The user does not want to wait, or comes back from the provider's page by the Back button. */
  async function cancelSignIn(): Promise<void> {
    takePending()
    signInState.value = { name: 'idle' }
    await forgetFailed()
  }

  async function signOut(id: string): Promise<void> {
    const connection = connections.get(id)
    await connection?.controller.close()
    await connection?.auth.signOut().catch(() => undefined)
    if (accounts.accounts.length > 1) {
      forget(id)
      return
    }
    await wipe()
    // Mail that was read is still in this page's memory; a fresh page has none. It shows the sign-in page, not this one:
    // whoever sees that may trust that nothing is left.
    history.replaceState(null, '', '#/')
    location.reload()
  }

  return {
    config,
    configError,
    states,
    capabilities,
    signInState,
    entered,
    lastUser,
    start,
    signIn,
    cancelSignIn,
    signOut,
    connection: (id: string) => connections.get(id),
    providerOf,
  }
})

/** @throws {Error} when there is no such account */
export function useSession(accountId: string): Session {
  const store = useSessionStore()
  const connection = store.connection(accountId)
  if (!connection) throw new Error(`no session for ${accountId}`)
  const { account, auth, client, controller } = connection
  return {
    accountId,
    provider: auth.provider,
    user: account.user,
    name: account.name ?? '',
    client,
    get state() {
      return store.states[accountId] ?? SIGNED_OUT
    },
    get capabilities() {
      return store.capabilities[accountId] ?? []
    },
    onReady: connection.onReady,
    onAnswer: connection.onAnswer,
    submitCredentials: connection.submitCredentials,
    retry: () => controller.connect(),
    fail: controller.fail,
    async signInAgain() {
      try {
        const credentials = await auth.signIn({ user: account.user, popup: true })
        // Another account of the same person is another account here too.
        if (credentials.user.toLowerCase() !== account.user.toLowerCase()) {
          throw new IdentityError('account_selection_required', credentials.user)
        }
        controller.connect(credentials)
      } catch (error) {
        controller.fail(toPonteError(error))
      }
    },
    signOut: () => store.signOut(accountId),
  }
}
