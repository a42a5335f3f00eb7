import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Switched } from '../../demo/behaviours.ts'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** What follows from a refusal: its page, and another try. What is read of each stands in outlook.test.ts. */

let product: DemoProduct
let browser: TestBrowser
let opened: OpenPage
let page: Page

beforeAll(async () => {
  product = await startDemoProduct()
  browser = await startChromium()
})
afterAll(async () => {
  await browser.stop()
  await product.stop()
})
afterEach(() => product.demo.behave())

const behave = (...switched: Switched[]): void => product.demo.behave(...switched)
const list = () => mailPage(page).list

async function open(): Promise<void> {
  opened = await browser.openPage()
  page = opened.page
  await page.goto(product.url)
  await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
}

describe('a message that is refused', () => {
  beforeAll(async () => {
    await open()
    await list().rows.first().waitFor()
  })
  afterAll(() => opened.close())

  it('links to a page that explains it, in a tab of its own', async () => {
    const { composer } = mailPage(page)
    behave('smtpAuthDisabled')
    await composer.write()
    await composer.to.fill('anna@example.org')
    await composer.subject.fill('Explained')
    await composer.send()
    const alert = composer.form.getByRole('alert')
    expect(await alert.getByRole('link', { name: 'aka.ms/smtp_auth_disabled' }).getAttribute('href')).toBe(
      'https://aka.ms/smtp_auth_disabled',
    )
    const [help] = await Promise.all([
      page.context().waitForEvent('page'),
      alert.getByRole('link', { name: 'More about this' }).click(),
    ])
    await help.getByRole('heading', { name: 'Sending is switched off for this mailbox', level: 1 }).waitFor()
    await help.getByText('An administrator of your organisation.').waitFor()
    await help.close()
    expect(await composer.subject.inputValue()).toBe('Explained')
    await composer.discard.click()
  })
})

describe('a mailbox whose server is away', () => {
  beforeEach(() => behave())
  afterEach(() => opened.close())

  it('at the first sign-in is waited for, and nobody has to press anything', async () => {
    behave('serverUnavailable:2')
    await open()
    await list().rows.first().waitFor()
    expect(product.demo.imap.quirks.serverUnavailable).toBe(0)
    expect(await page.getByText('did not accept').count()).toBe(0)
    opened.expectQuiet()
  })

  it('that does not hand a message out says so, and what to do', async () => {
    await open()
    await list().rows.first().waitFor()
    // One that was not read ahead, but whose row is here.
    await list().scrollTo(40 * 76)
    const row = list().place(48)
    await row.locator('.subject').waitFor()
    product.demo.imap.quirks.unretrievable = () => true
    await row.click()
    const alert = mailPage(page).message.pane.getByRole('alert')
    await alert.getByText('does not hand this message out', { exact: false }).waitFor()
    await alert.getByText('Open it in the mail service’s own app', { exact: false }).waitFor()
    const button = await alert.getByRole('button', { name: 'Try again' }).boundingBox()
    expect(button?.height).toBeLessThan(60)
    // Another way is offered once: nothing comes of it.
    await alert.getByText('That marks the message as read.', { exact: false }).waitFor()
    await alert.getByRole('button', { name: 'Try another way' }).click()
    await alert.getByRole('button', { name: 'Try another way' }).waitFor({ state: 'detached' })
    await alert.getByText('does not hand this message out', { exact: false }).waitFor()

    // Elsewhere the server has a substitute.
    product.demo.imap.quirks.substitute = true
    await alert.getByRole('button', { name: 'Try again' }).click()
    await alert.getByRole('button', { name: 'Try another way' }).click()
    await mailPage(page)
      .message.body.getByText('could not be converted to an RFC-822 compatible format')
      .waitFor()
    await alert.waitFor({ state: 'detached' })
  })
})
