import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createOidcProvider, type OidcProvider } from '../../demo/identity/oidc.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { createWebAgent, pkce, type WebAgent } from '../support/webAgent.ts'

const CLIENT = 'ponte-demo'
const PREFIX = '/demo-identity'
let server: Server
let provider: OidcProvider
let origin: string
const notices: unknown[] = []

beforeAll(async () => {
  for (const method of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void notices.push(words))
  }
  server = createServer((request, response) => {
    if (request.url?.startsWith(`${PREFIX}/`)) provider.handler(request, response)
    else response.end('the page')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  provider = createOidcProvider({
    issuer: `http://localhost:${port}${PREFIX}`,
    clients: [{ clientId: CLIENT, redirectUris: [`${origin}/`, `http://localhost:${port}/`] }],
    users: [giulia, marco],
    accessTokenTtlSeconds: 180,
  })
})

afterAll(async () => {
  vi.restoreAllMocks()
  await new Promise((resolve) => server.close(resolve))
})

interface Authorization {
  params?: Record<string, string>
  challenge: string
}

const metadata = () => provider.authorityMetadata(new URL(origin).host) as Record<string, string>

function authorizeUrl({ params = {}, challenge }: Authorization): URL {
  const url = new URL(metadata().authorization_endpoint ?? '')
  url.search = new URLSearchParams({
    client_id: CLIENT,
    redirect_uri: `${origin}/`,
    response_type: 'code',
    response_mode: 'fragment',
    scope: 'openid profile',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'the-state',
    nonce: 'the-nonce',
    ...params,
  }).toString()
  return url
}

const fragment = (url: URL) => new URLSearchParams(url.hash.slice(1))
const claimsIn = (jwt: string) =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>

async function redeem(form: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(metadata().token_endpoint ?? '', {
    method: 'POST',
    headers: { origin, ...headers },
    body: new URLSearchParams({ client_id: CLIENT, redirect_uri: `${origin}/`, ...form }),
  })
}

async function signIn(agent: WebAgent, username: string, params: Record<string, string> = {}) {
  const { verifier, challenge } = pkce()
  const page = await agent.navigate(authorizeUrl({ params, challenge }))
  const done = await agent.press(page, { name: 'username', value: username, stopAt: `${origin}/#` })
  const code = fragment(done.url).get('code') ?? ''
  const response = await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier })
  const tokens = (await response.json()) as Record<string, string>
  return { page, html: done.html, url: done.url, response, tokens }
}

describe('the OpenID provider of the demo', () => {
  test('is silent: no notice of oidc-provider reaches the console', () => {
    expect(notices).toEqual([])
  })

  test('signs in with one button, and the ID token names the user', async () => {
    const { page, html, url, response, tokens } = await signIn(createWebAgent(), giulia.username)
    expect(page.response?.status).toBe(200)
    expect(html).toContain('giulia.moretti@ponte.example')
    expect(html).toContain('>Continue as Giulia</button>')
    expect(html).toContain('>Continue as Marco</button>')
    expect(html).not.toContain('<script')
    expect(fragment(url).get('state')).toBe('the-state')
    expect(response.headers.get('access-control-allow-origin')).toBe(origin)
    expect(claimsIn(tokens.id_token ?? '')).toMatchObject({
      iss: `${origin}${PREFIX}`,
      aud: CLIENT,
      sub: giulia.oid,
      nonce: 'the-nonce',
      name: 'Giulia Moretti',
      preferred_username: giulia.username,
      email: giulia.username,
    })
    expect(tokens.expires_in).toBe(180)
    expect(tokens.access_token?.split('.')).toHaveLength(1)
  })

  test('its pages allow no script, no frame and nothing from elsewhere', async () => {
    const { page } = await signIn(createWebAgent(), giulia.username)
    const policy = page.response?.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/;script-src;/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  test('cookies are held to its own path and work over http', async () => {
    const agent = createWebAgent()
    await signIn(agent, giulia.username)
    expect(agent.cookies.length).toBeGreaterThan(0)
    for (const { path } of agent.cookies) expect(path.startsWith(PREFIX)).toBe(true)
  })

  test('an access token verifies in process and by introspection, and a made-up one does not', async () => {
    const { tokens } = await signIn(createWebAgent(), marco.username)
    const before = Date.now()
    const verified = await provider.verifyAccessToken(tokens.access_token ?? '')
    expect(verified?.user).toBe(marco.username)
    expect(verified?.expiresAt).toBeGreaterThan(before + 60_000)
    expect(verified?.expiresAt).toBeLessThanOrEqual(before + 181_000)
    expect(await provider.verifyAccessToken('made-up')).toBeUndefined()
    expect(await provider.verifyAccessToken('')).toBeUndefined()

    const introspect = async (token: string) => {
      const response = await fetch(`${origin}${PREFIX}/introspect`, {
        method: 'POST',
        body: new URLSearchParams({ token }),
      })
      return response.json()
    }
    expect(await introspect(tokens.access_token ?? '')).toMatchObject({
      active: true,
      username: marco.username,
      email: marco.username,
    })
    expect(await introspect('made-up')).toEqual({ active: false })
    expect(await introspect(tokens.refresh_token ?? '')).toEqual({ active: false })
  })

  test('a refresh token gives a new access token, once', async () => {
    const { tokens } = await signIn(createWebAgent(), giulia.username)
    const form = {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token ?? '',
      scope: 'openid profile',
    }
    const refreshed = (await (await redeem(form)).json()) as Record<string, string>
    expect(refreshed.access_token).not.toBe(tokens.access_token)
    expect((await provider.verifyAccessToken(refreshed.access_token ?? ''))?.user).toBe(giulia.username)
    const again = await redeem(form)
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' })
  })

  test('login_hint puts that user first', async () => {
    const { html } = await signIn(createWebAgent(), marco.username, { login_hint: marco.username })
    expect(html.indexOf('Continue as Marco')).toBeLessThan(html.indexOf('Continue as Giulia'))
  })

  test('prompt=none: login_required without a session, a code with one, login_required for somebody else', async () => {
    const agent = createWebAgent()
    const silent = async (params: Record<string, string> = {}) => {
      const url = authorizeUrl({ challenge: pkce().challenge, params: { prompt: 'none', ...params } })
      return fragment((await agent.navigate(url, { stopAt: `${origin}/#` })).url)
    }
    expect((await silent()).get('error')).toBe('login_required')
    await signIn(agent, giulia.username)
    expect((await silent()).get('code')).toBeTruthy()
    expect((await silent({ login_hint: giulia.username })).get('code')).toBeTruthy()
    expect((await silent({ login_hint: marco.username })).get('error')).toBe('login_required')
  })

  test('prompt=select_account asks again and switches to another user', async () => {
    const agent = createWebAgent()
    await signIn(agent, giulia.username)
    const { verifier, challenge } = pkce()
    const page = await agent.navigate(authorizeUrl({ challenge, params: { prompt: 'select_account' } }))
    const between = await agent.press(page, {
      name: 'username',
      value: marco.username,
      stopAt: `${origin}/#`,
    })
    // oidc-provider ends the old session with a form that sends itself, its script named by hash.
    expect(between.response?.headers.get('content-security-policy')).toMatch(/script-src [^;]*'sha256-/)
    const done = await agent.press(between, { name: 'logout', value: 'yes', stopAt: `${origin}/#` })
    const code = fragment(done.url).get('code') ?? ''
    const tokens = (await (
      await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier })
    ).json()) as Record<string, string>
    expect(claimsIn(tokens.id_token ?? '')).toMatchObject({ preferred_username: marco.username })
  })

  test('sign-out ends the session and its tokens, and returns to the page', async () => {
    const agent = createWebAgent()
    const { tokens } = await signIn(agent, giulia.username)
    const url = new URL(metadata().end_session_endpoint ?? '')
    url.search = new URLSearchParams({
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: `${origin}/`,
      state: 'bye',
    }).toString()
    const page = await agent.navigate(url)
    expect(page.response?.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/)
    const done = await agent.press(page, { name: 'logout', value: 'yes', stopAt: `${origin}/?` })
    expect(done.url.href).toBe(`${origin}/?state=bye`)
    expect(await provider.verifyAccessToken(tokens.access_token ?? '')).toBeUndefined()
    const silent = authorizeUrl({ challenge: pkce().challenge, params: { prompt: 'none' } })
    const after = await agent.navigate(silent, { stopAt: `${origin}/#` })
    expect(fragment(after.url).get('error')).toBe('login_required')
  })

  test.each([
    ['a code without its verifier', { code_verifier: pkce().verifier }, {}, 'invalid_grant'],
    ['a page of another origin', {}, { origin: 'http://evil.example' }, 'invalid_request'],
  ])('refuses %s', async (_what, form, headers, error) => {
    const agent = createWebAgent()
    const { verifier, challenge } = pkce()
    const page = await agent.navigate(authorizeUrl({ challenge }))
    const done = await agent.press(page, { name: 'username', value: giulia.username, stopAt: `${origin}/#` })
    const code = fragment(done.url).get('code') ?? ''
    const response = await redeem(
      { grant_type: 'authorization_code', code, code_verifier: verifier, ...form },
      headers,
    )
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error })
  })

  test.each([
    ['an unknown redirect URI', { redirect_uri: 'http://evil.example/' }],
    ['an unknown client', { client_id: 'nobody' }],
  ])('%s ends on its own page, never on a redirect', async (_what, params) => {
    const { response, url } = await createWebAgent().navigate(
      authorizeUrl({ challenge: pkce().challenge, params }),
      {
        init: { headers: { accept: 'text/html' } },
      },
    )
    expect(url.origin).toBe(origin)
    expect(response?.status).toBe(400)
    expect(await response?.text()).toContain('Sign-in stopped')
  })

  test('a request without PKCE is refused', async () => {
    const url = authorizeUrl({ challenge: '' })
    url.searchParams.delete('code_challenge')
    url.searchParams.delete('code_challenge_method')
    const { url: end } = await createWebAgent().navigate(url, { stopAt: `${origin}/#` })
    expect(fragment(end).get('error')).toBe('invalid_request')
  })

  test('discovery agrees with authorityMetadata under both names of this machine', async () => {
    for (const host of [new URL(origin).host, new URL(origin).host.replace('127.0.0.1', 'localhost')]) {
      // Fetched by address, since "localhost" may resolve to ::1, where nothing listens.
      const discovered = await fetchAs(host, `${PREFIX}/.well-known/openid-configuration`)
      expect(discovered).toMatchObject(provider.authorityMetadata(host))
      expect(provider.browserAuthority(host)).toMatchObject({
        authority: `https://${host}${PREFIX}/`,
        knownAuthorities: [host],
      })
    }
  })

  test('a stranger in the Host header changes no URL', async () => {
    const discovered = await fetchAs('evil.example', `${PREFIX}/.well-known/openid-configuration`)
    expect(discovered).toMatchObject(provider.authorityMetadata())
    expect(JSON.stringify(discovered)).not.toContain('evil')
  })

  test('a sign-in page that waited too long says so', async () => {
    const response = await fetch(`${origin}${PREFIX}/sign-in/gone`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('This sign-in has ended')
  })
})

/** fetch() does not let a caller set Host. */
async function fetchAs(host: string, path: string): Promise<unknown> {
  const { request } = await import('node:http')
  return new Promise((resolve, reject) => {
    const outgoing = request(`${origin}${path}`, { headers: { host } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))))
    })
    outgoing.on('error', reject).end()
  })
}
