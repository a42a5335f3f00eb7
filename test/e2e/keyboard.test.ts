import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
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

  it('answers', async () => {
    await page.keyboard.press('j')
    await heading('Number 30').waitFor()
    await mailPage(page).message.body.getByText('Number 30').waitFor()
    await page.keyboard.press('r')
    await mailPage(page).composer.form.waitFor()
  })
})
