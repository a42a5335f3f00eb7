import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type TestBrowser } from '../support/chromium.ts'
import { startProduct, type Product } from '../support/product.ts'

/** Life of the demo's tokens here, in seconds: MSAL holds one that has 60 s left for spent. */
const TOKEN_SECONDS = 180

describe('npm start, with no configuration', () => {
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

  const signedIn = async (user = giulia) => {
    const opened = await browser.openPage()
    await opened.page.goto(product.url)
    await signInThroughProvider(opened.page, { user, button: 'Sign in' })
    await opened.page.getByRole('listbox', { name: 'Messages' }).getByRole('option').first().waitFor()
    return opened
  }

  it('shows the demo mailbox after one click; what is sent arrives at the other user, and once in Sent', async () => {
    const opened = await signedIn()
    const { page } = opened
    const list = page.getByRole('listbox', { name: 'Messages' })
    expect(Number(await list.getByRole('option').first().getAttribute('aria-setsize'))).toBeGreaterThan(1_000)
    await page.getByRole('button', { name: 'New message' }).click()
    const form = page.getByRole('form', { name: 'New message' })
    await form.getByRole('textbox', { name: 'To', exact: true }).fill(marco.username)
    await form.getByRole('textbox', { name: 'Subject' }).fill('Perché no?')
    await form.getByRole('textbox', { name: 'Message text' }).fill('Allora a martedì.')
    await form.getByRole('button', { name: 'Send' }).click()
    await form.waitFor({ state: 'detached' })

    const other = await signedIn(marco)
    await other.page.getByRole('option', { name: 'Perché no?' }).click()
    await other.page.frameLocator('iframe[title="Message body"]').getByText('Allora a martedì.').waitFor()
    other.expectQuiet()
    await other.close()

    // The server files what is sent, as Outlook does: the page must not do it again.
    await page.getByRole('treeitem', { name: /^Sent/ }).click()
    const sent = list.getByRole('option', { name: 'Perché no?' })
    await sent.waitFor()
    expect(await sent.count()).toBe(1)
    opened.expectQuiet()
    await opened.close()
  })

  it(
    'outlives its token without a visible failure',
    async () => {
      const opened = await signedIn()
      const { page } = opened
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
      const rows = page.getByRole('listbox', { name: 'Messages' }).getByRole('option')
      // Reads on, as a person would, until the first token has certainly died.
      for (let index = 0; Date.now() < end; index++) {
        await rows.nth(index % 8).click()
        const subject = page.getByRole('region', { name: 'Message' }).getByRole('heading').first()
        await subject.waitFor()
        await page.waitForRequest(() => true, { timeout: 5_000 }).catch(() => undefined)
      }
      await rows.nth(9).click()
      const body = page.frameLocator('iframe[title="Message body"]').locator('body')
      await expect.poll(() => body.innerText()).toMatch(/\S/)
      const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen])
      expect(seen.filter((words) => /reconnect|sign in|lost|expired|offline|failed/i.test(words))).toEqual([])
      opened.expectQuiet()
      await opened.close()
    },
    (TOKEN_SECONDS + 120) * 1_000,
  )
})
