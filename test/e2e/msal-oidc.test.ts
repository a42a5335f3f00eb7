import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RequestHandler } from '../../demo/identity/http.ts'
import { createMicrosoftStandIn, type MicrosoftStandIn } from '../../demo/identity/microsoft.ts'
import { createOidcProvider, type OidcProvider } from '../../demo/identity/oidc.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { makeCa } from '../support/ca.ts'
import type { Failure, SignedIn } from '../support/msalPage.ts'
import { buildMsalSite, msalSiteHandler } from '../support/msalSite.ts'

const CLIENT = '11111111-2222-3333-4444-555555555555'
const TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'
const MAIL_SCOPES = ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send']
const CHROMIUM_ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let files: ReadonlyMap<string, string>
let server: Server
let identity: RequestHandler
let settings: unknown
let identityOrigins: string[] = []
let origin: string
let browser: Browser
let context: BrowserContext
let page: Page

const listen = (target: Server | TlsServer) =>
  new Promise<number>((resolve) => {
    target.listen(0, '127.0.0.1', () => resolve((target.address() as AddressInfo).port))
  })

beforeAll(async () => {
  files = await buildMsalSite()
  server = createServer((request, response) => {
    if (request.url?.startsWith('/demo-')) identity(request, response)
    else msalSiteHandler({ files, settings: () => settings, identityOrigins })(request, response)
  })
  origin = `http://localhost:${await listen(server)}`
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
})

const launch = (extra: string[] = []) =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: [...CHROMIUM_ARGUMENTS, ...extra] })

async function open(): Promise<void> {
  context = await browser.newContext({ ignoreHTTPSErrors: true })
  page = await context.newPage()
}

async function ready(): Promise<SignedIn | Failure | undefined> {
  await page.waitForURL((url) => url.origin === origin)
  await page.waitForFunction(() => window.msalPage !== undefined)
  return page.evaluate(() => window.msalPage?.returned)
}

async function signIn(button = 'Continue as Giulia', options: { loginHint?: string; prompt?: string } = {}) {
  await page.goto(`${origin}/`)
  await ready()
  await page.evaluate((request) => void window.msalPage?.signIn(request), options)
  await page.getByRole('button', { name: button }).click()
  return ready()
}

const silent = (options: { forceRefresh?: boolean } = {}) =>
  page.evaluate((request) => window.msalPage?.silent(request), options)
const sso = (hint: string) => page.evaluate((loginHint) => window.msalPage?.sso(loginHint), hint)

async function signOut(): Promise<void> {
  await page.evaluate(() => void window.msalPage?.signOut())
  await page.waitForFunction(() => window.msalPage?.returned === undefined && performance.navigation !== undefined)
}

function asSignedIn(result: SignedIn | Failure | undefined): SignedIn {
  if (!result || !('accessToken' in result)) throw new Error(`not signed in: ${JSON.stringify(result)}`)
  return result
}

describe('MSAL in OIDC mode, against the provider of the demo', () => {
  let provider: OidcProvider

  beforeAll(async () => {
    browser = await launch()
    provider = createOidcProvider({
      issuer: `${origin}/demo-identity`,
      clients: [{ clientId: CLIENT, redirectUris: [`${origin}/`, `${origin}/bridge.html`] }],
      users: [giulia, marco],
      accessTokenTtlSeconds: 180,
    })
    const { authorityMetadata, ...authority } = provider.browserAuthority(new URL(origin).host)
    identity = provider.handler
    settings = {
      configuration: {
        auth: {
          clientId: CLIENT,
          redirectUri: '/',
          ...authority,
          authorityMetadata: JSON.stringify(authorityMetadata),
          OIDCOptions: { defaultScopes: ['openid', 'profile'] },
        },
        system: { protocolMode: 'OIDC', tokenRenewalOffsetSeconds: 60 },
      },
      scopes: ['openid', 'email'],
      redirectBridge: 'bridge.html',
    }
  })
  afterAll(() => browser.close())
  beforeEach(open)
  afterEach(() => context.close())

  test('signs in by redirect; the token is the user’s', async () => {
    const result = asSignedIn(await signIn())
    expect(result).toMatchObject({ username: giulia.username, name: 'Giulia Moretti' })
    expect((await provider.verifyAccessToken(result.accessToken))?.user).toBe(giulia.username)
  })

  test('a token of 180 s is used from the cache, and renewed 60 s before its end without anybody noticing', async () => {
    const first = asSignedIn(await signIn())
    const cached = asSignedIn(await silent())
    expect(cached).toMatchObject({ fromCache: true, accessToken: first.accessToken })
    await page.clock.setSystemTime(Date.now() + 115_000)
    expect(asSignedIn(await silent())).toMatchObject({ fromCache: true })
    await page.clock.setSystemTime(Date.now() + 125_000)
    const renewed = asSignedIn(await silent())
    expect(renewed.fromCache).toBe(false)
    expect(renewed.accessToken).not.toBe(first.accessToken)
    expect((await provider.verifyAccessToken(renewed.accessToken))?.user).toBe(giulia.username)
  })

  test('ssoSilent through the redirect-bridge page', async () => {
    await signIn()
    await page.evaluate(() => sessionStorage.clear())
    await page.reload()
    await ready()
    expect(asSignedIn(await sso(giulia.username)).username).toBe(giulia.username)
    expect(await sso(marco.username)).toMatchObject({ errorCode: 'login_required' })
  })

  test('signs out, returns, and then silence is refused', async () => {
    const { accessToken } = asSignedIn(await signIn())
    const left = page.waitForEvent('framenavigated', (frame) => frame.url() === `${origin}/`)
    await page.evaluate(() => void window.msalPage?.signOut())
    await left
    await ready()
    expect(await provider.verifyAccessToken(accessToken)).toBeUndefined()
    expect(await sso(giulia.username)).toMatchObject({ errorCode: 'login_required' })
  })

  test('switching to another user ends the first session by itself', async () => {
    await signIn()
    const result = asSignedIn(await signIn('Continue as Marco', { prompt: 'select_account' }))
    expect(result.username).toBe(marco.username)
  })
})
