import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { startServer } from '../../bridge/http/server.ts'
import { createLog } from '../../bridge/log.ts'
import { createMicrosoftStandIn, type MicrosoftStandIn } from '../../demo/identity/microsoft.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { fillMailbox } from '../../demo/fillMailbox.ts'
import { startImapServer, type ImapServer } from '../../demo/imap/server.ts'
import { createMailStore } from '../../demo/imap/store.ts'
import { ensureBuilt } from './app.ts'
import { makeCa } from './ca.ts'
import { CHROMIUM_FLAGS } from './chromium.ts'
import { fontEnvironment } from './fonts.ts'
import { freePort, listenOnLoopback } from './net.ts'
import { CHROMIUM } from './system.ts'

/**
 * The built page configured as in production, before a stand-in that answers on three origins as Microsoft does: who signs
 * in at login.microsoftonline.com is sent on to where the account is at home, and back, in a hidden frame too.
 */
export interface MicrosoftCloud {
  /** Where the page is served, by a bridge that knows what the host added (`auth.origins`), or by one that does not. */
  url(knows: 'federation' | 'nothing more'): string
  microsoft: MicrosoftStandIn
  imap: ImapServer
  /** A page of a browser that sends cookies to frames of another site, or of one that does not. */
  openPage(thirdPartyCookies: 'allowed' | 'blocked'): Promise<Page>
  stop(): Promise<void>
}

/** Where a personal account is at home: giulia's. */
export const LIVE = 'https://login.live.com'
/** Where a federated account is at home: marco's. */
export const FEDERATION = 'https://sso.contoso.example'

const CLIENT_ID = '0a1b2c3d-1111-4222-8333-444455556666'
const LOGIN = 'https://login.microsoftonline.com'
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export async function startMicrosoftCloud(): Promise<MicrosoftCloud> {
  await ensureBuilt()
  const closing: (() => Promise<unknown>)[] = []
  const store = createMailStore()
  for (const user of [giulia, marco]) fillMailbox(store, { user, now: new Date(), count: 40 })
  const ca = makeCa()
  const loopback = ca.issue({ hosts: ['localhost', '127.0.0.1'] })
  const imap = await startImapServer({
    store,
    tls: loopback,
    authenticate: {
      async token(user, token) {
        const found = await microsoft.verifyAccessToken(token)
        return found?.user === user ? { ok: true, ...found } : { ok: false }
      },
    },
  })
  closing.push(() => imap.close())
  const ports = { federation: await freePort(), 'nothing more': await freePort() }
  const microsoft = createMicrosoftStandIn({
    baseUrl: LOGIN,
    tenantId: '9188040d-6c67-4c5b-b112-36a304b66dad',
    clients: [
      {
        clientId: CLIENT_ID,
        redirectUris: Object.values(ports).flatMap((port) =>
          ['', 'redirect.html'].map((path) => `http://localhost:${port}/${path}`),
        ),
      },
    ],
    users: [giulia, marco],
    accessTokenTtlSeconds: 3_600,
    homeOf: ({ oid }) => (oid === giulia.oid ? LIVE : FEDERATION),
  })
  const names = [LOGIN, LIVE, FEDERATION].map((origin) => new URL(origin).hostname)
  const tls = await listenOnLoopback(createTlsServer(ca.issue({ hosts: names }), microsoft.handler))
  closing.push(tls.close)
  for (const knows of ['federation', 'nothing more'] as const) {
    const endpoint = { host: '127.0.0.1', port: imap.port, ca: ca.cert }
    const server = await startServer({
      config: {
        listen: { host: '127.0.0.1', port: ports[knows] },
        trustProxy: [],
        demo: false,
        providers: [
          {
            id: 'outlook',
            name: 'Outlook',
            auth: {
              kind: 'microsoft',
              clientId: CLIENT_ID,
              authority: `${LOGIN}/common`,
              scopes: [
                'https://outlook.office.com/IMAP.AccessAsUser.All',
                'https://outlook.office.com/SMTP.Send',
              ],
              ...(knows === 'federation' && { origins: [FEDERATION] }),
            },
            imap: endpoint,
            smtp: endpoint,
            sentIsFiledByServer: true,
          },
        ],
      },
      pageFolder: `${ROOT}dist/web`,
      version: 'test',
      log: createLog('silent'),
    })
    closing.push(() => server.close())
  }
  const rules = names.map((name) => `MAP ${name}:443 127.0.0.1:${tls.port}`).join(', ')
  const launch = {
    executablePath: CHROMIUM.proof,
    args: [
      ...CHROMIUM_FLAGS.filter((flag) => !flag.startsWith('--host-resolver-rules')),
      `--host-resolver-rules=${rules}, MAP * ~NOTFOUND, EXCLUDE localhost`,
    ],
    env: fontEnvironment(),
  }
  let cookieBrowser: BrowserContext | undefined
  let blockingBrowser: Browser | undefined

  async function withCookies(): Promise<BrowserContext> {
    const profile = await mkdtemp(join(tmpdir(), 'ponte-profile-'))
    closing.push(() => rm(profile, { recursive: true, force: true, maxRetries: 10 }))
    await mkdir(join(profile, 'Default'))
    // This Chromium blocks third-party cookies by default, in every window; 0 allows them, as other browsers do.
    await writeFile(
      join(profile, 'Default', 'Preferences'),
      JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
    )
    return chromium.launchPersistentContext(profile, { ...launch, ignoreHTTPSErrors: true, locale: 'en-GB' })
  }

  return {
    url: (knows) => `http://localhost:${ports[knows]}/`,
    microsoft,
    imap,
    async openPage(thirdPartyCookies) {
      if (thirdPartyCookies === 'allowed') {
        cookieBrowser ??= await withCookies()
        await cookieBrowser.clearCookies()
        return cookieBrowser.newPage()
      }
      blockingBrowser ??= await chromium.launch(launch)
      const context = await blockingBrowser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' })
      const page = await context.newPage()
      const devtools = await context.newCDPSession(page)
      await devtools.send('Network.enable')
      await devtools.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true })
      return page
    },
    async stop() {
      await Promise.all([cookieBrowser?.close(), blockingBrowser?.close()])
      for (const close of closing.reverse()) await close()
    },
  }
}
