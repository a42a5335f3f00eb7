import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLegacyStandIn, type LegacyStandIn } from '../../demo/identity/legacy.ts'
import { giulia } from '../../demo/identity/users.ts'
import type { LegacyAuth } from '../../shared/publicConfig.ts'
import { createLegacyAuth } from '../../web/auth/legacy.ts'
import type { AuthProvider } from '../../web/auth/types.ts'
import { listenOnLoopback } from '../support/net.ts'
import { createWebAgent } from '../support/webAgent.ts'

const CLIENT = '0000000048170EF2'
const PAGE = 'http://localhost:8080/'
const MINUTE = 60_000
/** `user_id` of the token endpoint's answer. */
const identity = giulia.oid.replaceAll('-', '')

let live: LegacyStandIn
let close: () => Promise<void>
/** sessionStorage: what a reload of the page keeps. */
let stored: Map<string, string>
let left: string[]

beforeAll(async () => {
  const server = createServer((request, response) => live.handler(request, response))
  const listening = await listenOnLoopback(server)
  close = listening.close
  live = createLegacyStandIn({
    baseUrl: `http://127.0.0.1:${listening.port}`,
    clients: [{ clientId: CLIENT, redirectUris: [PAGE] }],
    users: [giulia],
    accessTokenTtlSeconds: 3600,
  })
})
afterAll(() => close())
beforeEach(() => {
  stored = new Map()
  left = []
})

/** The page's client, as after each load of the page. */
function load(changes: Partial<LegacyAuth> = {}): AuthProvider {
  const auth: LegacyAuth = {
    kind: 'legacy',
    clientId: CLIENT,
    authorizationEndpoint: live.authorizationEndpoint,
    tokenEndpoint: live.tokenEndpoint,
    scopes: ['wl.imap', 'wl.offline_access'],
    ...changes,
  }
  return createLegacyAuth({
    provider: { id: 'live', name: 'Outlook', auth, imapHost: 'imap.example.org', sentIsFiledByServer: true },
    auth,
    pageUrl: `${PAGE}?returnTo=//evil.example#/guide`,
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    navigate: (url) => left.push(url),
  })
}

/** Leaves for the provider's page and comes back: what is in the page's address then. */
async function comeBack(user = giulia.username): Promise<string> {
  void load().signIn({ user })
  await expect.poll(() => left).toHaveLength(1)
  const agent = createWebAgent()
  const page = await agent.navigate(left[0] ?? '')
  const { url } = await agent.press(page, { name: 'username', value: giulia.username, stopAt: PAGE })
  return url.search.slice(1)
}

describe('the reference page’s OAuth endpoints', () => {
  test('the authorization request, the token call, and the credentials', async () => {
    const response = await comeBack()
    const query = Object.fromEntries(new URL(left[0] ?? '').searchParams)
    expect(query).toEqual({
      client_id: CLIENT,
      response_type: 'code',
      redirect_uri: PAGE,
      scope: 'wl.imap wl.offline_access',
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
      login_hint: giulia.username,
    })
    const credentials = await load().resume(response)
    if (credentials?.kind !== 'accessToken') throw new Error('no token')
    expect(credentials).toMatchObject({ identity, user: giulia.username })
    expect(await live.verifyAccessToken(credentials.accessToken)).toMatchObject({ user: giulia.username })
    expect(credentials.expiresOn - Date.now()).toBeGreaterThan(59 * MINUTE)
    expect(live.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: '/oauth20_token.srf',
      form: {
        grant_type: 'authorization_code',
        client_id: CLIENT,
        redirect_uri: PAGE,
        code: new URLSearchParams(response).get('code'),
        code_verifier: expect.stringMatching(/^[\w-]{43}$/) as string,
      },
    })
  })

  test('a reload goes on with the token until its last minute, then uses the refresh token', async () => {
    const first = await load().resume(await comeBack())
    const requests = live.requests.length
    expect(await load().freshToken({ identity, minLifetimeMs: 59 * MINUTE })).toEqual(first)
    expect(live.requests).toHaveLength(requests)
    const second = await load().freshToken({ identity, minLifetimeMs: 61 * MINUTE })
    expect(second).not.toEqual(first)
    expect(live.requests.at(-1)).toMatchObject({ form: { grant_type: 'refresh_token', redirect_uri: PAGE } })
    expect(await load().freshToken({ identity, minLifetimeMs: 0, force: true })).not.toEqual(second)
  })

  test('an answer that this tab did not ask for is refused and redeems nothing', async () => {
    const response = await comeBack()
    const requests = live.requests.length
    const forged = new URLSearchParams(response)
    forged.set('state', 'another')
    await expect(load().resume(forged.toString())).rejects.toMatchObject({ identityCode: 'state_mismatch' })
    // Nor does the right one work afterwards: it was for once.
    await expect(load().resume(response)).rejects.toMatchObject({ identityCode: 'state_mismatch' })
    expect(live.requests).toHaveLength(requests)
  })

  test('the provider’s own words are kept: a refusal, a code that is spent, a client it does not know', async () => {
    const response = await comeBack()
    const state = new URLSearchParams(response).get('state') ?? ''
    const refusal = new URLSearchParams({
      error: 'access_denied',
      error_description: 'The user said no.',
      state,
    })
    await expect(load().resume(refusal.toString())).rejects.toMatchObject({
      identityCode: 'access_denied',
      server: 'The user said no.',
      step: 'identity',
    })
    left = []
    const spent = new URLSearchParams(await comeBack())
    spent.set('code', 'M.R3_BAY.none')
    await expect(load().resume(spent.toString())).rejects.toMatchObject({
      identityCode: 'invalid_grant',
      server: "The provided value for the 'code' parameter is not valid or has expired.",
    })
    left = []
    const unknown = load({ clientId: 'nobody' }).resume(await comeBack())
    await expect(unknown).rejects.toMatchObject({ identityCode: 'unauthorized_client' })
  })

  test('a token endpoint out of reach is a passing fault', async () => {
    const response = await comeBack()
    const away = load({ tokenEndpoint: 'http://127.0.0.1:1/token' })
    await expect(away.resume(response)).rejects.toMatchObject({ identityCode: 'network_error' })
  })

  test('signing out leaves nothing, and nobody is signed in', async () => {
    await load().resume(await comeBack())
    await load().signOut()
    expect([...stored]).toEqual([])
    await expect(load().freshToken({ identity, minLifetimeMs: 0 })).rejects.toMatchObject({
      identityCode: 'interaction_required',
    })
  })

  test('tokens are one person’s: nobody else gets them, and forgetting another leaves them', async () => {
    const first = await load().resume(await comeBack())
    const marco = { identity: 'marco', minLifetimeMs: 0 }
    await expect(load().freshToken(marco)).rejects.toMatchObject({ identityCode: 'interaction_required' })
    await load().forget('marco')
    expect(await load().freshToken({ identity, minLifetimeMs: 0 })).toEqual(first)
    await load().forget(identity)
    expect([...stored]).toEqual([])
  })

  test('a sign-in that was left leads nowhere', async () => {
    await load().resume(await comeBack())
    void load().signIn({ user: 'marco@ponte.example' })
    await expect.poll(() => left).toHaveLength(2)
    expect(await load().resume()).toBeUndefined()
  })
})
