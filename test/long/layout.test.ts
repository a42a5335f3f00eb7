import type { CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { en } from '../../web/i18n/en/index.ts'
import { it as italian } from '../../web/i18n/it/index.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import type { FontSet } from '../support/fonts.ts'
import { misfits, TARGET } from '../support/layout.ts'
import { ODD_LETTERS } from '../support/letters.ts'

/** Just beside the widths at which panes come and go, and the ends of what the page is made for. */
const WIDTHS = { mouse: [2_560, 1_440, 1_100, 768, 360], finger: [1_024, 720, 390, 360] }
const HEIGHT = 860

/** Each font with each language, and each with and without the fonts of the world: every pair once. */
const WALKS: { fonts: FontSet; locale: 'en-GB' | 'it-IT' }[] = [
  { fonts: { latin: 'wide', world: true }, locale: 'it-IT' },
  { fonts: { latin: 'wide', world: false }, locale: 'en-GB' },
  { fonts: { latin: 'narrow', world: true }, locale: 'en-GB' },
  { fonts: { latin: 'narrow', world: false }, locale: 'it-IT' },
]

let product: DemoProduct
beforeAll(async () => {
  product = await startDemoProduct()
  for (const odd of ODD_LETTERS) product.deliver(odd)
})
afterAll(() => product?.stop())

describe.each(WALKS)('$fonts.latin letters, others: $fonts.world, in $locale', ({ fonts, locale }) => {
  const words = locale === 'it-IT' ? italian : en
  let browser: TestBrowser
  let opened: OpenPage
  let page: Page
  let devTools: CDPSession

  beforeAll(async () => {
    browser = await startChromium({ fonts })
    opened = await browser.openPage({
      viewport: { width: 1_440, height: HEIGHT },
      locale,
      reducedMotion: 'reduce',
    })
    page = opened.page
    devTools = await page.context().newCDPSession(page)
  })
  afterAll(() => browser?.stop())

  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const rows = (): Locator =>
    page.getByRole('listbox', { name: words.mail.list.messages }).getByRole('option')
  const body = () => page.frameLocator(`iframe[title="${words.mail.read.body}"]`).first().locator('body')

  /** Media queries see a finger in place of the mouse, or the mouse again. */
  const touch = (enabled: boolean): Promise<unknown> =>
    devTools.send(
      'Emulation.setTouchEmulationEnabled',
      enabled ? { enabled, maxTouchPoints: 5 } : { enabled },
    )

  /** What stands on screen, at every width; the page is left as wide as it was. */
  async function expectFit(only?: number): Promise<void> {
    const found: string[] = []
    // A tooltip lies over what is beside it.
    await page.mouse.move(2, HEIGHT - 2)
    for (const pointer of ['mouse', 'finger'] as const) {
      await touch(pointer === 'finger')
      for (const width of only === undefined ? WIDTHS[pointer] : [only]) {
        await page.setViewportSize({ width, height: HEIGHT })
        await drawn()
        const lines = await misfits(page, TARGET[pointer])
        found.push(...lines.map((line) => `${width} ${pointer}: ${line}`))
      }
    }
    await touch(false)
    await page.setViewportSize({ width: 1_440, height: HEIGHT })
    expect.soft(found).toEqual([])
  }
  /** Observers of sizes have run, and what they changed is laid out. */
  const drawn = (): Promise<unknown> =>
    page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))

  it('signing in', async () => {
    await page.goto(product.url)
    await button(words.signIn.signIn).waitFor()
    await expectFit()
    await page.getByRole('button', { name: /Microsoft/ }).click()
    await page.getByRole('heading', { name: words.guide.title }).waitFor()
    await expectFit()
    await page.goBack()
  })

  it('the list and the folders', async () => {
    await signInThroughProvider(page, { user: giulia, button: words.signIn.signIn })
    await rows().first().waitFor()
    // What is unread comes behind the rows.
    await page.getByRole('treeitem').first().getByText(/^\d+$/).waitFor()
    await expectFit()
    // They close when there are more or fewer panes.
    for (const width of [768, 360]) {
      await page.setViewportSize({ width, height: HEIGHT })
      await button(words.mail.menu).click()
      await page.getByRole('treeitem').first().waitFor()
      await expectFit(width)
    }
  })

  it('reading', async () => {
    await rows().filter({ hasText: 'Verbale' }).first().click()
    await body().getByText('Words of the longest').waitFor()
    await expectFit()
    await rows().filter({ hasText: 'Drawings for the footbridge' }).first().click()
    await body().getByText('The handrail section').first().waitFor()
    await expectFit()
  })

  it('a conversation, all of it open, and what is known of a sender', async () => {
    await rows().filter({ hasText: 'Kyoto: tickets' }).first().click()
    await button(words.reading.expandAll).click()
    await body().getByText('leave is approved').waitFor()
    await page.locator('button.to').first().click()
    await expectFit()
  })

  it('several chosen', async () => {
    for (const at of [1, 3])
      await rows()
        .nth(at)
        .click({ modifiers: ['ControlOrMeta'] })
    await page.getByRole('toolbar', { name: words.list.selection.toolbar }).waitFor()
    await expectFit()
    await button(words.list.selection.clear).click()
  })

  it('searching', async () => {
    await button(words.list.search.build).click()
    await page.getByLabel(words.list.search.words).waitFor()
    await expectFit()
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').fill('in:all subject:bridge')
    await page.getByRole('searchbox').press('Enter')
    await page
      .getByRole('listbox', { name: words.list.search.everywhere.label })
      .getByRole('option')
      .first()
      .waitFor()
    await expectFit()
    await page.getByRole('search').getByRole('button', { name: words.list.search.clear }).click()
    await button(words.list.sort.label).waitFor()
  })

  it('menus', async () => {
    await button(words.list.sort.label).click()
    await page.getByRole('menu').waitFor()
    await expectFit(1_440)
    await page.keyboard.press('Escape')
    await button(words.mail.account).click()
    await page.getByRole('menu').waitFor()
    await expectFit(1_440)
    await page.keyboard.press('Escape')
  })

  it('writing', async () => {
    await button(words.mail.newMessage).first().click()
    const form = page.getByRole('form', { name: words.compose.form })
    const to = form.getByRole('textbox', { name: words.compose.to, exact: true })
    for (const address of [giulia.username, 'Hana Sato <hana.sato@ponte.example>']) {
      await to.fill(address)
      await to.press('Enter')
    }
    await form.getByRole('textbox', { name: words.compose.text }).waitFor()
    await page.setInputFiles('input[type=file]:not([accept])', [
      { name: 'Map of the valley.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(640_000) },
    ])
    await expectFit()
    await form.getByRole('button', { name: words.compose.discard }).click()
  })

  it('settings and the sheet of keys', async () => {
    await button(words.mail.account).click()
    await page.getByRole('menuitem', { name: words.shell.account.settings }).click()
    const { general, appearance, about } = words.shell.settings
    for (const name of [general, appearance, about]) {
      await page.getByRole('tab', { name }).click()
      await expectFit()
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await rows().first().focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await expectFit()
    opened.expectQuiet()
  })
})
