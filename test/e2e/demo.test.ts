import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type TestBrowser } from '../support/chromium.ts'
import { startProduct, type Product } from '../support/product.ts'
import { mailPage } from '../support/pages/mailPage.ts'

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
    await mailPage(opened.page).list.rows.first().waitFor()
    return opened
  }

  it('shows the demo mailbox after one click; what is sent arrives at the other user, and once in Sent', async () => {
    const subject = `Perché no, alle ${new Date().toISOString().slice(11, 19)}?`
    const opened = await signedIn()
    const { page } = opened
    const { list } = mailPage(page)
    expect(await list.size()).toBeGreaterThan(1_000)
    await mailPage(page).composer.open()
    const { composer } = mailPage(page)
    await composer.to.fill(marco.username)
    await composer.subject.fill(subject)
    await composer.text.fill('Allora a martedì.')
    await composer.sendButton.click()
    await composer.form.waitFor({ state: 'detached' })

    const other = await signedIn(marco)
    // It leaves when it can no longer be called back, and the demo, like Outlook, tells of it at the next NOOP.
    await other.page.getByRole('option', { name: subject }).click()
    await mailPage(other.page).message.body.getByText('Allora a martedì.').waitFor()
    other.expectQuiet()
    await other.close()

    // The server files what is sent, as Outlook does: the page must not do it again.
    await mailPage(page).folders.item(/^Sent/).click()
    const sent = list.row(subject)
    await sent.waitFor()
    expect(await sent.count()).toBe(1)
    opened.expectQuiet()
    await opened.close()
  })

  it('shows who sent its mail, and believes no attacker’s word for it', async () => {
    const opened = await signedIn()
    const { page } = opened
    const { list, message } = mailPage(page)
    const verified = message.pane.getByRole('button', { name: /verified$/ })
    await list
      .row(/Drawings for the footbridge/)
      .first()
      .click()
    await verified.first().waitFor()
    await mailPage(page).folders.item(/^Junk/).click()
    await list.rows.filter({ hasText: 'Claim your € 500 voucher' }).click()
    await message.pane.getByText('This may not be from premium-rewards.test', { exact: false }).waitFor()
    expect(await verified.count()).toBe(0)
    await opened.close()
  })
})
