import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JWK } from 'oidc-provider'
import { Provider } from 'oidc-provider/lib/provider.js'
import type { VerifyAccessToken } from './accessToken.ts'
import { readForm, requestUrl, sendPage, type RequestHandler } from './http.ts'
import { createIntrospectionHandler } from './introspection.ts'
import { createMemoryAdapter } from './memoryAdapter.ts'
import { oidcConfiguration, redirectOrigins, type PublicClient } from './oidcConfiguration.ts'
import { contentSecurityPolicy, page, signInPage } from './page.ts'
import type { DemoUser } from './users.ts'

export interface OidcProviderOptions {
  /**
   * URL of the provider, path prefix included: `http://localhost:8080/demo-identity`. On loopback over http the same
   * provider also answers as 127.0.0.1 (or localhost), each with its own issuer, to whoever asks under that name.
   */
  issuer: string
  clients: readonly PublicClient[]
  users: readonly DemoUser[]
  accessTokenTtlSeconds: number
}

/** `auth` of MSAL's configuration for `protocolMode: 'OIDC'`; `authorityMetadata` goes in as JSON text. */
export interface BrowserAuthority {
  authority: string
  knownAuthorities: string[]
  authorityMetadata: Record<string, unknown>
}

export interface OidcProvider {
  /** Answers everything under the issuer's path. */
  handler: RequestHandler
  /** Answers RFC 7662 requests; also reachable as `<issuer>/introspect`. */
  introspectionHandler: RequestHandler
  verifyAccessToken: VerifyAccessToken
  /** The discovery document. `host` is the Host header of the page's request, so that localhost and 127.0.0.1 each get their own. */
  authorityMetadata(host?: string): Record<string, unknown>
  /**
   * What MSAL needs. It refuses `http:` authorities, so the authority is written as https, trusted by
   * `knownAuthorities`, and never fetched: `authorityMetadata` holds the endpoints as they are.
   */
  browserAuthority(host?: string): BrowserAuthority
}

/** The demo's OpenID provider: oidc-provider in memory, with one page that asks nothing but a button. */
export function createOidcProvider(options: OidcProviderOptions): OidcProvider {
  const { users, clients } = options
  const configured = new URL(options.issuer)
  const prefix = configured.pathname.replace(/\/$/, '')
  const formOrigins = redirectOrigins(clients)
  const adapter = createMemoryAdapter()
  const signingKey = newSigningKey()
  const signInPath = (uid: string) => `${prefix}/sign-in/${uid}`

  // One provider has one issuer, and cookies and CORS are per host: so one for each name, over the same storage and key.
  const providers = new Map<string, { provider: Provider; callback: RequestHandler }>()
  for (const origin of originsOf(configured)) {
    const provider = new Provider(
      origin + prefix,
      oidcConfiguration({ ...options, adapter, signingKey, prefix, signInPath }),
    )
    provider.proxy = true
    provider.on('server_error', () => undefined)
    providers.set(new URL(origin).host, { provider, callback: provider.callback() })
  }

  function issuerFor(host: string | undefined): URL {
    const url = new URL(configured)
    if (host !== undefined && providers.has(host)) url.host = host
    return url
  }

  const verifyAccessToken: VerifyAccessToken = async (token) => {
    const { provider } = providerFor(configured.host)
    const found = token ? await provider.AccessToken.find(token) : undefined
    const user = users.find(({ oid }) => oid === found?.accountId)
    if (!found || !user || found.exp === undefined || found.exp * 1000 <= Date.now()) return undefined
    return { user: user.username, expiresAt: found.exp * 1000 }
  }

  function providerFor(host: string) {
    const found = providers.get(host) ?? providers.get(configured.host)
    if (!found) throw new Error(`no provider for ${configured.host}`)
    return found
  }

  async function signIn(
    request: IncomingMessage,
    response: ServerResponse,
    provider: Provider,
  ): Promise<void> {
    const interaction = await provider.interactionDetails(request, response)
    if (request.method === 'GET') {
      const hint = interaction.params.login_hint
      sendPage(
        response,
        200,
        signInPage({
          users,
          action: signInPath(interaction.uid),
          hint: typeof hint === 'string' ? hint : undefined,
          formOrigins,
        }),
      )
      return
    }
    const username = (await readForm(request)).get('username')
    const user = users.find((candidate) => candidate.username === username)
    if (!user) throw new Error('no such user')
    await provider.interactionFinished(request, response, {
      login: { accountId: user.oid, remember: false },
      select_account: {},
      consent: {},
    })
  }

  const introspectionHandler = createIntrospectionHandler(verifyAccessToken)

  const handler: RequestHandler = (request, response) => {
    const issuer = issuerFor(request.headers.host)
    const { provider, callback } = providerFor(issuer.host)
    // What oidc-provider builds its URLs from is our own choice among known names, never the sender's headers.
    request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1)
    request.headers['x-forwarded-host'] = issuer.host
    const { pathname } = requestUrl(request)
    if (!pathname.startsWith(`${prefix}/`)) {
      response.writeHead(404).end()
      return
    }
    const path = pathname.slice(prefix.length)
    if (path === '/introspect') {
      introspectionHandler(request, response)
      return
    }
    if (path.startsWith('/sign-in/')) {
      signIn(request, response, provider).catch(() => {
        sendPage(
          response,
          400,
          page({
            heading: 'This sign-in has ended',
            paragraphs: ['It was finished already, or waited too long. Go back and sign in again.'],
          }),
        )
      })
      return
    }
    response.setHeader('content-security-policy', contentSecurityPolicy(formOrigins))
    // oidc-provider learns where it is mounted from the difference between the two.
    Object.assign(request, { originalUrl: request.url })
    request.url = request.url?.slice(prefix.length)
    callback(request, response)
  }

  function authorityMetadata(host?: string): Record<string, unknown> {
    const issuer = issuerFor(host).href.replace(/\/$/, '')
    return {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/me`,
      end_session_endpoint: `${issuer}/session/end`,
    }
  }

  function browserAuthority(host?: string): BrowserAuthority {
    const issuer = issuerFor(host)
    return {
      authority: `https://${issuer.host}${prefix}/`,
      knownAuthorities: [issuer.host],
      authorityMetadata: authorityMetadata(host),
    }
  }

  return { handler, introspectionHandler, verifyAccessToken, authorityMetadata, browserAuthority }
}

function originsOf(issuer: URL): string[] {
  const origins = [issuer.origin]
  const twin = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' }[issuer.hostname]
  if (twin !== undefined && issuer.protocol === 'http:') {
    const other = new URL(issuer)
    other.hostname = twin
    origins.push(other.origin)
  }
  return origins
}

function newSigningKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' } as JWK
}
