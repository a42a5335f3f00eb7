import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createOidcProvider, type OidcProvider } from '../../demo/identity/oidc.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { asSignedIn, driveMsal, type MsalDriver } from '../support/msalDriver.ts'
import { buildMsalSite, msalSiteHandler } from '../support/msalSite.ts'
import { listenOnLoopback } from '../support/net.ts'
import { WHOLE } from '../support/whole.ts'

const CLIENT = 'ponte-demo'
const PREFIX = '/demo-identity'

/** Both names this machine has: the provider answers each under its own, or silent renewal would cross sites. */
describe.each(['localhost', '127.0.0.1'])(
  'MSAL in OIDC mode against the provider of the demo, at http://%s',
  (name) => {
    /** Where the name makes no difference. */
    const onOne = name === '127.0.0.1' || WHOLE ? test : test.skip
    let server: Server
    let close: () => Promise<void>
    let browser: TestBrowser
    let provider: OidcProvider
    let origin: string
    let opened: OpenPage
    let msal: MsalDriver

    beforeAll(async () => {
      const files = await buildMsalSite()
      const site = msalSiteHandler({ files, settings: () => settings() })
      server = createServer((request, response) => {
        if (request.url?.startsWith(`${PREFIX}/`)) provider.handler(request, response)
        else site(request, response)
      })
      const listening = await listenOnLoopback(server)
      close = listening.close
      origin = `http://${name}:${listening.port}`
      provider = createOidcProvider({
        issuer: `http://localhost:${listening.port}${PREFIX}`,
        clients: [{ clientId: CLIENT, redirectUris: [`${origin}/`, `${origin}/bridge.html`] }],
        users: [giulia, marco],
        accessTokenTtlSeconds: 180,
      })
      browser = await startChromium()
    })
    afterAll(async () => {
      await browser.stop()
      await close()
    })
    beforeEach(async () => {
      opened = await browser.openPage()
      msal = driveMsal(opened.page, origin)
    })
    afterEach(async () => {
      opened.expectQuiet(/favicon|status of 400/)
      await opened.close()
    })

    function settings() {
      const { authorityMetadata, ...authority } = provider.browserAuthority(new URL(origin).host)
      return {
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
    }

    test('signs in with one button; the token is that user’s', async () => {
      const result = await msal.signIn('Continue as Giulia')
      expect(result).toMatchObject({ username: giulia.username, name: 'Giulia Moretti' })
      expect((await provider.verifyAccessToken(result.accessToken))?.user).toBe(giulia.username)
    })

    onOne(
      'a token of 180 s comes from the cache until 60 s before its end, then from the refresh token',
      async () => {
        const first = await msal.signIn('Continue as Giulia')
        const signedInAt = Date.now()
        expect(await msal.silent()).toMatchObject({ fromCache: true, accessToken: first.accessToken })
        await opened.page.clock.setSystemTime(signedInAt + 100_000)
        expect(await msal.silent()).toMatchObject({ fromCache: true, accessToken: first.accessToken })
        await opened.page.clock.setSystemTime(signedInAt + 125_000)
        // Without the provider's cookie a hidden frame could not renew: what does is the refresh token.
        await opened.page.context().clearCookies()
        const renewed = asSignedIn(await msal.silent())
        expect(renewed.fromCache).toBe(false)
        expect(renewed.accessToken).not.toBe(first.accessToken)
        expect((await provider.verifyAccessToken(renewed.accessToken))?.user).toBe(giulia.username)
      },
    )

    onOne(
      'ssoSilent signs a new tab in through the redirect-bridge page, and only who is signed in',
      async () => {
        await msal.signIn('Continue as Giulia')
        await msal.forget()
        expect(asSignedIn(await msal.sso(giulia.username)).username).toBe(giulia.username)
        expect(await msal.sso(marco.username)).toMatchObject({
          name: 'InteractionRequiredAuthError',
          errorCode: 'login_required',
        })
      },
    )

    onOne('signs out and comes back; the token is dead and silence is refused', async () => {
      const { accessToken } = await msal.signIn('Continue as Giulia')
      await msal.signOut()
      expect(await provider.verifyAccessToken(accessToken)).toBeUndefined()
      expect(await msal.sso(giulia.username)).toMatchObject({ errorCode: 'login_required' })
    })

    onOne('another user takes over from the one signed in', async () => {
      await msal.signIn('Continue as Giulia')
      const second = await msal.signIn('Continue as Marco', { prompt: 'select_account' })
      expect(second.username).toBe(marco.username)
    })

    onOne('the button is large enough for a finger and reached by keyboard', async () => {
      await msal.start()
      const button = opened.page.getByRole('button', { name: 'Continue as Giulia' })
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
      await opened.page.keyboard.press('Tab')
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
      await opened.page.keyboard.press('Enter')
      expect(asSignedIn(await msal.returned()).username).toBe(giulia.username)
    })
  },
)
