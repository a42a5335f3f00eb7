import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type TestBrowser } from '../support/chromium.ts'
import { startProduct, type Product } from '../support/product.ts'

describe('npm start, with no configuration', () => {
  let product: Product
  let browser: TestBrowser

  beforeAll(async () => {
    product = await startProduct()
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
    // It leaves when it can no longer be called back, and the demo, like Outlook, tells of it at the next NOOP.
    await other.page.getByRole('option', { name: 'Perché no?' }).click({ timeout: 60_000 })
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

  it('shows who sent its mail, and believes no attacker’s word for it', async () => {
    const opened = await signedIn()
    const { page } = opened
    const list = page.getByRole('listbox', { name: 'Messages' })
    const message = page.getByRole('region', { name: 'Message', exact: true })
    const verified = message.getByRole('button', { name: /verified$/ })
    await list
      .getByRole('option', { name: /Drawings for the footbridge/ })
      .first()
      .click()
    await verified.first().waitFor()
    await page.getByRole('treeitem', { name: /^Junk/ }).click()
    await list.getByRole('option').filter({ hasText: 'Claim your € 500 voucher' }).click()
    await message.getByText('This may not be from premium-rewards.test', { exact: false }).waitFor()
    expect(await verified.count()).toBe(0)
    await opened.close()
  })
})
