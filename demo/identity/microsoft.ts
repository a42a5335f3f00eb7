import type { IncomingMessage, ServerResponse } from 'node:http'
import type { VerifiedToken } from './accessToken.ts'
import { BoundedMap } from './boundedMap.ts'
import { readForm, redirect, requestUrl, sendJson, sendPage, type RequestHandler } from './http.ts'
import { createIntrospectionHandler } from './introspection.ts'
import { MAX_PENDING_SIGN_INS } from './limits.ts'
import { AadstsError } from './microsoft/aadsts.ts'
import { answerSignIn, authorize, comeBack, type PendingSignIn } from './microsoft/authorize.ts'
import type { MicrosoftContext, MicrosoftRequest, MicrosoftSwitches } from './microsoft/context.ts'
import { createGrants } from './microsoft/grants.ts'
import { createIdTokenSigner } from './microsoft/idToken.ts'
import { OUTLOOK } from './microsoft/scopes.ts'
import { createSessions } from './microsoft/sessions.ts'
import { token } from './microsoft/token.ts'
import type { BrowserAuthority } from './oidc.ts'
import type { PublicClient } from './oidcConfiguration.ts'
import { page } from './page.ts'
import { createRecorder, type RecordedRequest } from './recorder.ts'
import type { DemoUser } from './users.ts'

export interface MicrosoftStandInOptions {
  /**
   * Where it answers: `http://localhost:8080/demo-microsoft`, or `https://login.microsoftonline.com` behind a
   * browser's own host mapping, which lets a test run production's configuration unchanged.
   */
  baseUrl: string
  /** A GUID. Personal accounts are in 9188040d-6c67-4c5b-b112-36a304b66dad. */
  tenantId: string
  clients: readonly PublicClient[]
  users: readonly DemoUser[]
  accessTokenTtlSeconds: number
  /**
   * The origin where an account signs in, if not at `baseUrl`: `https://login.live.com` for a personal one, the organisation's
   * own for a federated one. This handler answers there too, as far as the way back.
   */
  homeOf?: (user: DemoUser) => string | undefined
  /** Milliseconds since the epoch; the clock unless a test moves it. */
  now?: () => number
}

export interface MicrosoftStandIn {
  /** Answers everything under the base URL's path. */
  handler: RequestHandler
  introspectionHandler: RequestHandler
  /** Only tokens for outlook.office.com with this permission verify: Graph's, and those of bare scope names, do not. */
  verifyAccessToken(
    token: string,
    permission?: 'IMAP.AccessAsUser.All' | 'SMTP.Send',
  ): Promise<VerifiedToken | undefined>
  readonly switches: MicrosoftSwitches
  /** What was received, oldest first. */
  readonly requests: readonly RecordedRequest[]
  /** The discovery document of a tenant; `common` unless told. */
  authorityMetadata(tenant?: string): Record<string, unknown>
  /**
   * What MSAL needs in `auth` for its own AAD mode (no `protocolMode`) against this stand-in over plain http:
   * `knownAuthorities` stops instance discovery at login.microsoftonline.com, `authorityMetadata` (as JSON text) stops
   * the fetch of the https discovery document and names the http endpoints. `cloudDiscoveryMetadata` is not needed.
   */
  browserAuthority(tenant?: string): BrowserAuthority
}

/** Answers as Microsoft's identity platform v2.0 does to a single-page application. */
export function createMicrosoftStandIn(options: MicrosoftStandInOptions): MicrosoftStandIn {
  const baseUrl = new URL(options.baseUrl)
  const basePath = baseUrl.pathname.replace(/\/$/, '')
  const base = baseUrl.origin + basePath
  const now = options.now ?? (() => Date.now())
  const recorder = createRecorder()
  const pending = new BoundedMap<PendingSignIn>(MAX_PENDING_SIGN_INS)
  const context: MicrosoftContext = {
    ...options,
    baseUrl,
    basePath,
    now,
    homeOf: options.homeOf ?? (() => undefined),
    switches: {
      consent: 'granted',
      multiFactorRequired: false,
      conditionalAccess: 'none',
      openerPolicy: false,
      refreshTokensExpired: false,
      unavailable: false,
    },
    grants: createGrants({ now }),
    sessions: createSessions({ baseUrl, basePath }),
    signer: createIdTokenSigner(),
    consents: new Set(),
  }
  const tenants = new Set(['common', 'organizations', 'consumers', options.tenantId])

  const verifyAccessToken: MicrosoftStandIn['verifyAccessToken'] = async (
    text,
    permission = 'IMAP.AccessAsUser.All',
  ) => {
    const grant = context.grants.findAccessToken(text)
    if (grant?.resource !== OUTLOOK || !grant.permissions.includes(permission)) return undefined
    return { user: grant.user.username, expiresAt: grant.expiresAt }
  }

  function authorityMetadata(tenant = 'common'): Record<string, unknown> {
    const issuerTenant = tenant === options.tenantId ? tenant : '{tenantid}'
    return {
      issuer: `${base}/${issuerTenant}/v2.0`,
      authorization_endpoint: `${base}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/${tenant}/oauth2/v2.0/token`,
      jwks_uri: `${base}/${tenant}/discovery/v2.0/keys`,
      end_session_endpoint: `${base}/${tenant}/oauth2/v2.0/logout`,
      response_modes_supported: ['query', 'fragment'],
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    }
  }

  function instanceDiscovery(query: URLSearchParams): unknown {
    const { host } = baseUrl
    const authority = (query.get('authorization_endpoint') ?? '').replace(/\/oauth2\/v2\.0\/authorize$/, '')
    return {
      tenant_discovery_endpoint: `${authority}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    }
  }

  function signOut({ message, query }: MicrosoftRequest, response: ServerResponse): void {
    response.setHeader('set-cookie', context.sessions.end(message))
    const target = query.get('post_logout_redirect_uri') ?? ''
    const state = query.get('state')
    if (options.clients.some(({ redirectUris }) => redirectUris.includes(target))) {
      const url = new URL(target)
      if (state !== null) url.searchParams.set('state', state)
      redirect(response, url.href)
    } else {
      const paragraphs = ['You can close this page.']
      sendPage(response, 200, page({ heading: 'You signed out of your account', paragraphs }))
    }
  }

  function answer(endpoint: string, request: MicrosoftRequest, response: ServerResponse): void {
    switch (endpoint) {
      case 'GET /v2.0/.well-known/openid-configuration':
        sendJson(response, 200, authorityMetadata(request.tenant))
        return
      case 'GET /discovery/instance':
        sendJson(response, 200, instanceDiscovery(request.query))
        return
      case 'GET /discovery/v2.0/keys':
        sendJson(response, 200, context.signer.keys())
        return
      case 'GET /oauth2/v2.0/authorize':
        authorize({ context, request, response, pending })
        return
      case 'GET /home':
        comeBack({ context, request, response, pending })
        return
      case 'POST /login':
        answerSignIn({ context, request, response, pending })
        return
      case 'POST /oauth2/v2.0/token':
        sendJson(response, 200, token(context, request))
        return
      case 'GET /oauth2/v2.0/logout':
        signOut(request, response)
        return
      default:
        response.writeHead(404).end()
    }
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = requestUrl(message)
    const path = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length) : ''
    const [, tenant = '', rest = ''] = /^\/([^/]+)(\/.*)$/.exec(path) ?? []
    if (isCrossOrigin(rest)) allowCrossOrigin(message, response)
    else if (context.switches.openerPolicy) response.setHeader('cross-origin-opener-policy', 'same-origin')
    if (message.method === 'OPTIONS') {
      response.writeHead(isCrossOrigin(rest) ? 204 : 404).end()
      return
    }
    const form = message.method === 'POST' ? await readForm(message) : new URLSearchParams()
    recorder.record(message, { path, form })
    const request: MicrosoftRequest = { message, tenant, query: url.searchParams, form }
    try {
      if (rest !== '' && !tenants.has(tenant)) throw new AadstsError('unknownTenant')
      answer(`${message.method} ${rest}`, request, response)
    } catch (error) {
      if (!(error instanceof AadstsError)) throw error
      refuse(error, { request, response, byPage: !isCrossOrigin(rest) })
    }
  }

  function refuse(
    error: AadstsError,
    { request, response, byPage }: { request: MicrosoftRequest; response: ServerResponse; byPage: boolean },
  ): void {
    const header = request.message.headers['client-request-id']
    const correlationId =
      request.form.get('client-request-id') ?? request.query.get('client-request-id') ?? header?.toString()
    const body = error.body({ endpoint: byPage ? 'authorize' : 'token', correlationId, now: now() })
    if (!byPage) sendJson(response, error.status, body)
    else
      sendPage(
        response,
        error.status,
        page({
          heading: 'Sorry, but we’re having trouble signing you in',
          paragraphs: [body.error_description],
        }),
      )
  }

  return {
    handler: (message, response) => {
      handle(message, response).catch(() => {
        if (!response.headersSent) response.writeHead(400)
        response.end()
      })
    },
    introspectionHandler: createIntrospectionHandler(verifyAccessToken),
    verifyAccessToken,
    switches: context.switches,
    requests: recorder.requests,
    authorityMetadata,
    browserAuthority: (tenant = 'common') => ({
      authority: `https://${baseUrl.host}${basePath}/${tenant}`,
      knownAuthorities: [baseUrl.host],
      authorityMetadata: authorityMetadata(tenant),
    }),
  }
}

/** What a page fetches, as against what a person visits. */
function isCrossOrigin(endpoint: string): boolean {
  return (
    endpoint === '/oauth2/v2.0/token' || endpoint.startsWith('/discovery/') || endpoint.startsWith('/v2.0/')
  )
}

/** Microsoft answers any origin: whether the origin may have a token is said in the answer (AADSTS9002326). */
function allowCrossOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*')
  if (request.method !== 'OPTIONS') return
  response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS')
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? 'content-type',
  )
  response.setHeader('access-control-max-age', '600')
}
