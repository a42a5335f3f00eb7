/** Debian's Chromium, driven by Playwright: nothing it asks for leaves the machine, and every complaint is kept. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { TOAST_MS } from '../../web/stores/kit/limits.ts'
import { FONTS, fontEnvironment, type FontSet } from './fonts.ts'
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
  /** Requests and sockets to anything but this machine; no name was found for any. */
  external: string[]
}

export interface OpenPage {
  page: Page
  complaints: Complaints
  /** Throws with all complaints, if there are any; `except` are ones that belong to the test. */
  expectQuiet(except?: RegExp): void
  /** Notes what is to be seen, should the test have failed. */
  remember(): Promise<void>
  close(): Promise<void>
}

export interface TestBrowser {
  /** A page of a context of its own: no cookie, storage or cache of another. */
  openPage(options?: BrowserContextOptions): Promise<OpenPage>
  stop(): Promise<void>
}

/** Of a page that asks for no other, in CSS pixels. */
export const VIEWPORT = { width: 1280, height: 800 }

/** How long a page is waited for: what is so slow on a quiet machine never comes, and on a busy one it may. */
const PATIENCE_MS = 90_000

/** Of a page's text, with a failed test. */
const TOLD_CHARACTERS = 2_000

/** A toast shows this many times longer than it does for people, for a busy machine takes as long to reach for it. */
const TOAST_PATIENCE = 5

const isLocal = (url: URL) =>
  ['data:', 'blob:', 'about:', 'chrome-error:'].includes(url.protocol) ||
  ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)

const POLICY = /content security policy|trusted ?(type|html|script)|permissions policy/i

/** Of all browsers: what a failed test leaves open is told of, and what it closed. */
const openPages = new Set<OpenPage>()
const closedPages: string[] = []

/** Forgets the pages that earlier tests closed. */
export function forgetClosedPages(): void {
  closedPages.length = 0
}

/** What was to be seen on the pages of a test, and what they complained of: the first question about one that failed. */
export async function describePages(): Promise<string> {
  return [...closedPages, ...(await Promise.all([...openPages].map(describePage)))].join('\n')
}

async function describePage({ page, complaints }: OpenPage): Promise<string> {
  const text = await page
    .evaluate(() => document.body.innerText)
    .catch((error: unknown) => `no text: ${String(error)}`)
  const all = Object.values(complaints as unknown as Record<string, string[]>).flat()
  return [`--- ${page.url().split(/[?#]/, 1)[0]}`, text.slice(0, TOLD_CHARACTERS), ...all].join('\n')
}

/** One for all files that run in this process: it starts with the first and ends with the process. */
let shared: Promise<Browser> | undefined

async function launchShared(): Promise<Browser> {
  const browser = await launch()
  browser.once('disconnected', () => (shared = undefined))
  return browser
}

function launch(fonts?: FontSet): Promise<Browser> {
  requireSystem(CHROMIUM, ...FONTS)
  return chromium.launch({
    executablePath: CHROMIUM.proof,
    args: CHROMIUM_FLAGS,
    env: fontEnvironment(fonts),
  })
}

/**
 * A browser whose pages share nothing: each has a context of its own. Stopping closes those that are still open.
 * @param fonts A process sees one set of fonts only: with these, the browser is started for this caller and ends with it.
 */
export async function startChromium({ fonts }: { fonts?: FontSet } = {}): Promise<TestBrowser> {
  const browser = await (fonts ? launch(fonts) : (shared ??= launchShared()))
  const open = new Set<OpenPage>()
  return {
    async openPage(options) {
      const opened = await openPage(browser, options)
      open.add(opened)
      opened.page.context().once('close', () => open.delete(opened))
      return opened
    },
    async stop() {
      await Promise.all([...open].map((opened) => opened.close()))
      if (fonts) await browser.close()
    },
  }
}

async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: VIEWPORT,
    locale: 'en-GB',
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  await context.addInitScript(
    ({ ms, times }) => {
      const { setTimeout } = window
      const patient = (handler: TimerHandler, delay?: number, ...args: unknown[]): number =>
        setTimeout(handler, delay === ms ? ms * times : delay, ...args)
      Object.assign(window, { setTimeout: patient })
    },
    { ms: TOAST_MS, times: TOAST_PATIENCE },
  )
  const complaints: Complaints = { console: [], uncaught: [], policy: [], external: [] }
  // Noted, not intercepted: that would switch the cache off, and take a page half as long again.
  const note = (url: string): void => {
    if (!isLocal(new URL(url))) complaints.external.push(url)
  }
  context.on('request', (request) => note(request.url()))
  context.on('page', (page) => page.on('websocket', (socket) => note(socket.url())))
  context.on('console', (message) => {
    const text = `${message.text()} (${message.location().url})`
    if (POLICY.test(text)) complaints.policy.push(text)
    else if (message.type() === 'error') complaints.console.push(text)
  })
  context.on('weberror', (error) => complaints.uncaught.push(String(error.error().stack ?? error.error())))
  const page = await context.newPage()
  const opened: OpenPage = {
    page,
    complaints,
    expectQuiet(except) {
      const all = Object.entries(complaints).flatMap(([kind, texts]: [string, string[]]) =>
        texts.filter((text) => !except?.test(text)).map((text) => `${kind}: ${text}`),
      )
      if (all.length > 0) throw new Error(`the page complained:\n${all.join('\n')}`)
    },
    remember: async () => void closedPages.push(await describePage(opened)),
    async close() {
      await opened.remember()
      await context.close()
    },
  }
  openPages.add(opened)
  context.once('close', () => openPages.delete(opened))
  return opened
}
