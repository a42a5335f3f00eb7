import { redirectOrigins } from '../oidcConfiguration.ts'
import type { DemoUser } from '../users.ts'
import { AadstsError } from './aadsts.ts'
import {
  clientInfo,
  consentMissing,
  findClient,
  type MicrosoftContext,
  type MicrosoftRequest,
  loginHintOf,
  requireAccess,
} from './context.ts'
import { readScopes, type RequestedScopes } from './scopes.ts'

/** RFC 6749, section 5.1, with what Microsoft adds. Times in seconds. */
export interface TokenResponse {
  token_type: 'Bearer'
  scope: string
  expires_in: number
  ext_expires_in: number
  access_token: string
  refresh_token?: string
  refresh_token_expires_in?: number
  id_token?: string
  client_info?: string
}

/**
 * `/{tenant}/oauth2/v2.0/token` for single-page applications: codes and refresh tokens, from a browser only.
 * @throws {AadstsError}
 */
export function token(context: MicrosoftContext, { message, form }: MicrosoftRequest): TokenResponse {
  if (context.switches.unavailable) throw new AadstsError('unavailable')
  const client = findClient(context, form)
  const { origin } = message.headers
  if (origin === undefined) throw new AadstsError('notCrossOrigin')
  if (!redirectOrigins([client]).includes(origin)) throw new AadstsError('foreignOrigin')
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const codeVerifier = form.get('code_verifier')
      if (!codeVerifier) throw new AadstsError('pkceMissing')
      const grant = context.grants.redeemCode(form.get('code') ?? '', {
        clientId: client.clientId,
        redirectUri: form.get('redirect_uri') ?? '',
        codeVerifier,
      })
      const scope = form.get('scope') ?? grant.scope
      return issue(context, { ...grant, scope, form })
    }
    case 'refresh_token': {
      const previous = form.get('refresh_token') ?? ''
      const { clientId } = client
      const grant = context.grants.findRefreshToken(previous, clientId)
      if (context.switches.refreshTokensExpired) throw new AadstsError('refreshTokenExpired')
      requireAccess(context)
      if (consentMissing(context, clientId, grant.user)) throw new AadstsError('consentRequired')
      const scope = form.get('scope') ?? grant.scope
      return issue(context, { clientId, user: grant.user, scope, form, previous, nonce: undefined })
    }
    case null:
      throw new AadstsError('parameterMissing')
    default:
      throw new AadstsError('unsupportedGrantType')
  }
}

interface Issue {
  clientId: string
  user: DemoUser
  scope: string
  nonce: string | undefined
  form: URLSearchParams
  /** The refresh token this one follows. */
  previous?: string
}

function issue(context: MicrosoftContext, options: Issue): TokenResponse {
  const { grants, accessTokenTtlSeconds, tenantId } = context
  const { clientId, user, scope, form, previous } = options
  const scopes = readScopes(scope)
  const { resource, permissions } = scopes
  const expiresAt = context.now() + accessTokenTtlSeconds * 1000
  const refresh = scopes.offlineAccess
    ? grants.issueRefreshToken({ clientId, user, scope }, previous)
    : undefined
  return {
    token_type: 'Bearer',
    scope: scopes.granted,
    expires_in: accessTokenTtlSeconds,
    ext_expires_in: accessTokenTtlSeconds,
    access_token: grants.issueAccessToken({ user, resource, permissions, expiresAt }),
    ...(refresh && {
      refresh_token: refresh.token,
      refresh_token_expires_in: Math.floor((refresh.expiresAt - context.now()) / 1000),
    }),
    ...(scopes.openid && { id_token: idToken(context, { ...options, scopes }) }),
    ...(form.get('client_info') === '1' && { client_info: clientInfo(user, tenantId) }),
  }
}

function idToken(context: MicrosoftContext, options: Issue & { scopes: RequestedScopes }): string {
  const { baseUrl, basePath, tenantId, signer, accessTokenTtlSeconds, now } = context
  const { clientId, user, nonce, scopes, form } = options
  const issuedAt = Math.floor(now() / 1000)
  return signer.sign({
    ver: '2.0',
    iss: `${baseUrl.origin}${basePath}/${tenantId}/v2.0`,
    sub: `AAAAAAAAAAAAAAAAAAAAA-${user.oid}`,
    aud: clientId,
    exp: issuedAt + accessTokenTtlSeconds,
    iat: issuedAt,
    nbf: issuedAt,
    name: user.name,
    preferred_username: user.username,
    oid: user.oid,
    tid: tenantId,
    ...(scopes.email && { email: user.username }),
    ...(nonce !== undefined && { nonce }),
    ...(asksForLoginHint(form.get('claims')) && { login_hint: loginHintOf(user) }),
  })
}

/** OpenID Connect Core, section 5.5. What cannot be read asks for nothing. */
function asksForLoginHint(claims: string | null): boolean {
  try {
    const asked = JSON.parse(claims ?? '{}') as { id_token?: Record<string, unknown> }
    return asked.id_token !== undefined && 'login_hint' in asked.id_token
  } catch {
    return false
  }
}
