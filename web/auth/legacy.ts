import type { LegacyAuth, PublicProvider } from '../../shared/publicConfig.ts'
import { IdentityError } from './identityError.ts'
import { challengeOf, randomText } from './pkce.ts'
import { redirectUris } from './redirect.ts'
import type { AuthProvider, FreshTokenOptions, TokenCredentials } from './types.ts'

export interface LegacyAuthOptions {
  provider: PublicProvider
  auth: LegacyAuth
  pageUrl: string
  /** sessionStorage; where the tokens are kept, as MSAL keeps its own. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  navigate: (url: string) => void
}

/** A sign-in that was begun: what its answer is checked with. */
interface Begun {
  state: string
  verifier: string
  user: string
}

/** What is kept: the tokens, whose they are, and the address that was typed, since these endpoints tell none. */
interface StoredToken extends Omit<TokenCredentials, 'kind'> {
  refreshToken?: string
}

/**
 * The OAuth 2.0 endpoints that Outlook.com's reference page names (`login.live.com/oauth20_token.srf`, `wl.imap`): no
 * OpenID, no discovery, so MSAL has no use for them. Authorization code with PKCE (RFC 6749 section 4.1, RFC 7636), tokens
 * by form POST.
 */
export function createLegacyAuth({
  provider,
  auth,
  pageUrl,
  storage,
  navigate,
}: LegacyAuthOptions): AuthProvider {
  const tokensKey = `ponte.legacy.${provider.id}`
  const begunKey = `${tokensKey}.begun`
  const redirectUri = redirectUris(pageUrl).page
  const scope = auth.scopes.join(' ')

  function read<Value>(key: string): Value | undefined {
    const text = storage.getItem(key)
    return text === null ? undefined : (JSON.parse(text) as Value)
  }

  async function requestToken(grant: Record<string, string>): Promise<Record<string, unknown>> {
    let response: Response
    let body: unknown
    try {
      response = await fetch(auth.tokenEndpoint, {
        method: 'POST',
        // A form is what RFC 6749 asks for, and a content type that needs no preflight.
        body: new URLSearchParams({ client_id: auth.clientId, redirect_uri: redirectUri, ...grant }),
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      })
      body = await response.json()
    } catch (error) {
      throw new IdentityError('network_error', undefined, { cause: error })
    }
    const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
    if (response.ok && typeof fields.access_token === 'string') return fields
    throw new IdentityError(
      String(fields.error ?? `http_${response.status}`),
      fields.error_description === undefined ? undefined : String(fields.error_description),
    )
  }

  function keep(
    user: string,
    fields: Record<string, unknown>,
    previous?: Pick<StoredToken, 'identity' | 'refreshToken'>,
  ): TokenCredentials {
    const lifetimeMs = Number(fields.expires_in ?? 0) * 1000
    const refreshToken =
      typeof fields.refresh_token === 'string' ? fields.refresh_token : previous?.refreshToken
    // Where `user_id` is not told, the typed address stands for the person: the mail server checks the token against it.
    const told = typeof fields.user_id === 'string' && fields.user_id !== '' ? fields.user_id : undefined
    const identity = told ?? previous?.identity ?? user.trim().toLowerCase()
    const token = {
      identity,
      user,
      accessToken: String(fields.access_token),
      expiresOn: Date.now() + lifetimeMs,
    }
    const stored: StoredToken = { ...token, ...(refreshToken === undefined ? {} : { refreshToken }) }
    storage.setItem(tokensKey, JSON.stringify(stored))
    return { kind: 'accessToken', ...token }
  }

  async function redeem(response: string): Promise<TokenCredentials> {
    const begun = read<Begun>(begunKey)
    storage.removeItem(begunKey)
    const fields = new URLSearchParams(response)
    if (!begun || fields.get('state') !== begun.state) throw new IdentityError('state_mismatch')
    const error = fields.get('error')
    if (error !== null) throw new IdentityError(error, fields.get('error_description') ?? undefined)
    const grant = {
      grant_type: 'authorization_code',
      code: fields.get('code') ?? '',
      code_verifier: begun.verifier,
    }
    return keep(begun.user, await requestToken(grant))
  }

  async function freshToken(options: FreshTokenOptions): Promise<TokenCredentials> {
    const { identity, minLifetimeMs, force } = options
    const stored = read<StoredToken>(tokensKey)
    if (stored?.identity !== identity) throw new IdentityError('interaction_required')
    const { user, accessToken, expiresOn, refreshToken } = stored
    if (!force && expiresOn - Date.now() >= minLifetimeMs) {
      return { kind: 'accessToken', identity, user, accessToken, expiresOn }
    }
    if (refreshToken === undefined) throw new IdentityError('interaction_required')
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken, scope }
    return keep(user, await requestToken(grant), stored)
  }

  return {
    provider,
    async signIn({ user, beforeRedirect }) {
      if (!user) throw new IdentityError('interaction_required')
      const begun: Begun = { state: randomText(), verifier: randomText(), user }
      storage.setItem(begunKey, JSON.stringify(begun))
      const url = new URL(auth.authorizationEndpoint)
      const query = {
        client_id: auth.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope,
        state: begun.state,
        code_challenge: await challengeOf(begun.verifier),
        code_challenge_method: 'S256',
        login_hint: user,
      }
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      await beforeRedirect?.()
      navigate(url.href)
      return new Promise<never>(() => {})
    },
    async resume(response) {
      if (response !== undefined) return redeem(response)
      storage.removeItem(begunKey)
      return undefined
    },
    freshToken,
    async forget(identity) {
      if (read<StoredToken>(tokensKey)?.identity === identity) storage.removeItem(tokensKey)
    },
    async signOut() {
      storage.removeItem(tokensKey)
      storage.removeItem(begunKey)
    },
  }
}
