import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { PublicConfig, PublicProvider } from '../../../shared/publicConfig.ts'
import { createAuth } from '../../auth/createAuth.ts'
import { IdentityError } from '../../auth/identityError.ts'
import { hereNow, setPending, takePending } from '../../auth/redirect.ts'
import { requireIdentity } from '../../auth/sameIdentity.ts'
import type { AuthProvider, Credentials, OtherMailbox, SignInInput } from '../../auth/types.ts'
import { bridgeUrl } from '../../config.ts'
import { ownedAccounts } from '../../tabs/names.ts'
import { vouchedAccounts } from '../../tabs/vouch.ts'
import { toPonteError } from '../kit/failure.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { ownAddress } from '../../mime/senders.ts'
import type { SharedAccount } from '../../tabs/tabMessages.ts'
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
    for (const { id, providerId, identity } of [...accounts.accounts]) {
      if (entered.value[id]) continue
      const connection = connections.get(id)
      const closing = connection?.controller.close()
      forget(id)
      await closing
      // Another mailbox may be open with the same sign-in.
      if (!accounts.accounts.some((one) => one.providerId === providerId && one.identity === identity))
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

  async function enter(
    provider: PublicProvider,
    { expected, mailbox }: Wanted,
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
        const account = accounts.add(sharedAccount(provider.id, credentials, mailbox))
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
    const { identity, mailbox } = begun ?? {}
    const expected =
      pending && identity !== undefined
        ? accounts.find(accountId({ providerId: pending.id, identity, ...(mailbox && { mailbox }) }))
        : undefined
    // Of our own making, in this tab's storage: an address cannot bring it along.
    if (pending) returnRoute.value = begun?.route
    if (pending) void enter(pending, { expected, mailbox }, (auth) => auth.resume(response))
    // Who has just signed out here sees no mail: not that of somebody else in another tab either.
    const asksTabs = !pending && signedOutOf.value === undefined
    const vouched = THIS_BROWSER && asksTabs ? await vouchedAccounts(THIS_BROWSER) : []
    for (const account of [...accounts.accounts]) {
      const provider = providerOf(account.providerId)
      const isVouched = vouched.some((one) => accountId(one) === account.id)
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

  /** @param mailbox the one to open, where it is not the one of the name signed in with */
  async function signIn(provider: PublicProvider, input: SignInInput, mailbox?: OtherMailbox): Promise<void> {
    setPending({ providerId: provider.id, ...(mailbox && { mailbox }), ...hereNow() })
    await enter(provider, { expected: undefined, mailbox }, async (auth) => {
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

  /** Another mailbox of the same sign-in in place of this one, or the person's own; nobody is asked to sign in. */
  async function openMailbox(id: string, mailbox: OtherMailbox | undefined): Promise<void> {
    const connection = connections.get(id)
    const account = accounts.find(id)
    if (!connection || !account) return
    const { mailbox: _before, wasIn: _wasIn, id: _id, ...person } = account
    const next: SharedAccount = { ...person, ...(mailbox && { mailbox }) }
    if (accountId(next) === id && mailbox?.shared === account.mailbox?.shared) return
    const isOnScreen = entered.value[id]
    await connection.beforeRedirect.run()
    await connection.controller.close()
    forget(id)
    const opened = accounts.replace(id, next)
    // Its mail is still in this page's memory; a fresh page has none.
    if (isOnScreen) startAfresh(undefined, '#/mail')
    else open(opened, connection.auth.provider).controller.connect()
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
    const signedIn = THIS_BROWSER ? await ownedAccounts(THIS_BROWSER.locks) : []
    await wipe({ keepsDrafts: signedIn.some((one) => one !== id) })
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
    openMailbox,
    connection: (id: string) => connections.get(id),
    providerOf,
  }
})

interface Wanted {
  /** Whose account it has to be, if it is known. */
  expected: Account | undefined
  /** What is to be opened, where it is not the mailbox of the name signed in with. */
  mailbox: OtherMailbox | undefined
}

function claimsOf(state: SessionState | undefined): string | undefined {
  return state?.kind === 'failed' && state.error instanceof IdentityError ? state.error.claims : undefined
}

/** @throws {Error} when there is no such account */
export function useSession(accountId: string): Session {
  const store = useSessionStore()
  const connection = store.connection(accountId)
  if (!connection) throw new Error(`no session for ${accountId}`)
  const { account, auth, client, controller } = connection
  const { user, mailbox } = account
  const { mailDomain, sentIsFiledByServer } = auth.provider
  return {
    accountId,
    provider: auth.provider,
    user,
    mailbox,
    address: ownAddress({ user, mailbox: mailbox?.address, mailDomain }),
    // Exchange puts what is sent as a shared mailbox into the sender's own Sent folder.
    sentIsFiledByServer: sentIsFiledByServer && !mailbox?.shared,
    name: mailbox?.shared ? '' : (account.name ?? ''),
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
    watch: connection.watch,
    retry: () => controller.connect(),
    fail: controller.fail,
    signInAgain: () =>
      signInAgain(connection, {
        claims: claimsOf(store.states[accountId]),
        onAsking: (asking) => (store.asking[accountId] = asking),
        isReady: () => store.states[accountId]?.kind === 'ready',
      }),
    openMailbox: (next) => store.openMailbox(accountId, next),
    signOut: () => store.signOut(accountId),
  }
}
