import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import { violations } from '../support/axe.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const letter = (subject: string, from = `${marco.name} <${marco.username}>`): string =>
  [
    `From: ${from}`,
    `To: ${giulia.username}`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.replace(/\W/g, '')}@ponte.example>`,
    '',
    subject,
    '',
  ].join('\r\n')

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'full', kinds: ['oidc'] })
  const numbered = Array.from({ length: 12 }, (_, at) => letter(`Number ${at + 1}`))
  app.dovecot.append(giulia.username, 'INBOX', letter('Sale', 'Shop <shop@noise.example>'), ...numbered)
  app.dovecot.append(giulia.username, 'Junk', letter('Spam'))
  app.dovecot.append(giulia.username, 'Trash', letter('Thrown away'))
})
afterAll(() => app?.stop())
beforeEach(async () => {
  opened = await app.signIn()
  page = opened.page
  await row(1).waitFor()
  await folder('Deleted').waitFor()
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const list = () => mailPage(page).list
const row = (number: number): Locator =>
  list().rows.filter({ has: page.getByText(`Number ${number}`, { exact: true }) })
const folder = (name: string): Locator => mailPage(page).folders.item(name, { exact: true })
const menu = (name: string): Locator => page.getByRole('menu', { name })
const item = (name: string): Locator => page.getByRole('menuitem', { name })
const toast = (text: string): Locator => mailPage(page).toasts.saying(text)
const subjectsIn = (name: string): string[] =>
  [
    ...app.dovecot
      .doveadm('fetch', '-u', giulia.username, 'hdr.subject', 'mailbox', name, 'all')
      .matchAll(/hdr.subject: (.*)/g),
  ].map(([, subject = '']) => subject)

describe('the menu of a row', () => {
  it('opens by the other button, is a menu without a flaw, and acts on that row', async () => {
    await row(12).click()
    await mailPage(page).message.heading('Number 12').waitFor()
    await row(10).click({ button: 'right' })
    await menu('Message menu').waitFor()
    expect(await violations(page)).toEqual([])
    await item('Flag').click()
    await row(10).getByRole('img', { name: 'Flagged' }).waitFor()
    // The open message is another one, and stays.
    await mailPage(page).message.heading('Number 12').waitFor()
    await row(10).click({ button: 'right' })
    await item('Junk').click()
    await toast('Moved to Junk').waitFor()
    expect(subjectsIn('Junk')).toContain('Number 10')
    await page.keyboard.press('z')
    await row(10).waitFor()
  })

  it('opens by keyboard for the row it is on, and gives the focus back', async () => {
    await row(12).click()
    await mailPage(page).message.heading('Number 12').waitFor()
    await list().box.focus()
    await page.keyboard.press('Shift+F10')
    await menu('Message menu').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Select')
    await page.keyboard.press('Escape')
    await menu('Message menu').waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('message-list')
    await page.keyboard.press('ContextMenu')
    await menu('Message menu').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('1 selected', { exact: true }).first().waitFor()
  })

  it('acts on all that are chosen from any of them, and the open message keeps its buttons', async () => {
    await row(12).click()
    await mailPage(page).message.heading('Number 12').waitFor()
    await row(9).click({ modifiers: ['Control'] })
    await row(8).click({ modifiers: ['Control'] })
    expect(await mailPage(page).message.button('Reply').isVisible()).toBe(true)
    await row(9).click({ button: 'right' })
    // All three, of which the open one is read already.
    await item('Mark as read').click()
    await toast('2 messages marked as read').waitFor()
  })
})

describe('junk', () => {
  it('has its button above the open message, there and back', async () => {
    await row(7).click()
    await mailPage(page).message.heading('Number 7').waitFor()
    await mailPage(page).message.button('Junk').click()
    await toast('Moved to Junk').waitFor()
    await folder('Junk').click()
    await list()
      .row(/Number 7/)
      .first()
      .click()
    await mailPage(page).message.heading('Number 7').waitFor()
    await mailPage(page).message.button('Not junk').click()
    await toast('Moved to Inbox').waitFor()
    await until('it to be back', () => subjectsIn('INBOX').includes('Number 7') || undefined)
  })
})

describe('a sender who is blocked', () => {
  it('is heard in Junk from then on, stands in the settings, and is unblocked there', async () => {
    await list().row('Sale').click({ button: 'right' })
    await item('Block sender').click()
    await toast('Mail from shop@noise.example now goes to Junk').waitFor()
    await list().row('Sale').waitFor({ state: 'detached' })
    const { settings } = mailPage(page)
    await settings.open()
    const blocked = settings.dialog.getByRole('list', { name: 'Blocked senders' })
    await blocked.getByText('shop@noise.example').waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    app.dovecot.append(giulia.username, 'INBOX', letter('Another sale', 'Shop <shop@noise.example>'))
    await until('it to be in Junk', () => subjectsIn('Junk').includes('Another sale') || undefined)
    expect(subjectsIn('INBOX')).not.toContain('Another sale')
    await settings.open()
    await blocked.getByRole('button', { name: 'Unblock shop@noise.example' }).click()
    await settings.dialog.getByText('Nobody. “Block sender” is in the menu of each message.').waitFor()
  })
})

describe('the settings', () => {
  it('tell how full the mailbox is', async () => {
    await mailPage(page).settings.open()
    const settings = mailPage(page).settings.dialog
    await settings.getByRole('tab', { name: 'About' }).click()
    await settings
      .getByRole('paragraph')
      .filter({ hasText: / of 1 GB used$/ })
      .waitFor()
    expect(await violations(page)).toEqual([])
  })
})

describe('a message that was deleted', () => {
  it('is restored to where it lay, or to the inbox where nobody knows', async () => {
    app.dovecot.append(giulia.username, 'Projects', letter('From a project'))
    await page.reload()
    await folder('Projects').click()
    await list()
      .row(/From a project/)
      .click({ button: 'right' })
    await item('Delete').click()
    await toast('Moved to Deleted').waitFor()
    await folder('Deleted').click()
    await list()
      .row(/From a project/)
      .click()
    await mailPage(page).message.heading('From a project').waitFor()
    await mailPage(page).message.button('Restore').click()
    await toast('Moved to Projects').waitFor()
    expect(subjectsIn('Projects')).toEqual(['From a project'])
    await list()
      .row(/Thrown away/)
      .click({ button: 'right' })
    await item('Restore').click()
    await toast('Moved to Inbox').waitFor()
    expect(subjectsIn('INBOX')).toContain('Thrown away')
  })
})

describe('a folder that is deleted', () => {
  const mailboxes = (): string[] =>
    app.dovecot.doveadm('mailbox', 'list', '-u', giulia.username).trim().split('\n')

  it('lies below Deleted, whole, and comes back', async () => {
    app.dovecot.append(giulia.username, 'Going', ...['a', 'b'].map((subject) => letter(subject)))
    app.dovecot.append(giulia.username, 'Going/Inside', letter('c'))
    await page.reload()
    await folder('Going').click()
    await list().row(/\ba\b/).first().waitFor()
    await folder('Going').focus()
    await page.keyboard.press('Shift+F10')
    await menu('Folder menu').waitFor()
    await item('Delete').click()
    await toast('Going moved to Deleted').waitFor()
    await until('it to lie there', () => mailboxes().includes('Trash/Going/Inside') || undefined)
    expect(subjectsIn('Trash/Going').sort()).toEqual(['a', 'b'])
    expect(await folder('Inbox').getAttribute('aria-selected')).toBe('true')
    await mailPage(page).toasts.undo.click()
    await toast('Put back').waitFor()
    expect(mailboxes()).toContain('Going/Inside')
    expect(subjectsIn('Going').sort()).toEqual(['a', 'b'])
    expect(mailboxes().some((name) => name.startsWith('Trash/'))).toBe(false)
  })

  it('inside Deleted goes for good, after a question', async () => {
    app.dovecot.append(giulia.username, 'Trash/Old', letter('d'))
    await page.reload()
    await folder('Old').click({ button: 'right' })
    await item('Delete').click()
    const question = page.getByRole('dialog', { name: 'Delete “Old”?' })
    await question.getByText('The folder and its one message will be deleted for good.').waitFor()
    await question.getByRole('button', { name: 'Delete' }).click()
    await until('it to be gone', () => !mailboxes().includes('Trash/Old') || undefined)
  })
})
