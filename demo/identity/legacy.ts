import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { VerifyAccessToken } from './accessToken.ts'
import { BoundedMap } from './boundedMap.ts'
import { readForm, redirect, requestUrl, sendJson, sendPage, type RequestHandler } from './http.ts'
import { createIntrospectionHandler } from './introspection.ts'
import { CODE_SECONDS, MAX_PENDING_SIGN_INS, OPAQUE_TOKEN_BYTES } from './limits.ts'
import { redirectOrigins, type PublicClient } from './oidcConfiguration.ts'
import { page, signInPage } from './page.ts'
import { createRecorder, type RecordedRequest } from './recorder.ts'
import type { DemoUser } from './users.ts'

export interface LegacyStandInOptions {
  /** In place of `https://login.live.com`. */
  baseUrl: string
  clients: readonly PublicClient[]
  users: readonly DemoUser[]
  accessTokenTtlSeconds: number
  /** Milliseconds since the epoch. */
  now?: () => number
}

export interface LegacyStandIn {
  handler: RequestHandler
  introspectionHandler: RequestHandler
  /** Only tokens with `wl.imap` verify. */
  verifyAccessToken: VerifyAccessToken
  readonly requests: readonly RecordedRequest[]
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
}

interface Grant {
  clientId: string
  redirectUri: string
  user: DemoUser
  scope: string
}

class LegacyError extends Error {
  override name = 'LegacyError'
  readonly error: string

  constructor(error: string, description: string) {
    super(description)
    this.error = error
  }
}

/**
 * The Live SDK's OAuth of 2012, which the reference page still names: `oauth20_authorize.srf` and
 * `oauth20_token.srf`, scopes `wl.imap` and `wl.offline_access`. An authorization code flow (RFC 6749, section 4.1)
 * without PKCE, for whoever was registered then.
 */
export function createLegacyStandIn(options: LegacyStandInOptions): LegacyStandIn {
  const { clients, users, accessTokenTtlSeconds, now = () => Date.now() } = options
  const base = options.baseUrl.replace(/\/$/, '')
  const basePath = new URL(base).pathname.replace(/\/$/, '')
  const recorder = createRecorder()
  const pending = new BoundedMap<URLSearchParams>(MAX_PENDING_SIGN_INS)
  const codes = new BoundedMap<Grant & { expiresAt: number }>(MAX_PENDING_SIGN_INS)
  const refreshTokens = new BoundedMap<Grant>(MAX_PENDING_SIGN_INS)
  const accessTokens = new BoundedMap<Grant & { expiresAt: number }>(MAX_PENDING_SIGN_INS)

  const verifyAccessToken: VerifyAccessToken = async (token) => {
    const grant = accessTokens.get(token)
    if (!grant || grant.expiresAt <= now() || !grant.scope.split(' ').includes('wl.imap')) return undefined
    return { user: grant.user.username, expiresAt: grant.expiresAt }
  }

  function clientOf(parameters: URLSearchParams): PublicClient {
    const client = clients.find(({ clientId }) => clientId === parameters.get('client_id'))
    if (!client)
      throw new LegacyError(
        'unauthorized_client',
        'The client does not exist or is not enabled for consumers.',
      )
    return client
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    if (!clientOf(query).redirectUris.includes(query.get('redirect_uri') ?? '')) {
      throw new LegacyError(
        'invalid_request',
        "The provided value for the input parameter 'redirect_uri' is not valid.",
      )
    }
    if (query.get('response_type') !== 'code') {
      throw new LegacyError(
        'unsupported_response_type',
        "The provided value for 'response_type' is not supported.",
      )
    }
    const id = randomUUID()
    pending.set(id, query)
    const action = `${basePath}/sign-in`
    const hint = query.get('login_hint') ?? query.get('username') ?? undefined
    sendPage(
      response,
      200,
      signInPage({ users, action, hint, hidden: { request: id }, formOrigins: redirectOrigins(clients) }),
    )
  }

  function signIn(form: URLSearchParams, response: ServerResponse): void {
    const id = form.get('request') ?? ''
    const query = pending.get(id)
    const user = users.find(({ username }) => username === form.get('username'))
    if (!query || !user) throw new LegacyError('invalid_request', 'This sign-in has ended.')
    pending.delete(id)
    const code = `M.R3_BAY.${randomUUID()}`
    const redirectUri = query.get('redirect_uri') ?? ''
    codes.set(code, {
      clientId: query.get('client_id') ?? '',
      redirectUri,
      user,
      scope: query.get('scope') ?? '',
      expiresAt: now() + CODE_SECONDS * 1000,
    })
    const url = new URL(redirectUri)
    url.searchParams.set('code', code)
    const state = query.get('state')
    if (state !== null) url.searchParams.set('state', state)
    redirect(response, url.href)
  }

  function token(form: URLSearchParams): Record<string, unknown> {
    const { clientId } = clientOf(form)
    const grant = form.get('grant_type') === 'refresh_token' ? refreshGrant(form) : codeGrant(form)
    if (grant.clientId !== clientId || grant.redirectUri !== form.get('redirect_uri')) {
      throw new LegacyError(
        'invalid_grant',
        'The code or refresh token was issued to another client or redirect URI.',
      )
    }
    const accessToken = `EwB${randomBytes(OPAQUE_TOKEN_BYTES).toString('base64')}`
    accessTokens.set(accessToken, { ...grant, expiresAt: now() + accessTokenTtlSeconds * 1000 })
    const offline = grant.scope.split(' ').includes('wl.offline_access')
    const refreshToken = `M.R3_BAY.-${randomBytes(OPAQUE_TOKEN_BYTES / 3).toString('base64url')}`
    if (offline) refreshTokens.set(refreshToken, grant)
    return {
      token_type: 'bearer',
      expires_in: accessTokenTtlSeconds,
      scope: grant.scope,
      access_token: accessToken,
      ...(offline && { refresh_token: refreshToken }),
      user_id: grant.user.oid.replaceAll('-', ''),
    }
  }

  function codeGrant(form: URLSearchParams): Grant {
    if (form.get('grant_type') !== 'authorization_code') {
      throw new LegacyError('unsupported_grant_type', "The provided value for 'grant_type' is not supported.")
    }
    const code = form.get('code') ?? ''
    const grant = codes.get(code)
    codes.delete(code)
    if (!grant || grant.expiresAt <= now()) {
      throw new LegacyError(
        'invalid_grant',
        "The provided value for the 'code' parameter is not valid or has expired.",
      )
    }
    return grant
  }

  function refreshGrant(form: URLSearchParams): Grant {
    const grant = refreshTokens.get(form.get('refresh_token') ?? '')
    if (!grant)
      throw new LegacyError(
        'invalid_grant',
        "The provided value for the 'refresh_token' parameter is not valid.",
      )
    return grant
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = requestUrl(request)
    const path = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : ''
    const form = request.method === 'POST' ? await readForm(request) : new URLSearchParams()
    recorder.record(request, { path, form })
    const endpoint = `${request.method} ${path}`
    // Whether login.live.com itself answers pages of other origins was not verified; a registered page is answered here.
    const origin = request.headers.origin
    if (origin !== undefined && redirectOrigins(clients).includes(origin)) {
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('vary', 'Origin')
    }
    try {
      if (endpoint === 'GET /oauth20_authorize.srf') authorize(url.searchParams, response)
      else if (endpoint === 'POST /sign-in') signIn(form, response)
      else if (endpoint === 'POST /oauth20_token.srf') sendJson(response, 200, token(form))
      else response.writeHead(404).end()
    } catch (error) {
      if (!(error instanceof LegacyError)) throw error
      if (path === '/oauth20_token.srf') {
        sendJson(response, 400, { error: error.error, error_description: error.message })
      } else {
        sendPage(
          response,
          400,
          page({ heading: 'Sign-in stopped', paragraphs: [error.message, `Code: ${error.error}`] }),
        )
      }
    }
  }

  return {
    handler: (request, response) => {
      handle(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(400)
        response.end()
      })
    },
    introspectionHandler: createIntrospectionHandler(verifyAccessToken),
    verifyAccessToken,
    requests: recorder.requests,
    authorizationEndpoint: `${base}/oauth20_authorize.srf`,
    tokenEndpoint: `${base}/oauth20_token.srf`,
  }
}
