import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import type { Outside } from '../../bridge/fetch/guard.ts'
import type { Provider } from '../../bridge/config/config.ts'
import { createLog } from '../../bridge/log.ts'
import { startServer, type RunningServer } from '../../bridge/http/server.ts'
import { createMicrosoftStandIn, type MicrosoftStandIn } from '../../demo/identity/microsoft.ts'
import { createOidcProvider, type OidcProvider } from '../../demo/identity/oidc.ts'
import { giulia, marco, type DemoUser } from '../../demo/identity/users.ts'
import { startChromium, type OpenPage, type TestBrowser } from './chromium.ts'
import { startCommandTap, type CommandTap } from './commandTap.ts'
import { startDelayProxy, type DelayProxy } from './delayProxy.ts'
import { startDovecot, type Dovecot } from './dovecot.ts'
import { startFaultProxy, type FaultProxy } from './faultProxy.ts'
import { createSignIns } from './signIns.ts'
import { createPagePool, type PagePool } from './pagePool.ts'
import { freePort, listenOnLoopback } from './net.ts'
import { startSmtpSink, type SmtpSink } from './smtpSink.ts'

/**
 * The whole product before real servers: the built page in Chromium, MSAL against an identity provider on an origin
 * of its own, the bridge, a delay proxy and a tap in front of a real Dovecot, a real SMTP server that delivers into it.
 */
export interface App {
  url: string
  server: RunningServer
  dovecot: Dovecot
  smtp: SmtpSink
  /** Every command the bridge sent; lists round trips. */
  tap: CommandTap
  delay: DelayProxy
  /** Between the bridge and the delay. */
  faults: FaultProxy
  /** As configured, to start another bridge with. */
  providers: Provider[]
  oidc: OidcProvider
  microsoft: MicrosoftStandIn
  browser: TestBrowser
  /** Pages of the product's origin, none of them signed in. */
  pages: PagePool
  /** Opens the page signed in: through the identity provider the first time, then with what that left (signIns.ts). */
  signIn(options?: { user?: DemoUser; button?: string }): Promise<OpenPage>
  stop(): Promise<void>
}

export interface AppOptions {
  profile: 'outlook' | 'full'
  /** Which of the providers are configured; each has its button. */
  kinds: ('oidc' | 'microsoft' | 'password')[]
  accessTokenTtlSeconds?: number
  /** One-way delay between bridge and mail server, in milliseconds. */
  delayMs?: number
  sentIsFiledByServer?: boolean
  /** Which folders a new mailbox has: see `DovecotOptions`. */
  folders?: 'special' | 'none'
  /** Capabilities the bridge does not get to see. */
  hideCapabilities?: readonly string[]
  /** What the guard before other people's servers lets through. */
  outside?: Outside
  /** How often a server without IDLE is asked for news, in milliseconds. */
  pollIntervalMs?: number
  /** `host:port` of the test's own picture servers, which the bridge may fetch from. */
  pictureHosts?: readonly string[]
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const CLIENT_ID = '0a1b2c3d-1111-4222-8333-444455556666'

/** Set when everything is built and is to stay so. */
export const BUILT = 'PONTE_TESTS_BUILT'

/** Builds the page when its sources are newer. */
export async function ensureBuilt(): Promise<void> {
  const { isBuilt } = (await import(pathToFileURL(`${ROOT}scripts/build.mjs`).href)) as {
    isBuilt: () => boolean
  }
  // Built before all tests (setupE2e.ts): files that run side by side would otherwise build over each other.
  if (process.env[BUILT] !== undefined || isBuilt()) return
  // In a process of its own: vitest's NODE_ENV would make it a development build.
  execFileSync(process.execPath, ['scripts/build.mjs'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

export async function startApp(options: AppOptions): Promise<App> {
  await ensureBuilt()
  const port = await freePort()
  const identity = await startIdentity(port, options.accessTokenTtlSeconds ?? 3_600)
  const users = [giulia.username, marco.username, 'anna']
  const passwords = options.kinds.includes('password')
  const dovecot = await startDovecot({
    profile: options.profile,
    introspectionUrl: identity.introspectionUrl,
    users,
    passwords,
    ...(options.folders && { folders: options.folders }),
  })
  const tap = await startCommandTap({
    to: { host: dovecot.host, port: dovecot.imapPort },
    ca: dovecot.ca,
    withoutCapabilityHints: options.profile === 'outlook',
    ...(options.hideCapabilities && { hideCapabilities: options.hideCapabilities }),
  })
  const delay = await startDelayProxy({ to: tap, delayMs: options.delayMs ?? 0 })
  const faults = await startFaultProxy({ to: delay })
  const smtp = await startSmtpSink({
    ca: dovecot.ca,
    checkToken: async (user, token) => (await identity.verify(token))?.user === user,
    password: dovecot.password,
    onMessage: ({ to, raw }) => {
      for (const one of to) if (users.includes(one)) dovecot.append(one, 'INBOX', raw)
    },
  })
  const provider = (id: string, name: string, auth: Provider['auth']): Provider => ({
    id,
    name,
    auth,
    imap: { host: '127.0.0.1', port: faults.port, ca: dovecot.ca.cert },
    smtp: { host: '127.0.0.1', port: smtp.port, ca: dovecot.ca.cert },
    sentIsFiledByServer: options.sentIsFiledByServer ?? false,
    border: {
      kind: 'named',
      authservIds: ['mx.ponte.example'],
      relays: ['mx.ponte.example'],
      stripsForeign: false,
    },
  })
  const all: Record<AppOptions['kinds'][number], Provider> = {
    oidc: provider('work', 'Work', identity.oidcAuth),
    microsoft: provider('outlook', 'Outlook', identity.microsoftAuth),
    password: provider('plain', 'Password', { kind: 'password' }),
  }
  const providers = options.kinds.map((kind) => all[kind])
  const server = await startServer({
    config: { listen: { host: '127.0.0.1', port }, trustProxy: [], providers, demo: false },
    ...(options.pollIntervalMs !== undefined && { pollIntervalMs: options.pollIntervalMs }),
    ...(options.pictureHosts !== undefined && { images: { trusted: options.pictureHosts } }),
    ...(options.outside && { outside: options.outside }),
    pageFolder: `${ROOT}dist/web`,
    version: 'test',
    log: createLog('silent'),
  })
  const browser = await startChromium()
  const url = `http://localhost:${port}/`
  const pages = createPagePool(browser, { url })
  const signIns = createSignIns(async (token) => (await identity.verify(token)) !== undefined)
  return {
    url,
    server,
    dovecot,
    smtp,
    tap,
    delay,
    faults,
    providers,
    oidc: identity.oidc,
    microsoft: identity.microsoft,
    browser,
    pages,
    signIn: async ({ user = giulia, button } = {}) => {
      const opened = await pages.take()
      const { page } = opened
      await signIns.open(page, {
        url,
        key: `${user.username} ${button ?? ''}`,
        signIn: () => signInThroughProvider(page, { user, ...(button === undefined ? {} : { button }) }),
      })
      return opened
    },
    stop: async () => {
      await browser.stop()
      await server.close()
      await Promise.all([smtp.stop(), faults.stop(), delay.stop(), tap.stop()])
      await dovecot.stop()
      await identity.close()
    },
  }
}

/** Presses the sign-in button and, on the provider's page, the user's. */
export async function signInThroughProvider(
  page: Page,
  options: { user: DemoUser; button?: string },
): Promise<void> {
  const { user, button = /^Sign in/ } = options
  await page.getByRole('button', { name: button }).first().click()
  await page.getByRole('button', { name: new RegExp(user.name.split(' ')[0] ?? user.name) }).click()
}

async function startIdentity(pagePort: number, accessTokenTtlSeconds: number) {
  const redirectUris = ['localhost', '127.0.0.1'].flatMap((host) =>
    ['', 'redirect.html'].map((page) => `http://${host}:${pagePort}/${page}`),
  )
  const clients = [{ clientId: CLIENT_ID, redirectUris }]
  const users = [giulia, marco]
  const server = createServer((request, response) => {
    const handler = request.url?.startsWith('/oidc/') ? oidc.handler : microsoft.handler
    handler(request, response)
  })
  const { port, close } = await listenOnLoopback(server)
  const oidc = createOidcProvider({
    issuer: `http://localhost:${port}/oidc`,
    clients,
    users,
    accessTokenTtlSeconds,
  })
  const microsoft = createMicrosoftStandIn({
    baseUrl: `http://localhost:${port}/microsoft`,
    tenantId: '9188040d-6c67-4c5b-b112-36a304b66dad',
    clients,
    users,
    accessTokenTtlSeconds,
  })
  const verify = async (token: string) =>
    (await oidc.verifyAccessToken(token)) ?? (await microsoft.verifyAccessToken(token))
  const introspection = await startIntrospectionFor(verify)
  const asText = (authority: { authority: string; authorityMetadata: Record<string, unknown> }) => ({
    authority: authority.authority,
    authorityMetadata: JSON.stringify(authority.authorityMetadata),
  })
  return {
    oidc,
    microsoft,
    verify,
    introspectionUrl: introspection.url,
    oidcAuth: {
      kind: 'oidc',
      clientId: CLIENT_ID,
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      ...asText(oidc.browserAuthority()),
    } as const satisfies Provider['auth'],
    microsoftAuth: {
      kind: 'microsoft',
      clientId: CLIENT_ID,
      scopes: ['https://outlook.office.com/IMAP.AccessAsUser.All', 'https://outlook.office.com/SMTP.Send'],
      knownAuthorities: microsoft.browserAuthority().knownAuthorities,
      ...asText(microsoft.browserAuthority()),
    } as const satisfies Provider['auth'],
    close: async () => {
      server.closeAllConnections()
      await Promise.all([close(), introspection.stop()])
    },
  }
}

/** RFC 7662 for Dovecot, over the tokens of both providers. */
async function startIntrospectionFor(verify: (token: string) => Promise<{ user: string } | undefined>) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const token = new URLSearchParams(Buffer.concat(chunks).toString()).get('token') ?? ''
      void verify(token).then((found) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(found ? { active: true, username: found.user } : { active: false }))
      })
    })
  })
  const { port, close } = await listenOnLoopback(server)
  return {
    url: `http://127.0.0.1:${port}/introspect`,
    stop: async () => {
      server.closeAllConnections()
      await close()
    },
  }
}
