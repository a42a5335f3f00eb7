import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { giulia, hana, team, type DemoUser } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

/** A mailbox that is not the one of the name signed in with: a shared one, and one's own by another address. */

const ALIAS = 'giulia@ponte.example'
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
beforeEach(async () => {
  opened = await browser.openPage()
  page = opened.page
  await page.goto(product.url)
})
afterEach(async () => {
  product.demo.behave()
  await opened.close()
})

/** Whose mailboxes are open at the mail server now. */
const openMailboxes = (): string[] => [
  ...new Set([...product.demo.imap.sessions].flatMap(({ user }) => user ?? [])),
]
const sentBy = (user: string, subject: string): number => {
  const account = product.demo.store.account(user)
  const messages = account?.require('Sent').messages ?? []
  return messages.filter(({ raw }) => raw.includes(`Subject: ${subject}\r\n`)).length
}
const rows = () => mailPage(page).list.rows
const whose = (address: string) => mailPage(page).account.button.getByText(address)

async function signInTo(
  address: string,
  kind: 'Mine, by another address' | 'A shared one',
  user: DemoUser = giulia,
): Promise<void> {
  await mailPage(page).signIn.other(address, kind)
  await signInThroughProvider(page, { user, button: 'Sign in' })
}

async function write(subject: string): Promise<void> {
  const { composer } = mailPage(page)
  await composer.write()
  await composer.to.fill('marco.bellini@ponte.example')
  await composer.subject.fill(subject)
  await composer.text.pressSequentially('Good morning.')
}

it('opens a shared mailbox with one’s own sign-in, answers from its address, and comes back after a reload', async () => {
  await signInTo(team.username, 'A shared one')
  await rows().first().waitFor()
  await whose(team.username).waitFor()
  expect(openMailboxes()).toEqual([team.username])

  product.demo.store.account(team.username)?.append('INBOX', {
    raw: Buffer.from(
      `From: Hana <${hana.username}>\r\nTo: ${team.username}\r\nSubject: Opening hours\r\nMessage-ID: <hours@ponte.example>\r\n\r\nWhen are you open?\r\n`,
    ),
  })
  await page.reload()
  await mailPage(page).open('Opening hours')
  expect(openMailboxes()).toEqual([team.username])
  await page.getByRole('button', { name: 'Reply', exact: true }).first().click()
  const { composer } = mailPage(page)
  await composer.text.pressSequentially('From nine to five.')
  await composer.send()
  await mailPage(page).toasts.saying('Message sent').first().waitFor()

  // Nobody is let in as the shared mailbox: what went out went by the person's own sign-in.
  expect(product.demo.smtp.messages.last).toEqual({ from: team.username, to: [hana.username] })
  const received = product.demo.store.account(hana.username)?.require('INBOX').messages.at(-1)
  expect(received?.raw.toString()).toMatch(/^From: team@ponte\.example\r$/m)
  await expect.poll(() => sentBy(team.username, 'Re: Opening hours')).toBe(1)
  expect(sentBy(giulia.username, 'Re: Opening hours')).toBe(1)
  expect(openMailboxes()).toEqual([team.username])
})

it.runIf(WHOLE)(
  'smtpSharedSignIn, smtpSharedSentCopy: puts no second copy where the server files it in the shared mailbox',
  async () => {
    product.demo.behave('smtpSharedSignIn', 'smtpSharedSentCopy')
    await signInTo(team.username, 'A shared one')
    await rows().first().waitFor()
    await write('One copy')
    await mailPage(page).composer.send()
    const note = page.getByRole('region', { name: 'Messages being sent' })
    await mailPage(page).toasts.saying('Message sent').first().waitFor()
    await note.waitFor({ state: 'detached' })
    expect(sentBy(team.username, 'One copy')).toBe(1)
  },
)

it.runIf(WHOLE)('opens one’s own mailbox by an alias, and sends from that', async () => {
  await signInTo(ALIAS, 'Mine, by another address')
  await rows().first().waitFor()
  await whose(ALIAS).waitFor()
  expect(openMailboxes()).toEqual([giulia.username])
  await write('By my other name')
  await mailPage(page).composer.send()
  await mailPage(page).toasts.saying('Message sent').first().waitFor()
  expect(product.demo.smtp.messages.last?.from).toBe(ALIAS)
})

it('sharedMailboxRefused: says which mailbox is refused, and offers one’s own', async () => {
  product.demo.behave('sharedMailboxRefused')
  await signInTo(team.username, 'A shared one')
  const alert = page.getByRole('alert')
  await alert.getByText(`Your sign-in does not open ${team.username}`).waitFor()
  await alert.getByText(`You are signed in as ${giulia.username}`, { exact: false }).waitFor()
  expect(openMailboxes()).toEqual([])
  // What was typed is at hand, to be put right.
  expect(await page.getByRole('textbox', { name: 'Address of the mailbox' }).inputValue()).toBe(team.username)
  await alert.getByRole('button', { name: 'Open your own mailbox' }).click()
  await rows().first().waitFor()
  await whose(giulia.username).waitFor()
  expect(openMailboxes()).toEqual([giulia.username])
})

it('says what is no address, and asks nobody', async () => {
  await mailPage(page).signIn.other('team', 'A shared one')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('That is no mail address.').waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
})

it('changes the mailbox in the settings; neither shares a draft with the other', async () => {
  await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
  await rows().first().waitFor()
  await write('Mine alone')
  const { composer, settings } = mailPage(page)
  await composer.form.getByRole('button', { name: 'Minimise' }).click()
  await settings.open()
  await mailPage(page).signIn.other(team.username, 'A shared one')
  await page.getByRole('button', { name: 'Open this mailbox' }).click()
  await whose(team.username).waitFor()
  await rows().first().waitFor()
  expect(openMailboxes()).toEqual([team.username])
  expect(await page.getByText('Mine alone').count()).toBe(0)
  await write('Of the team')
  expect(await composer.form.getByRole('combobox', { name: 'From' }).count()).toBe(0)
  await composer.form.getByRole('button', { name: 'Minimise' }).click()

  await settings.open()
  await page.getByText(`${team.username} is open with the sign-in of ${giulia.username}.`).waitFor()
  await page.getByRole('button', { name: 'Open my own mailbox' }).click()
  await whose(giulia.username).waitFor()
  await page.getByText('Mine alone').first().waitFor()
  expect(await page.getByText('Of the team').count()).toBe(0)
  expect(openMailboxes()).toEqual([giulia.username])
})
