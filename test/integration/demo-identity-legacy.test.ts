import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLegacyStandIn, type LegacyStandIn } from '../../demo/identity/legacy.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { listenOnLoopback } from '../support/net.ts'
import { createWebAgent } from '../support/webAgent.ts'

const CLIENT = '0000000048170EF2'
const REDIRECT = 'http://localhost:8080/legacy'
let live: LegacyStandIn
let close: () => Promise<void>
let ahead = 0

beforeAll(async () => {
  const server = createServer((request, response) => live.handler(request, response))
  const listening = await listenOnLoopback(server)
  close = listening.close
  live = createLegacyStandIn({
    baseUrl: `http://127.0.0.1:${listening.port}`,
    clients: [{ clientId: CLIENT, redirectUris: [REDIRECT] }],
    users: [giulia, marco],
    accessTokenTtlSeconds: 3600,
    now: () => Date.now() + ahead,
  })
})
afterAll(() => close())

async function code(scope: string): Promise<string> {
  const agent = createWebAgent()
  const query = new URLSearchParams({
    client_id: CLIENT,
    scope,
    response_type: 'code',
    redirect_uri: REDIRECT,
    state: 'the-state',
  })
  const page = await agent.navigate(`${live.authorizationEndpoint}?${query}`)
  const { url } = await agent.press(page, { name: 'username', value: giulia.username, stopAt: REDIRECT })
  expect(url.searchParams.get('state')).toBe('the-state')
  return url.searchParams.get('code') ?? ''
}

async function redeem(form: Record<string, string>) {
  const response = await fetch(live.tokenEndpoint, {
    method: 'POST',
    headers: { origin: 'http://localhost:8080' },
    body: new URLSearchParams({ client_id: CLIENT, redirect_uri: REDIRECT, ...form }),
  })
  return {
    status: response.status,
    cors: response.headers.get('access-control-allow-origin'),
    body: (await response.json()) as Record<string, string>,
  }
}

describe('the stand-in for login.live.com', () => {
  test('a code for wl.imap becomes tokens, and the refresh token more of them', async () => {
    const first = await redeem({
      grant_type: 'authorization_code',
      code: await code('wl.imap wl.offline_access'),
    })
    expect(first).toMatchObject({
      status: 200,
      cors: 'http://localhost:8080',
      body: { token_type: 'bearer', expires_in: 3600, scope: 'wl.imap wl.offline_access' },
    })
    expect(first.body.user_id).toMatch(/^[0-9a-f]{32}$/)
    const second = await redeem({
      grant_type: 'refresh_token',
      refresh_token: first.body.refresh_token ?? '',
    })
    for (const { body } of [first, second]) {
      expect(await live.verifyAccessToken(body.access_token ?? '')).toMatchObject({ user: giulia.username })
    }
    expect(second.body.access_token).not.toBe(first.body.access_token)
    expect(live.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: '/oauth20_token.srf',
      form: { grant_type: 'refresh_token', client_id: CLIENT, redirect_uri: REDIRECT },
    })
  })

  test('without wl.offline_access there is no refresh token; without wl.imap IMAP refuses the token', async () => {
    const { body } = await redeem({ grant_type: 'authorization_code', code: await code('wl.basic') })
    expect(body).not.toHaveProperty('refresh_token')
    expect(await live.verifyAccessToken(body.access_token ?? '')).toBeUndefined()
  })

  test('a code works once, and a minute', async () => {
    const used = await code('wl.imap')
    expect((await redeem({ grant_type: 'authorization_code', code: used })).status).toBe(200)
    expect((await redeem({ grant_type: 'authorization_code', code: used })).body.error).toBe('invalid_grant')
    const late = await code('wl.imap')
    ahead = 61_000
    expect((await redeem({ grant_type: 'authorization_code', code: late })).body.error).toBe('invalid_grant')
    ahead = 0
  })

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'unauthorized_client'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['another redirect URI', { redirect_uri: 'http://evil.example/' }, 'invalid_grant'],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'made-up' }, 'invalid_grant'],
  ])('the token endpoint refuses %s', async (_what, form, error) => {
    const answer = await redeem({ grant_type: 'authorization_code', code: await code('wl.imap'), ...form })
    expect(answer).toMatchObject({ status: 400, body: { error } })
  })

  test('a redirect URI that is not registered is told on a page', async () => {
    const response = await fetch(
      `${live.authorizationEndpoint}?${new URLSearchParams({ client_id: CLIENT, response_type: 'code', redirect_uri: 'http://evil.example/' })}`,
      { redirect: 'manual' },
    )
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('redirect_uri')
  })
})
