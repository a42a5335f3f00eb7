import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Switched } from '../../demo/behaviours.ts'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** What a person reads when a mail server refuses, and that nothing is lost; the demo's switches change while it runs. */

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
const status = (): Locator => mailPage(page).statusLine

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

  it.each([
    [
      'smtpAuthDisabled',
      'Sending is switched off for this mailbox',
      /Set-CASMailbox -Identity \S+ -SmtpClientAuth/,
    ],
    ['smtpAuthRefused', 'The mail server does not let you send', /sign in with your own account/],
    [
      'smtpAuthUnsupported',
      'The mail server takes other ways of signing in for sending',
      /The draft waits here/,
    ],
    ['smtpSendAsDenied', 'You may not send from this address', /an administrator can grant “Send as”/],
    ['smtpSendAsDeniedLate', 'You may not send from this address', /Choose an address of your own/],
    ['smtpBlockedSender', 'This account is blocked from sending', /must unblock the account/],
    ['smtpSenderRefused', 'The mail server does not take this sender', /whoever runs the mail server/],
    ['smtpRecipientRefused', 'The mail server does not take the recipients', /Check the addresses/],
    ['smtpSizeAnnounced:100', 'The message is too large for the mail server', /the server takes 100 B/],
    ['smtpMessageRefused', 'The mail server does not take this message', /Change it and send it again/],
    ['smtpServiceRefused', 'The mail server does not serve this host', /The draft waits here/],
  ] as const)('%s: %s', async (name, title, advice) => {
    const { composer } = mailPage(page)
    behave(name)
    await composer.write()
    await composer.to.fill('anna@example.org')
    await composer.subject.fill(`Kept through ${name}`)
    await composer.send()
    const alert = composer.form.getByRole('alert')
    await alert.getByText(title).waitFor()
    await alert.getByText(advice).waitFor()
    await alert.getByText('It is still here', { exact: false }).waitFor()
    expect(await composer.subject.inputValue()).toBe(`Kept through ${name}`)

    // The same message goes out once the refusal is over.
    behave()
    const before = product.demo.smtp.messages.count
    await composer.send()
    await composer.form.waitFor({ state: 'detached' })
    await expect.poll(() => product.demo.smtp.messages.count).toBe(before + 1)
  })

  it.each(['smtpTooManyConnections', 'smtpRateLimited', 'smtpUnavailable'] as const)(
    '%s passes: it is never called a refused sign-in, and the message is still there',
    async (name) => {
      const { composer } = mailPage(page)
      behave(name)
      await composer.write()
      await composer.to.fill('anna@example.org')
      await composer.subject.fill(`Later, ${name}`)
      await composer.send()
      const note = page.getByRole('region', { name: 'Messages being sent' })
      await note
        .getByText(/Not sent yet. (Too many messages in a short time|The mail server is busy)/)
        .waitFor()
      expect(await page.getByText(/sign-in was not accepted|does not let you send/).count()).toBe(0)
      behave()
      await composer.sendNow()
      await mailPage(page).toasts.saying('Message sent').first().waitFor()
      await note.waitFor({ state: 'detached' })
    },
  )

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

  it('at a reconnection is told for what it is, and comes back by itself', async () => {
    await open()
    await list().rows.first().waitFor()
    behave('serverUnavailable:1000')
    product.demo.imap.disconnectAll()
    await status()
      .getByText(/^The mailbox is away for a moment/)
      .first()
      .waitFor()
    await page.getByText('cannot open the mailbox just now', { exact: false }).first().waitFor()
    await page.getByText('NO Server Unavailable. 15').first().waitFor()
    expect(await page.getByText('did not accept').count()).toBe(0)
    // Nothing to press beside what counts down.
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    behave()
    await status()
      .getByText(/^Connected to/)
      .first()
      .waitFor()
    expect(await list().rows.count()).toBeGreaterThan(0)
  })

  it('that is not connected shows its causes, and another account', async () => {
    await open()
    await mailPage(page)
      .folders.item(/^Archive/)
      .waitFor()
    behave('notConnected')
    product.demo.imap.disconnectAll()
    await mailPage(page)
      .folders.item(/^Archive/)
      .click()
    const banner = page.getByRole('status').filter({ hasText: 'the mailbox cannot be opened over IMAP' })
    await banner.getByText('IMAP is switched off for this mailbox', { exact: false }).waitFor()
    await banner.getByText('Forwarding and IMAP', { exact: false }).waitFor()
    await banner.getByRole('button', { name: 'Use another account' }).waitFor()
    expect(await banner.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  })

  it('that throttles counts down, and goes on', async () => {
    await open()
    await mailPage(page)
      .folders.item(/^Archive/)
      .waitFor()
    product.demo.imap.quirks.throttle = { afterCommands: 0, backoffMs: 3_000 }
    await mailPage(page)
      .folders.item(/^Archive/)
      .click()
    await status()
      .getByText(/^The mail server asks to wait: 0:0\d$/)
      .waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    behave()
    await page.getByRole('heading', { name: 'Archive', level: 1 }).waitFor()
    await list().rows.first().waitFor()
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
