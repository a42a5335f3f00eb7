import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMicrosoftStandIn, type MicrosoftStandIn } from '../../demo/identity/microsoft.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { listenOnLoopback } from '../support/net.ts'
import { createWebAgent, pkce, type WebAgent } from '../support/webAgent.ts'

const CLIENT = '11111111-2222-3333-4444-555555555555'
const TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'
const PAGE = 'http://localhost:8080'
const OUTLOOK = 'https://outlook.office.com'
const SCOPE = `${OUTLOOK}/IMAP.AccessAsUser.All ${OUTLOOK}/SMTP.Send openid profile offline_access email`
let microsoft: MicrosoftStandIn
let base: string
let close: () => Promise<void>
let ahead = 0

beforeAll(async () => {
  const listening = await listenOnLoopback(
    createServer((request, response) => microsoft.handler(request, response)),
  )
  close = listening.close
  base = `http://127.0.0.1:${listening.port}/demo-microsoft`
})
afterAll(() => close())
beforeEach(() => {
  ahead = 0
  microsoft = createMicrosoftStandIn({
    baseUrl: base,
    tenantId: TENANT,
    clients: [{ clientId: CLIENT, redirectUris: [`${PAGE}/`] }],
    users: [giulia, marco],
    accessTokenTtlSeconds: 180,
    now: () => Date.now() + ahead,
  })
})

const endpoint = (name: string, tenant = 'common') => `${base}/${tenant}/oauth2/v2.0/${name}`
const fragment = (url: URL) => new URLSearchParams(url.hash.slice(1))

function authorizeUrl(challenge: string, params: Record<string, string> = {}, tenant?: string): string {
  const query = new URLSearchParams({
    client_id: CLIENT,
    redirect_uri: `${PAGE}/`,
    response_type: 'code',
    response_mode: 'fragment',
    scope: SCOPE,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    client_info: '1',
    nonce: 'the-nonce',
    state: 'the-state',
    ...params,
  })
  return `${endpoint('authorize', tenant)}?${query}`
}

async function signIn(agent: WebAgent, username = giulia.username, params: Record<string, string> = {}) {
  const { verifier, challenge } = pkce()
  const page = await agent.navigate(authorizeUrl(challenge, params))
  const { url } = await agent.press(page, { name: 'username', value: username, stopAt: PAGE })
  return { verifier, answer: fragment(url), code: fragment(url).get('code') ?? '' }
}

async function redeem(form: Record<string, string>, headers: Record<string, string> = { origin: PAGE }) {
  const response = await fetch(endpoint('token'), {
    method: 'POST',
    headers,
    body: new URLSearchParams({ client_id: CLIENT, redirect_uri: `${PAGE}/`, client_info: '1', ...form }),
  })
  return {
    status: response.status,
    cors: response.headers.get('access-control-allow-origin'),
    body: (await response.json()) as Record<string, string & number[]>,
  }
}

async function tokens(agent = createWebAgent(), params: Record<string, string> = {}) {
  const { verifier, code } = await signIn(agent, giulia.username, params)
  return (await redeem({ grant_type: 'authorization_code', code, code_verifier: verifier })).body
}

const decode = (text = '') =>
  JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, string>

describe('the stand-in for Microsoft’s identity platform', () => {
  test('a code becomes tokens as v2.0 gives them', async () => {
    const { verifier, answer, code } = await signIn(createWebAgent())
    expect(answer.get('state')).toBe('the-state')
    expect(decode(answer.get('client_info') ?? '')).toEqual({ uid: giulia.oid, utid: TENANT })
    const { status, cors, body } = await redeem({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
    })
    expect(status).toBe(200)
    expect(cors).toBe('*')
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 180,
      ext_expires_in: 180,
      scope: `${OUTLOOK}/IMAP.AccessAsUser.All ${OUTLOOK}/SMTP.Send openid profile email`,
    })
    expect(body.access_token).toMatch(/^EwB/)
    expect(body.access_token?.length).toBeGreaterThan(1000)
    expect(decode(body.client_info)).toEqual({ uid: giulia.oid, utid: TENANT })
    expect(decode(body.id_token?.split('.')[1])).toMatchObject({
      ver: '2.0',
      iss: `${base}/${TENANT}/v2.0`,
      aud: CLIENT,
      oid: giulia.oid,
      tid: TENANT,
      name: 'Giulia Moretti',
      preferred_username: giulia.username,
      email: giulia.username,
      nonce: 'the-nonce',
    })
  })

  test('the ID token verifies with the published key', async () => {
    const { id_token = '' } = await tokens()
    const { jwks_uri } = microsoft.authorityMetadata() as { jwks_uri: string }
    const { keys } = (await (await fetch(jwks_uri)).json()) as { keys: JsonWebKey[] }
    const [head = '', claims = '', signature = ''] = id_token.split('.')
    const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' })
    const signed = Buffer.from(`${head}.${claims}`)
    expect(verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  test('tokens verify for mail until their end', async () => {
    const { access_token = '' } = await tokens()
    expect(await microsoft.verifyAccessToken(access_token)).toMatchObject({ user: giulia.username })
    expect(await microsoft.verifyAccessToken(access_token, 'SMTP.Send')).toMatchObject({
      user: giulia.username,
    })
    ahead = 181_000
    expect(await microsoft.verifyAccessToken(access_token)).toBeUndefined()
  })

  test.each([
    ['bare names', 'IMAP.AccessAsUser.All SMTP.Send openid'],
    ['the Graph form', 'https://graph.microsoft.com/IMAP.AccessAsUser.All openid'],
    ['another permission of the right resource', `${OUTLOOK}/Mail.Read openid`],
  ])('%s give a token that IMAP refuses', async (_what, scope) => {
    const { access_token } = await tokens(createWebAgent(), { scope })
    expect(access_token).toMatch(/^EwB/)
    expect(await microsoft.verifyAccessToken(access_token ?? '')).toBeUndefined()
  })

  test('a token without SMTP.Send reads mail and does not send it', async () => {
    const { access_token = '' } = await tokens(createWebAgent(), {
      scope: `${OUTLOOK}/IMAP.AccessAsUser.All openid`,
    })
    expect(await microsoft.verifyAccessToken(access_token)).toBeDefined()
    expect(await microsoft.verifyAccessToken(access_token, 'SMTP.Send')).toBeUndefined()
  })

  test('refresh tokens end 24 hours after the sign-in, however often they were used', async () => {
    const first = await tokens()
    ahead = 23 * 3_600_000
    const second = await redeem({ grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' })
    expect(second.status).toBe(200)
    expect(second.body.refresh_token_expires_in).toBeLessThanOrEqual(3600)
    ahead = 24 * 3_600_000 + 1000
    const third = await redeem({
      grant_type: 'refresh_token',
      refresh_token: second.body.refresh_token ?? '',
    })
    expect(third.body).toMatchObject({ error: 'invalid_grant', error_codes: [700084] })
  })

  test.each([
    ['without an Origin', {}, {}, 9002327, 'invalid_request'],
    ['from a page that is not registered', {}, { origin: 'http://evil.example' }, 9002326, 'invalid_request'],
    ['with the wrong verifier', { code_verifier: pkce().verifier }, undefined, 501481, 'invalid_grant'],
    ['without a verifier', { code_verifier: '' }, undefined, 9002325, 'invalid_request'],
    ['with another redirect URI', { redirect_uri: `${PAGE}/other` }, undefined, 500112, 'invalid_client'],
    ['by an unknown client', { client_id: 'nobody' }, undefined, 700016, 'unauthorized_client'],
    ['for two resources', { scope: `${OUTLOOK}/SMTP.Send User.Read` }, undefined, 28000, 'invalid_request'],
    ['with an unknown grant', { grant_type: 'password' }, undefined, 70003, 'unsupported_grant_type'],
    ['with a made-up code', { code: 'made-up' }, undefined, 70000, 'invalid_grant'],
  ])('a redemption %s is refused', async (_what, form, headers, code, error) => {
    const signedIn = await signIn(createWebAgent())
    const answer = await redeem(
      {
        grant_type: 'authorization_code',
        code: signedIn.code,
        code_verifier: signedIn.verifier,
        'client-request-id': 'the-id',
        ...form,
      },
      headers,
    )
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ error, error_codes: [code], correlation_id: 'the-id' })
    expect(answer.body.error_description).toContain(`AADSTS${code}: `)
    expect(answer.body.error_description).toContain('Correlation ID: the-id')
  })

  test('a code works once, and a minute', async () => {
    const { code, verifier } = await signIn(createWebAgent())
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier }
    expect((await redeem(form)).status).toBe(200)
    expect((await redeem(form)).body.error_codes).toEqual([54005])
    const late = await signIn(createWebAgent())
    ahead = 61_000
    const answer = await redeem({ ...form, code: late.code, code_verifier: late.verifier })
    expect(answer.body.error_codes).toEqual([70008])
  })

  test.each([
    [
      'consent',
      { consent: 'user' },
      { error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] },
    ],
    ['administrator', { consent: 'admin' }, { error: 'invalid_grant', error_codes: [65001] }],
    [
      'second factor',
      { multiFactorRequired: true },
      { error: 'interaction_required', suberror: 'basic_action', error_codes: [50076] },
    ],
    ['expiry', { refreshTokensExpired: true }, { error: 'invalid_grant', error_codes: [700084] }],
    ['outage', { unavailable: true }, { error: 'temporarily_unavailable', error_codes: [90033] }],
  ])('the switch for %s refuses refresh tokens', async (_what, switches, body) => {
    const { refresh_token = '' } = await tokens()
    Object.assign(microsoft.switches, switches)
    expect((await redeem({ grant_type: 'refresh_token', refresh_token })).body).toMatchObject(body)
  })

  test('prompt=none: nobody, the one signed in, somebody else, two at once', async () => {
    const agent = createWebAgent()
    const silent = async (params: Record<string, string> = {}) => {
      const target = authorizeUrl(pkce().challenge, { prompt: 'none', ...params })
      return fragment((await agent.navigate(target, { stopAt: PAGE })).url)
    }
    expect((await silent()).get('error_description')).toContain('AADSTS50058')
    await signIn(agent)
    expect((await silent()).get('code')).toBeTruthy()
    expect((await silent({ login_hint: marco.username })).get('error')).toBe('login_required')
    await signIn(agent, marco.username, { prompt: 'select_account' })
    expect((await silent()).get('error_description')).toContain('AADSTS16000')
    expect((await silent({ login_hint: marco.username })).get('code')).toBeTruthy()
    microsoft.switches.consent = 'user'
    expect((await silent({ login_hint: marco.username })).get('error')).toBe('consent_required')
  })

  test.each([
    ['an unknown client', { client_id: 'nobody' }, undefined, 'AADSTS700016'],
    [
      'a redirect URI that is not registered',
      { redirect_uri: 'http://evil.example/' },
      undefined,
      'AADSTS50011',
    ],
    ['an unknown tenant', {}, 'contoso', 'AADSTS90002'],
  ])('%s is told on a page, never by redirect', async (_what, params, tenant, code) => {
    const response = await fetch(authorizeUrl(pkce().challenge, params, tenant), { redirect: 'manual' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(code)
  })

  test('preflight and discovery answer any origin', async () => {
    const preflight = await fetch(endpoint('token'), {
      method: 'OPTIONS',
      headers: { origin: PAGE, 'access-control-request-headers': 'x-client-sku' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-client-sku')
    const discovered = await fetch(`${base}/common/v2.0/.well-known/openid-configuration`)
    expect(await discovered.json()).toEqual(microsoft.authorityMetadata('common'))
    const instance = await fetch(
      `${base}/common/discovery/instance?${new URLSearchParams({ 'api-version': '1.1', authorization_endpoint: endpoint('authorize') })}`,
    )
    expect(await instance.json()).toMatchObject({
      tenant_discovery_endpoint: `${base}/common/v2.0/.well-known/openid-configuration`,
    })
  })

  test('introspection tells Dovecot who holds the token', async () => {
    const { access_token = '' } = await tokens()
    const server = createServer((request, response) => microsoft.introspectionHandler(request, response))
    const listening = await listenOnLoopback(server)
    const ask = async (token: string) => {
      const response = await fetch(`http://127.0.0.1:${listening.port}/`, {
        method: 'POST',
        headers: { connection: 'close' },
        body: new URLSearchParams({ token }),
      })
      return response.json()
    }
    expect(await ask(access_token)).toMatchObject({ active: true, username: giulia.username })
    expect(await ask('made-up')).toEqual({ active: false })
    await listening.close()
  })

  test('signing out ends the session and returns only to registered pages', async () => {
    const agent = createWebAgent()
    await signIn(agent)
    const out = (target: string) =>
      agent.navigate(
        `${endpoint('logout')}?${new URLSearchParams({ post_logout_redirect_uri: target, state: 'bye' })}`,
        {
          stopAt: PAGE,
        },
      )
    expect(await (await out('http://evil.example/')).response?.text()).toContain('You signed out')
    expect((await out(`${PAGE}/`)).url.href).toBe(`${PAGE}/?state=bye`)
    const silent = await agent.navigate(authorizeUrl(pkce().challenge, { prompt: 'none' }), { stopAt: PAGE })
    expect(fragment(silent.url).get('error')).toBe('login_required')
  })
})
