/**
 * A page that is nothing but MSAL, bundled and served by the sign-in tests: what the browser library does with the
 * demo's identity providers is shown without a page of the product in between.
 */
import { PublicClientApplication, type AuthenticationResult, type Configuration } from '@azure/msal-browser'

interface PageSettings {
  configuration: Configuration
  scopes: string[]
  redirectBridge: string
}

export interface SignedIn {
  username: string
  name: string | undefined
  homeAccountId: string
  accessToken: string
  /** Milliseconds since the epoch. */
  expiresOn: number | undefined
  scopes: string[]
  fromCache: boolean
  claims: Record<string, unknown>
}

export interface Failure {
  /** MSAL's class: `InteractionRequiredAuthError`, `ServerError`… */
  name: string
  errorCode: string
  message: string
}

export interface MsalPage {
  /** What the redirect brought back, if this page load was one. */
  returned: SignedIn | Failure | undefined
  signIn(options?: { loginHint?: string; prompt?: string }): Promise<void>
  silent(options?: {
    forceRefresh?: boolean
    scopes?: string[]
    cacheLookupPolicy?: 0 | 2 | 3
  }): Promise<SignedIn | Failure>
  sso(loginHint: string): Promise<SignedIn | Failure>
  signOut(): Promise<void>
}

declare global {
  interface Window {
    msalPage?: MsalPage
  }
}

function describe(result: AuthenticationResult): SignedIn {
  const { account, accessToken, expiresOn, scopes, fromCache, idTokenClaims } = result
  return {
    username: account.username,
    name: account.name,
    homeAccountId: account.homeAccountId,
    accessToken,
    expiresOn: expiresOn?.getTime(),
    scopes,
    fromCache,
    claims: { ...idTokenClaims },
  }
}

function explain(error: unknown): Failure {
  const { name = '', errorCode = '', message = String(error) } = error as Partial<Failure>
  return { name, errorCode, message }
}

const settings = (await (await fetch('msal.json')).json()) as PageSettings
const { scopes } = settings
const redirectUri = new URL(settings.redirectBridge, location.href).href
const application = new PublicClientApplication(settings.configuration)
await application.initialize()

let returned: MsalPage['returned']
try {
  const result = await application.handleRedirectPromise()
  if (result) returned = describe(result)
} catch (error) {
  returned = explain(error)
}
const account = () => application.getAllAccounts()[0]

window.msalPage = {
  returned,
  signIn: (options) => application.loginRedirect({ scopes, ...options }),
  silent: async (options = {}) => {
    const current = account()
    if (!current) return { name: 'Error', errorCode: 'no_account', message: 'nobody is signed in' }
    return application
      .acquireTokenSilent({ scopes, account: current, redirectUri, ...options })
      .then(describe, explain)
  },
  sso: (loginHint) => application.ssoSilent({ scopes, loginHint, redirectUri }).then(describe, explain),
  signOut: async () => {
    const current = account()
    await application.logoutRedirect({
      ...(current && {
        account: current,
        ...(current.idToken !== undefined && { idTokenHint: current.idToken }),
      }),
    })
  },
}
