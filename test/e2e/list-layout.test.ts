import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** Where the parts of the page stand. */
let product: DemoProduct
let browser: TestBrowser
let opened: OpenPage
let page: Page

beforeAll(async () => {
  product = await startDemoProduct()
  browser = await startChromium()
})
afterAll(async () => {
  await browser?.stop()
  await product?.stop()
})
beforeEach(async () => {
  opened = await browser.openPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
  page = opened.page
  await page.goto(product.url)
  await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
  await options().locator('.preview').first().waitFor()
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const options = (): Locator => mailPage(page).list.rows

async function box(locator: Locator) {
  const found = await locator.boundingBox()
  if (!found) throw new Error('Not on screen')
  return { ...found, right: found.x + found.width, bottom: found.y + found.height }
}

describe('a row', () => {
  it('gives the subject its whole line where there are no marks, and the marks their room where there are', async () => {
    const plain = options()
      .filter({ hasNot: page.locator('.marks') })
      .first()
    await plain.scrollIntoViewIfNeeded()
    const [subject, time] = [await box(plain.locator('.subject')), await box(plain.locator('time'))]
    expect(Math.abs(subject.right - time.right)).toBeLessThan(1)
    const marked = options()
      .filter({ has: page.locator('.marks') })
      .first()
    const marks = await box(marked.locator('.marks'))
    expect((await box(marked.locator('.subject'))).right).toBeLessThanOrEqual(marks.x)
    const before = await box(plain.locator('.subject'))
    await plain.hover()
    await plain.locator('.actions').waitFor()
    expect(await box(plain.locator('.subject'))).toEqual(before)
  })

  it('that begins a day has its buttons over all of its time, or beside it', async () => {
    const row = options()
      .filter({ has: page.locator('.begins') })
      .first()
    await row.scrollIntoViewIfNeeded()
    await row.hover()
    const [buttons, time] = [await box(row.locator('.actions')), await box(row.locator('time'))]
    expect(buttons.y).toBeLessThanOrEqual(time.y + 4)
    expect(buttons.bottom).toBeGreaterThanOrEqual(time.bottom - 4)
  })
})

describe('the details of a message', () => {
  it('keep the button that copies beside its address, however narrow', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await options().first().click()
    await page.getByRole('button', { name: /Details of this message/ }).click()
    const reach = page.locator('.details .reach').first()
    // Of one moment: what comes above it may still push it down.
    const [address, button] = await reach.evaluate((element) =>
      ['.address', 'button'].map(
        (one) => element.querySelector(one)?.getBoundingClientRect().toJSON() as DOMRect,
      ),
    )
    expect(button?.x).toBeGreaterThanOrEqual(address?.right ?? NaN)
    expect(button?.y).toBeLessThan(address?.bottom ?? NaN)
  })
})
