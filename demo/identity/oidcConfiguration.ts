import type { AdapterFactory, Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider'
import { base, Check, Prompt } from 'oidc-provider/lib/helpers/interaction_policy/index.js'
import { CODE_SECONDS, INTERACTION_SECONDS, REFRESH_TOKEN_SECONDS, SESSION_SECONDS } from './limits.ts'
import { page } from './page.ts'
import type { DemoUser } from './users.ts'

/** A single-page application: public, so it proves itself with PKCE (RFC 7636) and its redirect URI. */
export interface PublicClient {
  clientId: string
  /** Exact matches; their origins may call the token endpoint, and a sign-out may end at any of them. */
  redirectUris: readonly string[]
}

export interface OidcConfigurationOptions {
  clients: readonly PublicClient[]
  users: readonly DemoUser[]
  accessTokenTtlSeconds: number
  adapter: AdapterFactory
  signingKey: JWK
  /** Path the provider is mounted at, without the last slash: its cookies go nowhere else. */
  prefix: string
  /** Path of the sign-in page of one interaction. */
  signInPath: (interactionUid: string) => string
}

export function redirectOrigins(clients: readonly PublicClient[]): string[] {
  return [...new Set(clients.flatMap((client) => client.redirectUris.map((uri) => new URL(uri).origin)))]
}

/** oidc-provider's settings for the demo; every default that would print a notice is set. */
export function oidcConfiguration(options: OidcConfigurationOptions): Configuration {
  const { clients, users, accessTokenTtlSeconds } = options
  const origins = redirectOrigins(clients)
  return {
    adapter: options.adapter,
    jwks: { keys: [options.signingKey] },
    clients: clients.map(({ clientId, redirectUris }) => ({
      client_id: clientId,
      client_name: 'Ponte',
      redirect_uris: [...redirectUris],
      post_logout_redirect_uris: [...redirectUris],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    })),
    clientBasedCORS: (_ctx, origin) => origins.includes(origin),
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    // The page names its user by these whatever scopes it asked for.
    claims: {
      openid: ['sub', 'name', 'preferred_username', 'email', 'email_verified'],
      profile: [],
      email: [],
    },
    conformIdTokenClaims: false,
    findAccount: (_ctx, accountId) => {
      const user = users.find(({ oid }) => oid === accountId)
      return user && { accountId, claims: () => claimsOf(user) }
    },
    cookies: { long: { path: `${options.prefix}/`, httpOnly: true, sameSite: 'lax' } },
    pkce: { required: () => true },
    // OpenID Connect Core, section 11 allows refresh tokens without `offline_access`: a browser asks for it without saying consent.
    issueRefreshToken: () => true,
    loadExistingGrant: grantAll,
    interactions: {
      policy: signInPolicy(users),
      url: (_ctx, interaction) => options.signInPath(interaction.uid),
    },
    ttl: {
      AccessToken: accessTokenTtlSeconds,
      AuthorizationCode: CODE_SECONDS,
      Grant: SESSION_SECONDS,
      IdToken: accessTokenTtlSeconds,
      Interaction: INTERACTION_SECONDS,
      RefreshToken: REFRESH_TOKEN_SECONDS,
      Session: SESSION_SECONDS,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: signOutAtOnce, postLogoutSuccessSource: signedOut },
    },
    renderError: (ctx, { error, error_description }) => {
      const { html, headers } = page({
        heading: 'Sign-in stopped',
        paragraphs: [error_description ?? 'The identity provider could not go on.', `Code: ${error}`],
      })
      ctx.set(headers)
      ctx.body = html
    },
  }
}

function claimsOf({ oid, name, username }: DemoUser) {
  return { sub: oid, name, preferred_username: username, email: username, email_verified: true }
}

/** The demo has nothing to consent to: whoever is signed in has granted what is asked. */
async function grantAll({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider } = oidc
  const accountId = session?.accountId
  if (!client || !session || !accountId) return undefined
  const grantId = session.grantIdFor(client.clientId)
  const grant =
    (grantId && (await provider.Grant.find(grantId))) ||
    new provider.Grant({ clientId: client.clientId, accountId })
  grant.addOIDCScope([...oidc.requestParamScopes].join(' '))
  await grant.save()
  return grant
}

/** The base policy, with the two things a mail page asks for and it lacks: choosing an account, and heeding `login_hint`. */
function signInPolicy(users: readonly DemoUser[]) {
  const policy = base()
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  policy.get('login')?.checks.add(
    new Check(
      'login_hint',
      'somebody else than login_hint names is signed in',
      'login_required',
      ({ oidc }) => {
        const hint = String(oidc.params?.login_hint ?? '').toLowerCase()
        const hinted = users.find(({ username }) => username.toLowerCase() === hint)
        return hinted !== undefined && hinted.oid !== oidc.session?.accountId && !oidc.result?.login
      },
    ),
  )
  return policy
}

/** The page asked "sign out?" already: the form that oidc-provider wants confirmed sends itself. */
function signOutAtOnce(ctx: KoaContextWithOIDC, form: string): void {
  const script = "document.getElementById('op.logoutForm').submit()"
  const { html, headers } = page({
    heading: 'Signing out',
    content: `${form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>')}<script>${script}</script>`,
    formOrigins: postLogoutOrigin(ctx),
    script,
  })
  ctx.set(headers)
  ctx.body = html
}

function postLogoutOrigin({ oidc }: KoaContextWithOIDC): string[] {
  const uri = oidc.params?.post_logout_redirect_uri
  return typeof uri === 'string' ? [new URL(uri).origin] : []
}

function signedOut(ctx: KoaContextWithOIDC): void {
  const { html, headers } = page({ heading: 'Signed out', paragraphs: ['You can close this page.'] })
  ctx.set(headers)
  ctx.body = html
}
