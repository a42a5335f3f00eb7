import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { PublicConfig, PublicProvider } from '../../../shared/publicConfig.ts'
import { createAuth } from '../../auth/createAuth.ts'
import { IdentityError } from '../../auth/identityError.ts'
import { hereNow, setPending, takePending } from '../../auth/redirect.ts'
import { requireIdentity } from '../../auth/sameIdentity.ts'
import type { AuthProvider, Credentials, SignInInput } from '../../auth/types.ts'
import { bridgeUrl } from '../../config.ts'
import { vouchedAccounts } from '../../tabs/vouch.ts'
import { toPonteError } from '../kit/failure.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { ownAddress } from '../../mime/senders.ts'
import { accountId, sharedAccount, useAccounts, type Account } from './accounts.ts'
import { createConnection, type Connection } from './connection.ts'
import { THIS_BROWSER } from './roles.ts'
import { signInAgain } from './signInAgain.ts'
import type { Session } from './sessionFace.ts'
import type { Asking, SessionState, SignInState } from './state.ts'
import { startAfresh, takeSignedOutOf, wipe } from './wipe.ts'

const SIGNED_OUT: SessionState = { kind: 'signedOut' }

export const useSessionStore = defineStore('session', () => {
  const accounts = useAccounts()
  const config = shallowRef<PublicConfig>({ bridge: 'bridge', providers: [] })
  /** Why there are no settings, if there are none. */
  const configError = ref<string>()
  /** By account id. */
  const states = ref<Record<string, SessionState>>({})
  /** By account id: what the server could do when it was last asked. */
  const capabilities = ref<Record<string, readonly string[]>>({})
  const signInState = ref<SignInState>({ kind: 'idle' })
  /** By account id: who is being asked in a small window. */
  const asking = ref<Record<string, Asking | undefined>>({})
  /** The id of the provider that this tab has just signed out of. */
  const signedOutOf = ref<string>()
  /** Where a sign-in that came back by redirect was begun. */
  const returnRoute = ref<string>()
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
        if (state.kind === 'ready') {
          capabilities.value[account.id] = state.capabilities
          accounts.noteIn(account.id)
        }
        // After a reload the mail that is kept is on screen, and is waited with.
        if (state.kind === 'ready' || (state.kind === 'reconnecting' && account.wasIn))
          entered.value[account.id] = true
      },
      onSignedOut: () => void leave(account.id),
    })
    connections.set(account.id, connection)
    states.value[account.id] = { kind: 'connecting', step: 'identity' }
    return connection
  }

  function forget(id: string): void {
    connections.delete(id)
    delete states.value[id]
    delete capabilities.value[id]
    delete asking.value[id]
    delete entered.value[id]
    accounts.remove(id)
  }

  /** Accounts that never got in: the next sign-in takes their place, and finds none of their tokens. */
  async function forgetFailed(): Promise<void> {
    for (const { id, identity } of [...accounts.accounts]) {
      if (entered.value[id]) continue
      const connection = connections.get(id)
      const closing = connection?.controller.close()
      forget(id)
      await closing
      await connection?.auth.forget(identity)
    }
  }

  /** Forgets what earlier sign-ins with this provider left, unless one of them is in use. */
  async function forgetAbandoned(provider: PublicProvider): Promise<void> {
    await forgetFailed()
    if (accounts.accounts.some(({ providerId }) => providerId === provider.id)) return
    await authOf(provider).signOut()
  }

  const isBusy = (): boolean => signInState.value.kind === 'busy'

  /** @param expected whose account it has to be, if it is known */
  async function enter(
    provider: PublicProvider,
    expected: Account | undefined,
    acquire: (auth: AuthProvider) => Promise<Credentials | undefined>,
  ) {
    signInState.value = { kind: 'busy', providerId: provider.id }
    try {
      const credentials = await acquire(authOf(provider))
      // Cancelled meanwhile.
      if (credentials && !isBusy()) return await authOf(provider).forget(credentials.identity)
      if (credentials && expected && credentials.identity !== expected.identity) {
        await authOf(provider).forget(credentials.identity)
        requireIdentity(credentials, expected.identity)
      }
      if (credentials) {
        const account = accounts.add(sharedAccount(provider.id, credentials))
        open(account, provider).controller.connect(credentials)
      } else if (expected) open(expected, provider).controller.connect()
    } catch (caught) {
      const error = toPonteError(caught)
      if (!expected) return void (signInState.value = { kind: 'failed', providerId: provider.id, error })
      // The account that was to be signed in to again is on screen, and says what became of it.
      open(expected, provider).controller.fail(error)
    }
    signInState.value = { kind: 'idle' }
  }

  /**
   * Once, when the page has loaded: takes up a sign-in that comes back from its provider (`response`), or the accounts
   * this tab had before a reload, or those that another tab is signed in to. Connections exist when it resolves; they become
   * ready later.
   */
  async function start(loaded: PublicConfig, response: string | undefined): Promise<void> {
    config.value = loaded
    signedOutOf.value = takeSignedOutOf()
    const begun = takePending()
    const pending = providerOf(begun?.providerId ?? '')
    const expected = pending && accounts.find(pending.id, begun?.identity)
    // Of our own making, in this tab's storage: an address cannot bring it along.
    if (pending) returnRoute.value = begun?.route
    if (pending) void enter(pending, expected, (auth) => auth.resume(response))
    const vouched = THIS_BROWSER && !pending ? await vouchedAccounts(THIS_BROWSER) : []
    for (const account of [...accounts.accounts]) {
      const provider = providerOf(account.providerId)
      const isVouched = vouched.some((one) => accountId(one.providerId, one.identity) === account.id)
      // A password did not survive the reload, and providers come and go with the host's settings.
      if (!provider || (provider.auth.kind === 'password' && !isVouched)) {
        lastUser.value = account.user
        accounts.remove(account.id)
      } else if (account !== expected) open(account, provider).controller.connect()
    }
    if (accounts.accounts.length > 0 || pending) return
    for (const account of vouched) {
      const provider = providerOf(account.providerId)
      if (provider) open(accounts.add(account), provider).controller.connect()
    }
  }

  async function signIn(provider: PublicProvider, input: SignInInput): Promise<void> {
    setPending({ providerId: provider.id, ...hereNow() })
    await enter(provider, undefined, async (auth) => {
      await forgetAbandoned(provider)
      return auth.signIn(input)
    })
    // Still here: it failed, or needed no redirect.
    takePending()
  }

  /** The user does not want to wait, or comes back from the provider's page by the Back button. */
  async function cancelSignIn(): Promise<void> {
    const begun = takePending()
    const provider = providerOf(
      begun?.providerId ?? ('providerId' in signInState.value ? signInState.value.providerId : ''),
    )
    signInState.value = { kind: 'idle' }
    await (provider ? forgetAbandoned(provider) : forgetFailed())
  }

  /** @param options.staysHere The address is kept for who signs in next: it is of their mail. */
  async function signOut(id: string, { staysHere = false } = {}): Promise<void> {
    const connection = connections.get(id)
    if (connection && !(await connection.mayLeave())) return
    connection?.tellSignedOut()
    await leave(id, staysHere)
  }

  /** This tab's part of signing out; in the others it was not asked for here. */
  async function leave(id: string, staysHere = false): Promise<void> {
    const connection = connections.get(id)
    await connection?.controller.close()
    await connection?.auth.signOut()
    if (accounts.accounts.length > 1) {
      await useHeaderIndex(id).forget()
      forget(id)
      return
    }
    await wipe()
    startAfresh(connection?.account.providerId, staysHere ? location.hash : '#/')
  }

  return {
    config,
    configError,
    states,
    capabilities,
    asking,
    returnRoute,
    signedOutOf,
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

function claimsOf(state: SessionState | undefined): string | undefined {
  return state?.kind === 'failed' && state.error instanceof IdentityError ? state.error.claims : undefined
}

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
    address: ownAddress({ user: account.user, mailDomain: auth.provider.mailDomain }),
    name: account.name ?? '',
    client,
    get state() {
      return store.states[accountId] ?? SIGNED_OUT
    },
    get capabilities() {
      return store.capabilities[accountId] ?? []
    },
    get asking() {
      return store.asking[accountId]
    },
    onReady: connection.onReady,
    beforeSignOut: connection.beforeSignOut,
    beforeRedirect: connection.beforeRedirect.add,
    get selected() {
      return connection.selected
    },
    get isOwner() {
      return connection.isOwner
    },
    onAnswer: connection.onAnswer,
    submitCredentials: connection.submitCredentials,
    retry: () => controller.connect(),
    fail: controller.fail,
    signInAgain: () =>
      signInAgain(connection, {
        claims: claimsOf(store.states[accountId]),
        onAsking: (asking) => (store.asking[accountId] = asking),
        isReady: () => store.states[accountId]?.kind === 'ready',
      }),
    signOut: () => store.signOut(accountId),
  }
}
