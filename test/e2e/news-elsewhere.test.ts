import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { letter } from '../support/letters.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** The demo, like Outlook, tells a connection of new mail at its next NOOP: half a minute apart on the main lane. */
describe('mail that the side lane finds first', () => {
  let product: DemoProduct
  let browser: TestBrowser
  let opened: OpenPage

  beforeAll(async () => {
    product = await startDemoProduct()
    browser = await startChromium()
    opened = await browser.openPage()
    await opened.page.goto(product.url)
    await signInThroughProvider(opened.page, { user: giulia, button: 'Sign in' })
  })
  afterAll(async () => {
    await browser?.stop()
    await product?.stop()
  })

  const list = () => mailPage(opened.page).list
  const options = (): Locator => list().rows

  it('is listed, and opens', async () => {
    const { page } = opened
    await options().first().waitFor()
    // Before the index is compared with the server for the first time.
    product.deliver(letter({ subject: 'Found beside', body: 'Words of the one beside.' }))
    await options().filter({ hasText: 'Found beside' }).click()
    await mailPage(page).message.body.getByText('Words of the one beside.').waitFor()
    expect(await list().box.getByText('cannot be shown').count()).toBe(0)
    opened.expectQuiet()
  })
})
