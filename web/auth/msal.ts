import type {
  AccountInfo,
  AuthenticationResult,
  Configuration,
  EventType,
  InteractionRequiredAuthError,
  IPublicClientApplication,
  PopupEvent,
} from '@azure/msal-browser'
import { delay } from '../delay.ts'
import type { MicrosoftAuth, OidcAuth, PublicProvider } from '../../shared/publicConfig.ts'
import { createHeldToken } from './heldToken.ts'
import { IdentityError } from './identityError.ts'
import { identityProblem } from './identityProblem.ts'
import { RENEW_BEFORE_MS, SIGN_OUT_WAIT_MS, WINDOW_WAIT_MS } from './limits.ts'
import { redirectUris } from './redirect.ts'
import type { AuthProvider, FreshTokenOptions, SignInInput, TokenCredentials } from './types.ts'

export type MsalAuth = MicrosoftAuth | OidcAuth

/** MSAL's settings for one provider: its AAD mode for Microsoft, its OIDC mode for everybody else. */
export function msalConfiguration(auth: MsalAuth, pageUrl: string): Configuration {
  const { clientId, authority, authorityMetadata } = auth
  const common = {
    clientId,
    authority,
    redirectUri: redirectUris(pageUrl).page,
    ...(authorityMetadata === undefined ? {} : { authorityMetadata }),
  }
  // The access token is used for its whole life less a minute, not MSAL's five.
  // `iframeBridgeTimeout` stays what it is: nobody types into a hidden frame.
  const system = {
    tokenRenewalOffsetSeconds: RENEW_BEFORE_MS / 1000,
    popupBridgeTimeout: WINDOW_WAIT_MS,
  }
  const cache = { cacheLocation: 'sessionStorage' as const }
  if (auth.kind === 'microsoft') {
    const { knownAuthorities, cloudDiscoveryMetadata } = auth
    return {
      auth: {
        ...common,
        ...(knownAuthorities ? { knownAuthorities } : {}),
        ...(cloudDiscoveryMetadata === undefined ? {} : { cloudDiscoveryMetadata }),
      },
      cache,
      system: { ...system, protocolMode: 'AAD' },
    }
  }
  return {
    auth: {
      ...common,
      knownAuthorities: [new URL(authority).host],
      // Without it MSAL adds offline_access to refreshes too, which strict providers refuse.
      OIDCOptions: { defaultScopes: ['openid', 'profile'] },
    },
    cache,
    system: { ...system, protocolMode: 'OIDC' },
  }
}

/** MSAL's classes for what a server answered. Some of its own making are of these too: `MSAL_WORDS` tells them. */
const SAID_BY_SERVER: readonly (string | undefined)[] = ['ServerError', 'InteractionRequiredAuthError']

/** "See https://aka.ms/msal.js.errors#timed_out for details". */
const MSAL_WORDS = /aka\.ms\/msal/

/** Code, claims and the provider's words of whatever MSAL threw; its own words are for its developers. */
export function toIdentityError(error: unknown): IdentityError {
  if (error instanceof IdentityError) return error
  const { name, errorCode, errorMessage, claims } = error as Partial<InteractionRequiredAuthError>
  const said = SAID_BY_SERVER.includes(name) && errorMessage && !MSAL_WORDS.test(errorMessage)
  return new IdentityError(errorCode || 'unknown_error', said ? errorMessage : undefined, {
    cause: error,
    claims,
  })
}

/** XOAUTH2's user: `account.username`; providers without `preferred_username` tell the address in `email`. */
function userOf(account: AccountInfo): string {
  const email: unknown = account.idTokenClaims?.email
  return account.username || (typeof email === 'string' ? email : '')
}

export function toCredentials(
  result: Pick<AuthenticationResult, 'account' | 'accessToken' | 'expiresOn'>,
): TokenCredentials {
  const { account, accessToken, expiresOn } = result
  const user = userOf(account)
  const identity = account.homeAccountId
  if (!identity) throw new IdentityError('no_identity')
  if (!user) throw new IdentityError('no_address')
  // The token itself is never looked into: personal accounts' are opaque. No expiry told: treated as spent when asked again.
  return {
    kind: 'accessToken',
    identity,
    user,
    ...(account.name ? { name: account.name } : {}),
    accessToken,
    expiresOn: expiresOn?.getTime() ?? Date.now(),
  }
}

export interface MsalAuthOptions {
  provider: PublicProvider
  auth: MsalAuth
  pageUrl: string
  /** The tab's own: where MSAL keeps what it has, too. */
  storage: Storage
}

/** Signs in through MSAL, which is loaded when it is first needed: not to open a mailbox with a token that still lives. */
export function createMsalAuth({ provider, auth, pageUrl, storage }: MsalAuthOptions): AuthProvider {
  let application: Promise<IPublicClientApplication> | undefined
  const held = createHeldToken(storage, `ponte.accesstoken.${provider.id}`)
  const bridgeUri = redirectUris(pageUrl).bridge
  const { scopes } = auth
  // OpenID Connect Core, section 11: a provider ignores offline_access unless it asked for consent. One that did and is
  // strict (oidc-provider) refuses a refresh that names it: scope "not originally granted", RFC 6749 section 6.
  const silentScopes = auth.kind === 'oidc' ? scopes.filter((scope) => scope !== 'offline_access') : scopes

  async function load(): Promise<IPublicClientApplication> {
    const msal = await import('@azure/msal-browser').catch((error: unknown) => {
      throw new IdentityError('network_error', undefined, { cause: error })
    })
    return msal.createStandardPublicClientApplication(msalConfiguration(auth, pageUrl))
  }

  /** Runs with the application; whatever fails becomes an `IdentityError`. A failed load is tried again next time. */
  async function withMsal<Value>(use: (msal: IPublicClientApplication) => Promise<Value>): Promise<Value> {
    application ??= load()
    application.catch(() => (application = undefined))
    try {
      return await use(await application)
    } catch (error) {
      throw toIdentityError(error)
    }
  }

  function accept(result: AuthenticationResult): TokenCredentials {
    const credentials = toCredentials(result)
    held.keep(credentials)
    return credentials
  }

  /** Asks in a small window; `undefined` where the browser opens none. */
  async function inWindow(
    msal: IPublicClientApplication,
    request: { scopes: string[] },
    onWindow: SignInInput['onWindow'],
  ): Promise<TokenCredentials | undefined> {
    const listener = msal.addEventCallback(
      ({ payload }) => onWindow?.((payload as PopupEvent).popupWindow),
      ['msal:popupOpened' satisfies EventType],
    )
    try {
      // The window of an earlier try may be gone without anybody having noticed: it must not be in the way of this one.
      const options = { redirectUri: bridgeUri, overrideInteractionInProgress: true }
      return accept(await msal.acquireTokenPopup({ ...request, ...options }))
    } catch (caught) {
      const error = toIdentityError(caught)
      if (identityProblem(error) !== 'popupBlocked') throw error
      return undefined
    } finally {
      if (listener) msal.removeEventCallback(listener)
    }
  }

  async function silent(
    msal: IPublicClientApplication,
    options: FreshTokenOptions,
  ): Promise<TokenCredentials> {
    // MSAL's cache may hold others, who tried this tab: the order it lists them in says nothing.
    const account = msal.getAccount({ homeAccountId: options.identity })
    if (!account) throw new IdentityError('no_account_error')
    const request = { scopes: silentScopes, account, redirectUri: bridgeUri }
    const result = await msal.acquireTokenSilent({ ...request, forceRefresh: options.force === true })
    const left = (result.expiresOn?.getTime() ?? 0) - Date.now()
    if (!result.fromCache || left >= options.minLifetimeMs) return accept(result)
    return accept(await msal.acquireTokenSilent({ ...request, forceRefresh: true }))
  }

  return {
    provider,
    signIn: ({ user, popup, claims, onWindow, beforeRedirect }: SignInInput) =>
      withMsal(async (msal) => {
        const request = {
          scopes,
          ...(claims ? { claims } : {}),
          ...(user ? { loginHint: user } : {}),
          // Who signs out here stays signed in at Microsoft; the next sign-in must be able to choose.
          ...(auth.kind === 'microsoft' && !user ? { prompt: 'select_account' } : {}),
        }
        if (popup) {
          const credentials = await inWindow(msal, request, onWindow)
          if (credentials) return credentials
          await beforeRedirect?.()
        }
        await msal.acquireTokenRedirect(request)
        return new Promise<never>(() => {})
      }),
    resume: (response) =>
      withMsal(async (msal) => {
        // Also without a response: MSAL then forgets a sign-in that was begun and left (the Back button).
        const result = await msal.handleRedirectPromise({
          navigateToLoginRequestUrl: false,
          ...(response === undefined ? {} : { hash: `#${response}` }),
        })
        if (result) return accept(result)
        if (response !== undefined) throw new IdentityError('state_not_found')
        return undefined
      }),
    freshToken: async (options) =>
      (options.force ? undefined : held.get(options.identity, options.minLifetimeMs)) ??
      withMsal((msal) => silent(msal, options)),
    silentSignIn: ({ user, identity }) =>
      withMsal(async (msal) => {
        const request = { scopes: silentScopes, loginHint: user, redirectUri: bridgeUri }
        const result = await msal.ssoSilent(request)
        if (result.account.homeAccountId === identity) return accept(result)
        // The provider's session is somebody else's: nothing of theirs may be found here later.
        await msal.clearCache({ account: result.account })
        throw new IdentityError('login_required')
      }),
    forget: (identity) => {
      held.drop(identity)
      return withMsal(async (msal) => {
        const account = msal.getAccount({ homeAccountId: identity })
        if (account) await msal.clearCache({ account })
      }).catch(() => undefined)
    },
    signOut: () => {
      held.drop()
      // Without an account MSAL also forgets an interaction that was begun.
      const cleared = withMsal((msal) => msal.clearCache()).catch(() => undefined)
      // The page is wiped after this, MSAL's own storage included: not to be held up by a network that MSAL comes over.
      return Promise.race([cleared, delay(SIGN_OUT_WAIT_MS)])
    },
  }
}
