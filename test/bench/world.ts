import type { Page } from 'playwright-core'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { replaceBridge, type KillableBridge } from '../support/killableBridge.ts'
import { until } from '../support/net.ts'
import { startFloor, type Floor } from './floor.ts'
import { openBarePage, type BarePage, type Evaluates } from './bareChromium.ts'
import { comesTrue, pressButton, WATCH } from './inPage.ts'
import { seedMailbox } from './seed.ts'

/** Everything a group of figures is taken from, with so many messages in INBOX. */
export interface World {
  messages: number
  app: App
  /** The built bridge, in a process of its own. */
  bridge: KillableBridge
  /** Bare imapflow on a connection that stays open, on the same way to the server. */
  floor: Floor
  user: string
  /** A round trip between bridge (or imapflow) and mail server, in milliseconds, from now on. */
  setRoundTrip(ms: number): void
  /** A browser that keeps nothing of before, signed in, its first rows on screen. */
  signIn(): Promise<OpenPage>
  /** The same in a browser that nobody listens in on. */
  signInBare(): Promise<BarePage>
  stop(): Promise<void>
}

export async function startWorld(messages: number): Promise<World> {
  const app = await startApp({ profile: 'outlook', kinds: ['oidc', 'password'] })
  const user = giulia.username
  seedMailbox(app.dovecot, user, messages)
  const bridge = await replaceBridge(app)
  const floor = startFloor()
  await floor.time({
    do: 'connect',
    host: app.delay.host,
    port: app.delay.port,
    ca: app.dovecot.ca.cert,
    user,
    pass: app.dovecot.password,
  })
  await floor.time({ do: 'select', path: 'INBOX' }, messages)
  const pages: BarePage[] = []
  return {
    messages,
    app,
    bridge,
    floor,
    user,
    setRoundTrip: (ms) => app.delay.setDelay(ms / 2),
    async signIn() {
      const opened = await app.signIn({ button: 'Sign in with Work' })
      await opened.page.addInitScript(WATCH)
      await opened.page.evaluate(WATCH)
      await rowsOf(opened.page).first().waitFor()
      return opened
    },
    async signInBare() {
      const page = await openBarePage(app.url, WATCH)
      pages.push(page)
      await pressButton(page, 'Sign in with Work')
      await pressButton(page, 'Giulia')
      await comesTrue(page, 'window.bench?.rowsAt > 0')
      return page
    },
    async stop() {
      // Also where what was measured failed.
      for (const page of pages) await page.close()
      floor.stop()
      await bridge.stop()
      await app.stop()
    },
  }
}

export const listOf = (page: Page) => page.getByRole('listbox', { name: 'Messages' })
export const rowsOf = (page: Page) => listOf(page).getByRole('option')

/** Until the bridge has asked the server for nothing for so long, in milliseconds. */
export async function quiet(app: App, forMs = 500): Promise<void> {
  let last = -1
  let since = performance.now()
  await until(
    'the mail server to be left in peace',
    () => {
      const sent = app.tap.connections.reduce(
        (sum, { entries }) => sum + entries.filter(({ from }) => from === 'client').length,
        0,
      )
      if (sent !== last) since = performance.now()
      last = sent
      return performance.now() - since > forMs || undefined
    },
    { timeoutMs: 180_000 },
  )
}

/** Until a page that was loaded anew has its first rows on screen. */
export async function reload(page: BarePage): Promise<void> {
  await page.evaluate('window.bench.left = true')
  await page.send('Page.reload')
  await comesTrue(page, '!window.bench.left && window.bench.rowsAt > 0')
}

/** How much of the folder on screen the browser's index holds. */
export interface IndexState {
  known: number
  total: number
}

/** Until the browser's index holds the headers of the folder on screen, and has nothing left to ask for. */
export async function synced(world: World, page: Evaluates): Promise<IndexState> {
  const state = await until(
    'the headers to be there',
    async () => {
      const now = await page.evaluate<IndexState | null>('window.bench.index()')
      return now && now.known > 0 && now.known === now.total ? now : undefined
    },
    { timeoutMs: 180_000, everyMs: 100 },
  )
  await quiet(world.app)
  return state
}
