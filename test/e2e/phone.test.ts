import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { createSignIns } from '../support/signIns.ts'
import { createPagePool, type PagePool } from '../support/pagePool.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE, inShort } from '../support/whole.ts'

/** One pane: what lies over the list goes by the browser's Back, one thing at a time. */
const PHONE = { width: 390, height: 844 }
const SUBJECT = 'Drawings for the footbridge, revision C'

let product: DemoProduct
let browser: TestBrowser
let pages: PagePool
let opened: OpenPage
let page: Page
/** Nobody signs out here. */
const signIns = createSignIns(() => Promise.resolve(true))

beforeAll(async () => {
  product = await startDemoProduct()
  browser = await startChromium()
  const context = { viewport: PHONE, hasTouch: true, isMobile: true }
  pages = createPagePool(browser, { url: product.url, context })
})
afterAll(async () => {
  await browser?.stop()
  await product?.stop()
})
beforeEach(async () => {
  opened = await pages.take()
  page = opened.page
  await signIns.open(page, {
    url: product.url,
    key: giulia.username,
    signIn: () => signInThroughProvider(page, { user: giulia, button: 'Sign in' }),
  })
  await list().rows.first().waitFor()
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const list = () => mailPage(page).list
const heading = (): Locator => page.getByRole('heading', { name: SUBJECT })
const composer = () => mailPage(page).composer
const place = (): string => new URL(page.url()).hash
/** The addresses of the list and of a message of it. */
const LIST = /^#\/mail\/[^/]+\/INBOX$/
const MESSAGE = /^#\/mail\/[^/]+\/INBOX\/[^/]+$/
/** How many things lie over what the address says. */
const over = (): Promise<unknown> => page.evaluate(() => (history.state as { over?: number }).over ?? 0)
async function read(): Promise<void> {
  await list().row(SUBJECT).first().click()
  await heading().waitFor()
}

describe('Back', () => {
  it('returns from a message to the list, again and again, and the list is where it was', async () => {
    await list().scrollTo(1_600)
    // Eight rows are drawn above those in sight.
    const row = list().rows.nth(12)
    await expect.poll(() => row.getAttribute('aria-posinset')).toBe('25')
    const subject = await row.locator('.subject').innerText()
    // By what it says: rows above it may become one conversation meanwhile.
    const same = list().rows.filter({ has: page.getByText(subject, { exact: true }) })
    const height = async () => (await same.boundingBox())?.y
    const before = await height()
    for (const _ of [1, 2]) {
      await same.click()
      await page.getByRole('heading', { level: 2 }).waitFor()
      await expect.poll(place).toMatch(MESSAGE)
      await page.goBack()
      await list().box.waitFor()
      await page.getByRole('heading', { level: 2 }).waitFor({ state: 'detached' })
      expect(place()).toMatch(LIST)
      await expect.poll(height).toBe(before)
    }
    await page.goForward()
    await page.getByRole('heading', { level: 2 }).waitFor()
    await expect.poll(place).toMatch(MESSAGE)
  })

  it.runIf(WHOLE)('leaves no entry behind when the page’s own button was pressed', async () => {
    await read()
    await expect.poll(place).toMatch(MESSAGE)
    const entries = await page.evaluate(() => history.length)
    for (const _ of [1, 2, 3]) {
      await mailPage(page).message.button('Back to the list').click()
      await expect.poll(place).toMatch(LIST)
      await read()
      await expect.poll(place).toMatch(MESSAGE)
    }
    expect(await page.evaluate(() => history.length)).toBe(entries)
  })

  it('closes an answer first and keeps its words, then the message', async () => {
    await read()
    await mailPage(page).message.body.getByText('The handrail').first().waitFor()
    await mailPage(page).message.button('Reply').click()
    await composer().text.click()
    await page.keyboard.type('Half a thought')
    await expect.poll(over).toBe(1)
    expect(place()).toMatch(MESSAGE)
    await page.goBack()
    await composer().form.waitFor({ state: 'detached' })
    await heading().waitFor()
    await page.getByText('Saved in Drafts').first().waitFor()
    await page.goBack()
    await list().box.waitFor()
    expect(place()).toMatch(LIST)
    await mailPage(page).folders.button.click()
    await mailPage(page)
      .folders.item(/^Drafts/)
      .click()
    await list().row('Half a thought').waitFor()
  })

  it.runIf(WHOLE)('after a reload the message is open, and leads to the list', async () => {
    await read()
    await expect.poll(place).toMatch(MESSAGE)
    await page.reload()
    await heading().waitFor()
    await page.goBack()
    await list().box.waitFor()
    expect(place()).toMatch(LIST)
  })
})

describe('a finger on a row of the list', () => {
  /** Drawn over the page as a screen tells it. @param leave Whether it stays down at the end */
  async function drag([x, y]: [number, number], [dx, dy]: [number, number], { leave = false } = {}) {
    const devtools = await page.context().newCDPSession(page)
    const steps = 8
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: x + (dx * at) / steps, y: y + (dy * at) / steps }],
      })
    await touch('touchStart', 0)
    for (let at = 1; at <= steps; at++) await touch('touchMove', at)
    if (!leave) await touch('touchEnd', steps)
    return { letGo: () => touch('touchEnd', steps) }
  }
  const row = (): Locator => list().row(SUBJECT).first()
  async function middle(): Promise<[number, number]> {
    const box = await row().boundingBox()
    if (!box) throw new Error('Not on screen')
    return [box.x + box.width / 2, box.y + box.height / 2]
  }
  const toast = (text: string): Locator => page.getByText(text, { exact: true })

  it.each(
    inShort(1, [
      ['right', 150, 'Archive', 'Moved to Archive'],
      ['left', -150, 'Delete', 'Moved to Deleted'],
    ] as const),
  )('drawn to the %s shows what it does, does it, and it can be undone', async (_way, way, label, said) => {
    await row().waitFor()
    await expect.poll(place).toMatch(LIST)
    const entries = await page.evaluate(() => history.length)
    const { letGo } = await drag(await middle(), [way, 4], { leave: true })
    await row().locator('.ground.armed').getByText(label).waitFor()
    expect(await row().locator('.ground .lucide').count()).toBe(1)
    await letGo()
    await toast(said)
      .or(page.getByText(/^\d+ messages moved to/))
      .first()
      .waitFor()
    await row().waitFor({ state: 'detached' })
    // Neither the message nor another page opened.
    expect(await page.getByRole('heading', { level: 2 }).count()).toBe(0)
    expect(place()).toMatch(LIST)
    expect(await page.evaluate(() => history.length)).toBe(entries)
    await mailPage(page).toasts.undo.click()
    await row().waitFor()
  })

  it.runIf(WHOLE)('let go too soon, or drawn up and down, does nothing but scroll', async () => {
    await row().waitFor()
    await drag(await middle(), [60, 0])
    await row().locator('.ground').waitFor({ state: 'detached' })
    // The list goes on by itself for a while: a tap on what still moves stops it, and opens nothing.
    const still = list().box.evaluate(
      (box) =>
        new Promise<void>((resolve) => box.addEventListener('scrollend', () => resolve(), { once: true })),
    )
    await drag(await middle(), [30, -300])
    await still
    await expect.poll(() => list().box.evaluate((element) => element.scrollTop)).toBeGreaterThan(100)
    expect(await page.locator('.ground').count()).toBe(0)
    await list().scrollTo(0)
    await row().waitFor()
    expect(await mailPage(page).toasts.undo.count()).toBe(0)
    // And a tap opens.
    await row().tap()
    await heading().waitFor()
  })

  it('has nothing to archive in the archive', async () => {
    await page.getByRole('button', { name: 'Folders' }).click()
    await mailPage(page)
      .folders.item(/^Archive/)
      .click()
    await page.getByRole('heading', { name: 'Archive', level: 1 }).waitFor()
    const first = list().rows.first()
    await first.locator('.subject').waitFor()
    const box = await first.boundingBox()
    const { letGo } = await drag([195, (box?.y ?? 0) + 40], [150, 0], { leave: true })
    expect(await first.locator('.row').evaluate((element) => getComputedStyle(element).translate)).toMatch(
      /^(none|0px)/,
    )
    await letGo()
    await expect.poll(() => page.locator('.ground').count()).toBe(0)
    expect(await mailPage(page).toasts.undo.count()).toBe(0)
  })
})

describe('the narrow page', () => {
  it('has folders, a new message and the filters at hand', async () => {
    await mailPage(page).composer.open()
    await composer().form.waitFor()
    await composer().saveAndClose.click()
    await composer().form.waitFor({ state: 'detached' })
    await mailPage(page).folders.button.click()
    await mailPage(page).folders.item(/^Sent/).click()
    await page.getByRole('heading', { name: 'Sent' }).waitFor()
  })

  it('gives the folder’s name its room, in a language of long words', async () => {
    const italian = await browser.openPage({ viewport: { width: 768, height: 900 }, locale: 'it-IT' })
    const other = italian.page
    await other.goto(product.url)
    await signInThroughProvider(other, { user: giulia, button: 'Accedi' })
    await other.getByRole('option').first().waitFor()
    const name = other.getByRole('heading', { name: 'Posta in arrivo', level: 1 })
    const fits = () =>
      name.evaluate((element) => {
        const head = element.closest('header')
        return element.scrollWidth <= element.clientWidth && head?.scrollWidth === head?.clientWidth
      })
    for (const width of [768, 1_440, 1_800, 768]) {
      await other.setViewportSize({ width, height: 900 })
      await expect.poll(fits, { message: String(width) }).toBe(true)
    }
    // What does not fit is a menu.
    await other.getByRole('button', { name: 'Mostra: Tutti' }).click()
    await other.getByRole('menuitemcheckbox', { name: 'Non letti' }).click()
    await other.getByRole('button', { name: 'Mostra: Non letti' }).waitFor()
    await expect
      .poll(() => other.getByRole('option').first().getAttribute('aria-setsize').then(Number))
      .toBeLessThan(1_000)
    italian.expectQuiet()
    await italian.close()
  })

  it('has a menu where the filters have no room, after a search of all folders too', async () => {
    const filters = page.getByRole('radio', { name: 'Unread' })
    const menu = page.getByRole('button', { name: 'Show: All' })
    const search = page.getByRole('search')
    await page.setViewportSize({ width: 1_024, height: 900 })
    await filters.waitFor()
    await search.getByRole('searchbox').fill('in:all subject:bridge')
    await search.getByRole('searchbox').press('Enter')
    await page.getByRole('listbox', { name: 'Search results' }).getByRole('option').first().waitFor()
    await search.getByRole('button', { name: 'Clear search' }).click()
    await filters.waitFor()
    await page.setViewportSize({ width: 720, height: 900 })
    await menu.waitFor()
    await page.setViewportSize(PHONE)
  })

  it('tells in its title what is unread in the inbox, wherever one is', async () => {
    await expect.poll(() => page.title()).toMatch(/^\(\d+\) Inbox – giulia\S+ – Ponte$/)
    const before = await page.title()
    await mailPage(page).folders.button.click()
    await mailPage(page).folders.item(/^Sent/).click()
    await expect.poll(() => page.title()).toBe(before.replace('Inbox', 'Sent'))
  })
})
