import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import { violations } from '../support/axe.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const letter = (subject: string): string =>
  [
    `From: ${marco.name} <${marco.username}>`,
    `To: ${giulia.username}`,
    `Subject: ${subject}`,
    '',
    subject,
    '',
  ].join('\r\n')

describe('the keyboard', () => {
  let app: App
  let opened: OpenPage
  let page: Page

  beforeAll(async () => {
    app = await startApp({ profile: 'full', kinds: ['oidc'] })
    app.dovecot.append(
      giulia.username,
      'INBOX',
      ...Array.from({ length: 30 }, (_, at) => letter(`Number ${at + 1}`)),
    )
    app.dovecot.append(giulia.username, 'Sent', letter('Sent one'))
  })
  afterAll(() => app?.stop())
  beforeEach(async () => {
    opened = await app.signIn()
    page = opened.page
    await options().getByText('Number 30').first().waitFor()
    await mailPage(page).folders.item(/^Sent/).waitFor()
  })
  afterEach(async () => {
    opened.expectQuiet()
    await opened.close()
  })

  const list = () => mailPage(page).list
  const options = (): Locator => list().rows
  const chosen = (): Locator => list().chosen
  const heading = (name: string): Locator =>
    mailPage(page).message.pane.getByRole('heading', { name, exact: true })
  /** The option the list says it is on. */
  const active = async (): Promise<string> => {
    const id = await list().box.getAttribute('aria-activedescendant')
    return (await page.locator(`#${id}`).getAttribute('aria-posinset')) ?? ''
  }

  it('goes through the messages, opens and closes them', async () => {
    await page.keyboard.press('j')
    await heading('Number 30').waitFor()
    await page.keyboard.press('j')
    await heading('Number 29').waitFor()
    await page.keyboard.press('k')
    await heading('Number 30').waitFor()
    expect(await active()).toBe('1')
    await page.keyboard.press('Escape')
    await heading('Number 30').waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.keyboard.press('u')
    await page.getByText('No message is open').waitFor()
  })

  it('chooses one more with x after each step, and opens nothing meanwhile', async () => {
    await page.keyboard.press('j')
    await heading('Number 30').waitFor()
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('2 selected', { exact: true }).first().waitFor()
    const texts = await chosen().locator('.subject').allInnerTexts()
    expect(texts).toEqual(['Number 30', 'Number 28'])
    await page.keyboard.press('k')
    expect(await active()).toBe('2')
    expect(await chosen().count()).toBe(2)
    await page.keyboard.press('Escape')
    expect(await chosen().count()).toBe(1)
    await heading('Number 30').waitFor()
  })

  it('chooses with x, Space, Shift and arrows; Ctrl goes without opening', async () => {
    await page.keyboard.press('j')
    await heading('Number 30').waitFor()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    expect(await chosen().count()).toBe(3)
    await page.keyboard.press('Shift+ArrowUp')
    expect(await chosen().count()).toBe(2)
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('Control+ArrowDown')
    expect(await active()).toBe('4')
    await page.keyboard.press(' ')
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('x')
    expect(await chosen().count()).toBe(4)
    await mailPage(page).toasts.saying('4 selected').waitFor({ state: 'attached' })
    await heading('Number 30').waitFor()
    await page.keyboard.press('Escape')
    expect(await chosen().count()).toBe(1)
  })

  it('goes to folders by two keys, and writes', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await options().getByText('Sent one').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await options().getByText('Number 30').first().waitFor()
    await page.keyboard.press('c')
    await mailPage(page).composer.form.waitFor()
    // What is typed there is text, not orders.
    await mailPage(page).composer.subject.fill('')
    await page.keyboard.type('jex#?')
    expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('jex#?')
    expect(await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).count()).toBe(0)
    expect(await options().getByText('Number 30').count()).toBeGreaterThan(0)
  })

  it('shows all of it', async () => {
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Mark as unread').waitFor()
    await page.keyboard.press('j')
    expect(await page.getByText('No message is open').count()).toBe(1)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })

  it('does or goes to anything by a part of its name, with its key beside it', async () => {
    await page.keyboard.press('j')
    await heading('Number 30').waitFor()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Do or find' })
    await palette.getByRole('combobox').fill('flag')
    const flag = palette.getByRole('option', { name: 'Flag', exact: false }).first()
    await flag.getByText('S', { exact: true }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Enter')
    await palette.waitFor({ state: 'detached' })
    await list()
      .row(/Number 30/)
      .getByRole('img', { name: 'Flagged' })
      .waitFor()
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill('sen')
    await palette.getByRole('option', { name: 'Sent', exact: true }).click()
    await options().getByText('Sent one').first().waitFor()
    await page.keyboard.press('Control+k')
    await palette.getByRole('combobox').fill('number 17')
    await palette
      .getByRole('option', { name: /Number 17/ })
      .first()
      .click()
    await heading('Number 17').waitFor()
  })

  it('has Outlook’s keys where they are chosen, and any key one gives it', async () => {
    await mailPage(page).settings.open()
    const settings = mailPage(page).settings.dialog
    await settings.getByRole('tab', { name: 'Keys and swipes' }).click()
    await settings.getByRole('radio', { name: 'As in Outlook' }).check()
    await settings.getByText('Change single keys').click()
    await settings.getByRole('button', { name: 'Change the key of “Reply”' }).click()
    await page.keyboard.press('e')
    await settings.getByText('This is the key of “Archive”, which will have none.').waitFor()
    await settings.getByRole('button', { name: 'Use this key' }).click()
    await page.keyboard.press('Escape')
    await settings.waitFor({ state: 'detached' })
    await options().first().click()
    await mailPage(page).message.body.getByText('Number').first().waitFor()
    await page.keyboard.press('Control+.')
    await heading('Number 29').waitFor()
    await mailPage(page).message.body.getByText('Number 29').waitFor()
    await page.keyboard.press('e')
    await mailPage(page).composer.form.waitFor()
  })

  it('answers', async () => {
    await page.keyboard.press('j')
    await heading('Number 30').waitFor()
    await mailPage(page).message.body.getByText('Number 30').waitFor()
    await page.keyboard.press('r')
    await mailPage(page).composer.form.waitFor()
  })

  // Last: what is put back lies on top.
  it('repeats the last action on the next message, and undoes with Ctrl+Z', async () => {
    await page.keyboard.press('j')
    await heading('Number 30').waitFor()
    await page.keyboard.press('Shift+u')
    await page.keyboard.press('j')
    await heading('Number 29').waitFor()
    await page.keyboard.press('e')
    await options().getByText('Number 29', { exact: true }).waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.keyboard.press('.')
    await page.getByText('Moved to Archive').first().waitFor()
    await expect.poll(() => list().size()).toBe(28)
    await page.keyboard.press('Control+z')
    await expect.poll(() => list().size()).toBe(29)
    await page.keyboard.press('Control+z')
    await expect.poll(() => list().size()).toBe(30)
  })
})
