import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type TestBrowser } from '../support/chromium.ts'
import { startProduct, type Product } from '../support/product.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** Life of the demo's tokens here, in seconds: MSAL holds one that has 60 s left for spent. */
const TOKEN_SECONDS = 180

// Waits most of its time: vitest.config.ts starts it first, beside the others.
describe('npm start with short tokens', () => {
  let product: Product
  let browser: TestBrowser

  beforeAll(async () => {
    product = await startProduct({ PONTE_DEMO_TOKEN_SECONDS: String(TOKEN_SECONDS) })
    browser = await startChromium()
  })
  afterAll(async () => {
    await browser.stop()
    expect(await product.stop()).toBe(0)
  })

  it(
    'outlives its token without a visible failure',
    async () => {
      const opened = await browser.openPage()
      const { page } = opened
      await page.goto(product.url)
      await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
      await mailPage(page).list.rows.first().waitFor()
      // Everything the page ever says of a broken connection is an alert or the status line's words.
      await page.evaluate(() => {
        const seen = new Set<string>()
        Object.assign(window, { seen })
        const look = (): void => {
          for (const one of document.querySelectorAll('[role=alert], [role=status]'))
            if (one.textContent) seen.add(one.textContent.trim())
        }
        new MutationObserver(look).observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
        })
        look()
      })
      const end = Date.now() + (TOKEN_SECONDS + 15) * 1_000
      const rows = mailPage(page).list.rows
      // Reads on, as a person would, until the first token has certainly died.
      for (let index = 0; Date.now() < end; index++) {
        await rows.nth(index % 8).click()
        const subject = mailPage(page).message.pane.getByRole('heading').first()
        await subject.waitFor()
        await page.waitForRequest(() => true, { timeout: 5_000 }).catch(() => undefined)
      }
      await rows.nth(9).click()
      const body = mailPage(page).message.body
      await expect.poll(() => body.innerText()).toMatch(/\S/)
      const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen])
      expect(seen.filter((words) => /reconnect|sign in|lost|expired|offline|failed/i.test(words))).toEqual([])
      opened.expectQuiet()
      await opened.close()
    },
    (TOKEN_SECONDS + 120) * 1_000,
  )
})
