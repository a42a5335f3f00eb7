/** Debian's Chromium, driven by Playwright: nothing it asks for leaves the machine, and every complaint is kept. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { CHROMIUM, requireSystem } from './system.ts'

/** What every Chromium of the tests is started with. */
export const CHROMIUM_FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // What is not caught as a request (prefetch, the browser's own) finds no name either.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

export interface Complaints {
  /** console.error and what the browser itself logs as an error, less the policy's. */
  console: string[]
  /** Exceptions nobody caught. */
  uncaught: string[]
  /** Violations of a content security policy or of trusted types, in any frame. */
  policy: string[]
  /** Requests and sockets to anything but this machine; all were refused. */
  external: string[]
}

export interface OpenPage {
  page: Page
  complaints: Complaints
  /** Throws with all complaints, if there are any; `except` are ones that belong to the test. */
  expectQuiet(except?: RegExp): void
  close(): Promise<void>
}

export interface TestBrowser {
  browser: Browser
  /** A page of a context of its own: no cookie, storage or cache of another. */
  openPage(options?: BrowserContextOptions): Promise<OpenPage>
  stop(): Promise<void>
}

const isLocal = (url: URL) =>
  ['data:', 'blob:', 'about:', 'chrome-error:'].includes(url.protocol) ||
  ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)

const POLICY = /content security policy|trusted ?(type|html|script)|permissions policy/i

/** A browser with a fresh profile, removed at the end. */
export async function startChromium(): Promise<TestBrowser> {
  requireSystem(CHROMIUM)
  const browser = await chromium.launch({ executablePath: CHROMIUM.proof, args: CHROMIUM_FLAGS })
  return {
    browser,
    openPage: (options) => openPage(browser, options),
    stop: () => browser.close(),
  }
}

async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    ...options,
  })
  const complaints: Complaints = { console: [], uncaught: [], policy: [], external: [] }
  await context.route(
    (url) => !isLocal(url),
    (route) => {
      complaints.external.push(route.request().url())
      return route.abort('blockedbyclient')
    },
  )
  await context.routeWebSocket(
    (url) => !isLocal(url),
    (socket) => {
      complaints.external.push(socket.url())
      void socket.close()
    },
  )
  context.on('console', (message) => {
    const text = `${message.text()} (${message.location().url})`
    if (POLICY.test(text)) complaints.policy.push(text)
    else if (message.type() === 'error') complaints.console.push(text)
  })
  context.on('weberror', (error) => complaints.uncaught.push(String(error.error().stack ?? error.error())))
  const page = await context.newPage()
  return {
    page,
    complaints,
    expectQuiet(except) {
      const all = Object.entries(complaints).flatMap(([kind, texts]: [string, string[]]) =>
        texts.filter((text) => !except?.test(text)).map((text) => `${kind}: ${text}`),
      )
      if (all.length > 0) throw new Error(`the page complained:\n${all.join('\n')}`)
    },
    close: () => context.close(),
  }
}
