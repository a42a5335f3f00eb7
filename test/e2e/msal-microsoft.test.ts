import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMicrosoftStandIn, type MicrosoftStandIn } from '../../demo/identity/microsoft.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { makeCa } from '../support/ca.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { asSignedIn, driveMsal, type MsalDriver } from '../support/msalDriver.ts'
import { buildMsalSite, msalSiteHandler } from '../support/msalSite.ts'
import { listenOnLoopback } from '../support/net.ts'
import { fontEnvironment } from '../support/fonts.ts'
import { CHROMIUM } from '../support/system.ts'

const CLIENT = '11111111-2222-3333-4444-555555555555'
const TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad'
const PREFIX = '/demo-microsoft'
const SCOPES = ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send']

describe('MSAL in its own AAD mode against the stand-in over plain http', () => {
  let close: () => Promise<void>
  let browser: TestBrowser
  let microsoft: MicrosoftStandIn
  let origin: string
  let opened: OpenPage
  let msal: MsalDriver
  let scopes = SCOPES
  /** Milliseconds the provider's clock is ahead of ours. */
  let ahead = 0

  beforeAll(async () => {
    const files = await buildMsalSite()
    const site = msalSiteHandler({ files, settings })
    const server = createServer((request, response) => {
      if (request.url?.startsWith(`${PREFIX}/`)) microsoft.handler(request, response)
      else site(request, response)
    })
    const listening = await listenOnLoopback(server)
    close = listening.close
    origin = `http://localhost:${listening.port}`
    browser = await startChromium()
  })
  afterAll(async () => {
    await browser.stop()
    await close()
  })
  beforeEach(async () => {
    scopes = SCOPES
    ahead = 0
    microsoft = createMicrosoftStandIn({
      baseUrl: `${origin}${PREFIX}`,
      tenantId: TENANT,
      clients: [{ clientId: CLIENT, redirectUris: [`${origin}/`, `${origin}/bridge.html`] }],
      users: [giulia, marco],
      accessTokenTtlSeconds: 180,
      now: () => Date.now() + ahead,
    })
    opened = await browser.openPage()
    msal = driveMsal(opened.page, origin)
  })
  afterEach(async () => {
    opened.expectQuiet(/favicon|status of 400/)
    await opened.close()
  })

  function settings() {
    const { authorityMetadata, ...authority } = microsoft.browserAuthority('common')
    return {
      configuration: {
        auth: {
          clientId: CLIENT,
          redirectUri: '/',
          ...authority,
          authorityMetadata: JSON.stringify(authorityMetadata),
        },
        system: { tokenRenewalOffsetSeconds: 60 },
      },
      scopes,
      redirectBridge: 'bridge.html',
    }
  }

  test('signs in: account, tenant and an opaque token that IMAP and SMTP take', async () => {
    const result = await msal.signIn('Continue as Giulia')
    expect(result).toMatchObject({
      username: giulia.username,
      name: 'Giulia Moretti',
      homeAccountId: `${giulia.oid}.${TENANT}`,
      claims: { oid: giulia.oid, tid: TENANT, ver: '2.0', preferred_username: giulia.username },
    })
    expect(result.accessToken).toMatch(/^EwB/)
    expect(await microsoft.verifyAccessToken(result.accessToken)).toMatchObject({ user: giulia.username })
    expect(await microsoft.verifyAccessToken(result.accessToken, 'SMTP.Send')).toMatchObject({
      user: giulia.username,
    })
    const [authorization] = microsoft.requests.filter(({ path }) => path.endsWith('/authorize'))
    expect(authorization?.query).toMatchObject({
      response_mode: 'fragment',
      response_type: 'code',
      code_challenge_method: 'S256',
      client_info: '1',
    })
  })

  test('a token of 180 s comes from the cache until 60 s before its end, then from the refresh token', async () => {
    const first = await msal.signIn('Continue as Giulia')
    const signedInAt = Date.now()
    await opened.page.clock.setSystemTime(signedInAt + 100_000)
    expect(await msal.silent()).toMatchObject({ fromCache: true, accessToken: first.accessToken })
    await opened.page.clock.setSystemTime(signedInAt + 125_000)
    const renewed = asSignedIn(await msal.silent())
    expect(renewed.accessToken).not.toBe(first.accessToken)
    expect(await microsoft.verifyAccessToken(renewed.accessToken)).toMatchObject({ user: giulia.username })
    const grants = microsoft.requests
      .filter(({ path }) => path.endsWith('/token'))
      .map(({ form }) => form.grant_type)
    expect(grants).toEqual(['authorization_code', 'refresh_token'])
  })

  test('ssoSilent signs a new tab in through the redirect-bridge page', async () => {
    await msal.signIn('Continue as Giulia')
    await msal.forget()
    expect(asSignedIn(await msal.sso(giulia.username)).username).toBe(giulia.username)
    expect(await msal.sso(marco.username)).toMatchObject({
      name: 'InteractionRequiredAuthError',
      errorCode: 'login_required',
      message: expect.stringContaining('AADSTS50058') as string,
    })
  })

  test('after 24 hours the refresh token is dead: the session answers in a hidden frame, and without one a person must', async () => {
    await msal.signIn('Continue as Giulia')
    ahead = 25 * 60 * 60 * 1000
    expect(asSignedIn(await msal.silent({ forceRefresh: true })).username).toBe(giulia.username)
    ahead *= 3
    await opened.page.context().clearCookies()
    expect(await msal.silent({ forceRefresh: true })).toMatchObject({
      name: 'InteractionRequiredAuthError',
      errorCode: 'login_required',
    })
  })

  test('a user asked for consent accepts, and later renewals do not ask again', async () => {
    microsoft.switches.consent = 'user'
    await msal.start()
    await opened.page.getByRole('button', { name: 'Continue as Giulia' }).click()
    await opened.page.getByRole('button', { name: 'Accept' }).click()
    expect(asSignedIn(await msal.returned()).username).toBe(giulia.username)
    expect(asSignedIn(await msal.silent({ forceRefresh: true })).username).toBe(giulia.username)
  })

  test.each([
    ['declines consent', 'user', 'Cancel', 'AADSTS65004'],
    ['needs an administrator', 'admin', 'Return to the application without granting consent', 'AADSTS90094'],
  ] as const)('a user who %s comes back with the reason', async (_who, consent, button, code) => {
    microsoft.switches.consent = consent
    await msal.start()
    await opened.page.getByRole('button', { name: 'Continue as Giulia' }).click()
    await opened.page.getByRole('button', { name: button }).click()
    expect(await msal.returned()).toMatchObject({
      errorCode: 'access_denied',
      message: expect.stringContaining(code) as string,
    })
  })

  test.each([
    ['consent was withdrawn', { consent: 'user' }, 'AADSTS65001'],
    ['another factor is asked for', { multiFactorRequired: true }, 'AADSTS50076'],
  ] as const)('when %s a renewal asks for a person', async (_what, switches, code) => {
    await msal.signIn('Continue as Giulia')
    Object.assign(microsoft.switches, switches)
    expect(await msal.silent({ forceRefresh: true })).toMatchObject({
      name: 'InteractionRequiredAuthError',
      message: expect.stringContaining(code) as string,
    })
  })

  test('scopes of Graph or without a resource give a token that mail refuses', async () => {
    scopes = ['IMAP.AccessAsUser.All']
    const { accessToken } = await msal.signIn('Continue as Giulia')
    expect(await microsoft.verifyAccessToken(accessToken)).toBeUndefined()
  })

  test('a wrong client ID is told on a page, with its number', async () => {
    microsoft = createMicrosoftStandIn({
      baseUrl: `${origin}${PREFIX}`,
      tenantId: TENANT,
      clients: [],
      users: [giulia],
      accessTokenTtlSeconds: 180,
    })
    await msal.start()
    await opened.page.getByText('AADSTS700016').waitFor()
  })

  test('signs out and comes back; silence is refused', async () => {
    await msal.signIn('Continue as Giulia')
    await msal.signOut()
    expect(await msal.sso(giulia.username)).toMatchObject({ errorCode: 'login_required' })
  })
})

describe('MSAL as production configures it: login.microsoftonline.com and nothing else', () => {
  let microsoft: MicrosoftStandIn
  let origin: string
  let flags: string[]
  const closing: (() => Promise<void>)[] = []

  beforeAll(async () => {
    const files = await buildMsalSite()
    const settings = {
      configuration: {
        auth: { clientId: CLIENT, authority: 'https://login.microsoftonline.com/common', redirectUri: '/' },
        system: { tokenRenewalOffsetSeconds: 60 },
      },
      scopes: SCOPES,
      redirectBridge: 'bridge.html',
    }
    const identityOrigins = ['https://login.microsoftonline.com']
    const site = await listenOnLoopback(
      createServer(msalSiteHandler({ files, settings: () => settings, identityOrigins })),
    )
    origin = `http://localhost:${site.port}`
    microsoft = createMicrosoftStandIn({
      baseUrl: 'https://login.microsoftonline.com',
      tenantId: TENANT,
      clients: [{ clientId: CLIENT, redirectUris: [`${origin}/`, `${origin}/bridge.html`] }],
      users: [giulia],
      accessTokenTtlSeconds: 180,
    })
    const certificate = makeCa().issue({ hosts: ['login.microsoftonline.com'] })
    const tls = await listenOnLoopback(createTlsServer(certificate, microsoft.handler))
    closing.push(site.close, tls.close)
    flags = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP login.microsoftonline.com:443 127.0.0.1:${tls.port}, MAP * ~NOTFOUND, EXCLUDE localhost`,
    ]
  })
  afterAll(() => Promise.all(closing.map((close) => close())))

  test('signs in, renews by refresh token and, with third-party cookies, by hidden frame, and signs out', async () => {
    const profile = await mkdtemp(join(tmpdir(), 'ponte-profile-'))
    // This Chromium blocks third-party cookies by default, in every window; 0 allows them, as other browsers do.
    await mkdir(join(profile, 'Default'))
    await writeFile(
      join(profile, 'Default', 'Preferences'),
      JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
    )
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: CHROMIUM.proof,
      args: flags,
      env: fontEnvironment(),
      ignoreHTTPSErrors: true,
    })
    const msal = driveMsal(await context.newPage(), origin)
    const first = await msal.signIn('Continue as Giulia')
    expect(first.homeAccountId).toBe(`${giulia.oid}.${TENANT}`)
    const renewed = asSignedIn(await msal.silent({ forceRefresh: true }))
    expect(await microsoft.verifyAccessToken(renewed.accessToken)).toMatchObject({ user: giulia.username })
    await msal.forget()
    expect(asSignedIn(await msal.sso(giulia.username)).username).toBe(giulia.username)
    await msal.signOut()
    expect(await msal.sso(giulia.username)).toMatchObject({ errorCode: 'login_required' })
    await context.close()
    await rm(profile, { recursive: true })
  })

  test('where third-party cookies are blocked the hidden frame fails; refresh tokens renew, and a redirect asks nothing', async () => {
    const browser = await chromium.launch({
      executablePath: CHROMIUM.proof,
      args: flags,
      env: fontEnvironment(),
    })
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true })
    const msal = driveMsal(page, origin)
    await msal.signIn('Continue as Giulia')
    expect(asSignedIn(await msal.silent({ forceRefresh: true })).username).toBe(giulia.username)
    await msal.forget()
    expect(await msal.sso(giulia.username)).toMatchObject({
      name: 'InteractionRequiredAuthError',
      errorCode: 'login_required',
    })
    await msal.start({ loginHint: giulia.username })
    expect(asSignedIn(await msal.returnedFromRedirect()).username).toBe(giulia.username)
    await browser.close()
  })
})
