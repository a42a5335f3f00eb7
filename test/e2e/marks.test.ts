import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { row } from './support/live.ts'

/** Read, flagged, answered: wherever a mark is shown, it is the same. */
describe('a mark', () => {
  let app: App
  let opened: OpenPage
  let page: Page

  beforeAll(async () => {
    app = await startApp({ profile: 'outlook', kinds: ['oidc'], pollIntervalMs: 500 })
  })
  afterAll(() => app?.stop())
  beforeEach(async () => {
    app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', 'all')
    app.dovecot.append(
      giulia.username,
      'INBOX',
      letter('plan', 'The plan'),
      letter('bills', 'Bills'),
      letter('apples', 'Apples'),
      letter('plan2', 'Re: The plan', 'plan'),
    )
    opened = await app.signIn()
    page = opened.page
    await row(page, 'Apples').waitFor()
  })
  afterEach(async () => {
    app.tap.refuse(undefined)
    opened.expectQuiet()
    await opened.close()
  })

  const flagOf = (tab: Page, subject: string) => row(tab, subject).getByRole('img', { name: 'Flagged' })
  const flagsOnServer = (subject: string): string =>
    app.dovecot.doveadm('fetch', '-u', giulia.username, 'flags', 'mailbox', 'INBOX', 'subject', subject)
  const commands = (wanted: RegExp) => app.tap.commands().filter((line) => wanted.test(line))

  it('set in one tab shows in the other, without another command', async () => {
    const other = await page.context().newPage()
    await other.goto(app.url)
    await row(other, 'Bills').waitFor()
    app.tap.reset()
    await row(page, 'Bills').hover()
    await row(page, 'Bills').getByTitle('Flag', { exact: true }).click()
    await flagOf(other, 'Bills').waitFor()
    expect(commands(/STORE/)).toHaveLength(1)
    // And back, from the other one.
    await row(other, 'Bills').hover()
    await row(other, 'Bills').getByTitle('Remove flag').click()
    await flagOf(page, 'Bills').waitFor({ state: 'detached' })
    expect(commands(/STORE/)).toHaveLength(2)
    expect(flagsOnServer('Bills')).not.toContain('Flagged')
  })

  it('of a whole folder reaches older members of a conversation, and what is searched for', async () => {
    const { list, folders, search } = mailPage(page)
    await expect.poll(() => list.size()).toBe(3)
    const plan = list.row(/Re: The plan/)
    await plan.and(list.row(/^Unread/)).waitFor()
    await folders.item(/^Inbox/).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Mark all as read' }).click()
    await list
      .row(/^Unread/)
      .first()
      .waitFor({ state: 'detached' })
    expect(await list.size()).toBe(3)
    await search.runHere('is:unread')
    await page.getByText('Nothing found', { exact: false }).first().waitFor()
    expect(await list.rows.count()).toBe(0)
  })

  it('of an answer is on the row and the open message as soon as it has left', async () => {
    const view = mailPage(page)
    await view.open('Bills')
    await view.message.button('Reply').click()
    await view.composer.text.waitFor()
    await view.composer.text.pressSequentially('Paid.')
    await view.composer.send()
    await row(page, 'Bills').getByRole('img', { name: 'Answered' }).waitFor()
    await expect.poll(() => flagsOnServer('Bills')).toContain('Answered')
  })

  it('that the server refuses is taken back, with the counts; there is nothing to undo then', async () => {
    const { toasts, folders } = mailPage(page)
    await row(page, 'Bills').click()
    await expect.poll(() => flagsOnServer('Bills')).toContain('Seen')
    // The counts come behind the rows.
    await folders
      .item(/^Inbox/)
      .getByText(/^\d+$/)
      .waitFor()
    const counted = await folders.item(/^Inbox/).innerText()
    app.tap.refuse(/STORE/)
    await row(page, 'Apples').hover()
    await row(page, 'Apples').getByTitle('Mark as read').click()
    await toasts.saying('The mark could not be changed.', { exact: false }).waitFor()
    app.tap.refuse(undefined)
    await page.keyboard.press('z')
    await toasts.saying('There is nothing to undo.').waitFor()
    expect(await folders.item(/^Inbox/).innerText()).toBe(counted)
    await row(page, /^Unread.*Apples/).waitFor()
    expect(flagsOnServer('Apples')).not.toContain('Seen')
  })
})

function letter(id: string, subject: string, answers?: string): string {
  return [
    `From: ${marco.name} <${marco.username}>`,
    `To: ${giulia.name} <${giulia.username}>`,
    `Subject: ${subject}`,
    'Date: Sun, 22 Nov 2026 09:58:00 +0100',
    `Message-ID: <${id}@ponte.example>`,
    ...(answers === undefined ? [] : [`References: <${answers}@ponte.example>`]),
    '',
    `Body of ${subject}`,
    '',
  ].join('\r\n')
}
