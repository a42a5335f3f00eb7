import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import { violations } from '../support/axe.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE, inShort } from '../support/whole.ts'

/** What stands around the mail: panes, folders, account, settings, status line; on Dovecot, in Chromium. */
const PICTURES = fileURLToPath(new URL('./pictures/', import.meta.url))

const plain = (subject: string): string =>
  `From: Anna <anna@example.org>\r\nTo: ${giulia.username}\r\nSubject: ${subject}\r\n\r\nHello.\r\n`

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  app = await startApp({ profile: 'full', kinds: ['oidc'] })
  app.dovecot.append(giulia.username, 'INBOX', ...['One', 'Two', 'Three'].map(plain))
  app.dovecot.append(giulia.username, 'Trash', ...['Old', 'Older'].map(plain))
  app.dovecot.append(giulia.username, '<img src=x onerror=alert(1)>', plain('In an odd folder'))
  app.dovecot.append(giulia.username, 'Clients/Rossi & Figli', ...['Offer', 'Order'].map(plain))
  app.dovecot.append(giulia.username, 'עבודה/לקוחות', plain('From right to left'))
})
afterAll(() => app?.stop())
beforeEach(async () => {
  opened = await app.signIn()
  page = opened.page
  await page.setViewportSize({ width: 1440, height: 860 })
  await folder('Clients').waitFor()
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const folder = (name: string): Locator => mailPage(page).folders.item(name, { exact: true })
const dialog = (): Locator => page.getByRole('dialog')
const toast = (words: string): Locator => mailPage(page).toasts.saying(words, { exact: false })
const mailboxes = (): string[] =>
  app.dovecot.doveadm('mailbox', 'list', '-u', giulia.username).trim().split('\n').sort()
const onServer = (name: string): Promise<unknown> =>
  until(`${name} on the server`, () => mailboxes().includes(name) || undefined)
async function act(name: string, item: string | RegExp): Promise<void> {
  await folder(name).click({ button: 'right' })
  await page.getByRole('menuitem', { name: item }).click()
}
async function openSettings(): Promise<void> {
  await mailPage(page).settings.open()
  await mailPage(page).settings.dialog.waitFor()
}
describe('folders', () => {
  it('are made at the top and inside, by mouse and keyboard, and renamed in place', async () => {
    await mailPage(page).folders.newFolder.click()
    await page.keyboard.type('Projects')
    await page.keyboard.press('Enter')
    await onServer('Projects')
    await act('Projects', 'New subfolder')
    await page.getByRole('textbox', { name: 'New folder in Projects' }).fill('2026')
    await page.keyboard.press('Enter')
    await onServer('Projects/2026')
    await folder('Projects').focus()
    await page.keyboard.press('F2')
    await page.keyboard.type('Works')
    await page.keyboard.press('Enter')
    await folder('Works').waitFor()
    await onServer('Works/2026')
    expect(await folder('2026').getAttribute('aria-level')).toBe('2')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-path'))).toBe('Works')
  })

  it('refuse names that cannot be, before the server is asked', async () => {
    await mailPage(page).folders.newFolder.click()
    const field = page.getByRole('textbox', { name: 'Name of the new folder' })
    await field.fill('a/b')
    await page.getByText('A name cannot hold “/”', { exact: false }).waitFor()
    await field.fill('Clients')
    await page.getByText('There is a folder of that name here already.').waitFor()
    await field.fill('  ')
    await field.press('Enter')
    await page.getByText('A folder needs a name.').waitFor()
    const before = mailboxes()
    await field.press('Escape')
    await field.waitFor({ state: 'detached' })
    expect(mailboxes()).toEqual(before)
  })

  it('show the server’s own words when it refuses, and stand as before', async () => {
    // Another program was faster: the page does not know yet.
    app.dovecot.doveadm('mailbox', 'create', '-u', giulia.username, 'Taken')
    await act('Clients', 'Rename')
    await page.keyboard.type('Taken')
    await page.keyboard.press('Enter')
    await toast('The folder stays as it was.').waitFor()
    await toast('already exists').waitFor()
    await folder('Clients').waitFor()
    await folder('Rossi & Figli').waitFor()
    expect(mailboxes()).toContain('Clients/Rossi & Figli')
  })

  it('are moved, and what is open in them stays open', async () => {
    app.dovecot.append(giulia.username, 'Here', plain('Moves along'))
    await page.reload()
    await folder('Here').click()
    await page.getByRole('option', { name: 'Moves along' }).waitFor()
    await act('Here', /^Move to/)
    await page.getByRole('combobox', { name: 'Find a folder' }).fill('trash')
    await page.getByRole('option', { name: 'Deleted' }).waitFor()
    await page.getByRole('combobox', { name: 'Find a folder' }).fill('taken')
    await page.keyboard.press('Enter')
    await onServer('Taken/Here')
    await page.getByRole('option', { name: 'Moves along' }).waitFor()
    await expect.poll(() => folder('Here').getAttribute('aria-selected')).toBe('true')
    await act('Here', /^Move to/)
    await page.getByRole('option', { name: 'Top level' }).click()
    await onServer('Here')
  })

  it('inside Deleted go for good with what is below them, after saying how much goes', async () => {
    app.dovecot.append(giulia.username, 'Trash/Gone', ...['a', 'b', 'c'].map(plain))
    app.dovecot.append(giulia.username, 'Trash/Gone/Too', plain('d'))
    await page.reload()
    await folder('Gone').click()
    await folder('Gone').press('Delete')
    await dialog()
      .getByText('The folder and its 3 messages will be deleted for good. So will the folder in it', {
        exact: false,
      })
      .waitFor()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect(mailboxes()).toContain('Trash/Gone/Too')
    await act('Gone', 'Delete')
    await dialog().getByRole('button', { name: 'Delete' }).click()
    await folder('Gone').waitFor({ state: 'detached' })
    await until(
      'it to be gone',
      () => !mailboxes().some((name) => name.startsWith('Trash/Gone')) || undefined,
    )
    expect(await folder('Inbox').getAttribute('aria-selected')).toBe('true')
  })

  it('are emptied after saying how many messages go; others are left alone', async () => {
    await act('Deleted', 'Empty')
    await dialog().getByText('The 2 messages in it will be deleted for good.').waitFor()
    await dialog().getByRole('button', { name: 'Empty' }).click()
    await toast('2 messages deleted for good').waitFor()
    const left = app.dovecot.doveadm('search', '-u', giulia.username, 'mailbox', 'Trash', 'all')
    expect(left.trim()).toBe('')
    await folder('Inbox').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'New subfolder' }).waitFor()
    for (const never of ['Empty', 'Delete', 'Rename', 'Move to…'])
      expect(await page.getByRole('menuitem', { name: never }).count()).toBe(0)
  })

  it('are marked as read as a whole, and exactly so marked back', async () => {
    const unseen = (): string[] =>
      app.dovecot
        .doveadm('search', '-u', giulia.username, 'mailbox', 'Clients/Rossi & Figli', 'unseen')
        .split('\n')
        .filter(Boolean)
    expect(unseen()).toHaveLength(2)
    await act('Rossi & Figli', 'Mark all as read')
    await toast('2 messages marked as read').waitFor()
    expect(unseen()).toHaveLength(0)
    await mailPage(page).toasts.undo.click()
    await until('them to be unread', () => unseen().length === 2 || undefined)
  })

  it('are subscribed and unsubscribed', async () => {
    const subscribed = (): boolean =>
      app.dovecot.doveadm('mailbox', 'list', '-s', '-u', giulia.username).split('\n').includes('Taken')
    const box = page.getByRole('menuitemcheckbox', { name: 'Subscribed' })
    for (const on of [!subscribed(), subscribed()]) {
      await folder('Taken').click({ button: 'right' })
      await box.and(page.locator(`[aria-checked=${String(!on)}]:not([data-disabled])`)).click()
      await until('the server to know', () => subscribed() === on || undefined)
    }
  })

  it('stay collapsed over a reload, tell what is unread inside, and are found again by keyboard', async () => {
    await folder('Clients').focus()
    await page.keyboard.press('ArrowLeft')
    await folder('Rossi & Figli').waitFor({ state: 'detached' })
    await expect.poll(() => folder('Clients').innerText()).toContain('2')
    await page.reload()
    await folder('Clients').waitFor()
    expect(await folder('Rossi & Figli').count()).toBe(0)
    await folder('Clients').focus()
    await page.keyboard.press('ArrowRight')
    await folder('Rossi & Figli').waitFor()
    // Names read from right to left keep their levels.
    expect(await folder('לקוחות').getAttribute('aria-level')).toBe('2')
  })
})

describe('panes', () => {
  const line = (name: string): Locator => page.getByRole('separator', { name })

  it('keep the widths they were given, over a reload and signing out', async () => {
    await line('Width of the list').focus()
    await page.keyboard.press('ArrowRight')
    expect(await line('Width of the list').getAttribute('aria-valuenow')).toBe('412')
    const box = await line('Width of the folders').boundingBox()
    if (!box) throw new Error('the line is not there')
    await page.mouse.move(box.x + 4, 400)
    await page.mouse.down()
    await page.mouse.move(box.x + 54, 400, { steps: 5 })
    await page.mouse.up()
    expect(await line('Width of the folders').getAttribute('aria-valuenow')).toBe('286')
    await page.reload()
    await folder('Clients').waitFor()
    expect(await line('Width of the folders').getAttribute('aria-valuenow')).toBe('286')
    expect(await line('Width of the list').getAttribute('aria-valuenow')).toBe('412')
    await folder('Clients').focus()
    await page.keyboard.press('ArrowLeft')
    await mailPage(page).account.signOut()
    await mailPage(page).signIn.button().first().waitFor()
    // How the page looks stays; names of folders do not.
    const kept = await page.evaluate(() => Object.keys(localStorage))
    expect(kept).toEqual(['ponte.settings'])
    const settings = await page.evaluate(() => localStorage.getItem('ponte.settings'))
    expect(settings).toContain('286')
    expect(settings).not.toContain('Clients')
  })

  it('are two with the folders sliding over, and one on a phone', async () => {
    await page.setViewportSize({ width: 900, height: 800 })
    await expect.poll(() => folder('Clients').isVisible()).toBe(false)
    await mailPage(page).folders.button.click()
    await expect.poll(() => folder('Clients').isVisible()).toBe(true)
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')))
      .toBe('treeitem')
    await page.keyboard.press('Escape')
    await expect.poll(() => folder('Clients').isVisible()).toBe(false)
    await page.setViewportSize({ width: 390, height: 844 })
    const { list } = mailPage(page)
    await list.row('Three').click()
    await page.getByRole('heading', { name: 'Three' }).waitFor()
    expect(await list.box.isVisible()).toBe(false)
    await mailPage(page).message.button('Back to the list').click()
    await expect.poll(() => list.box.isVisible()).toBe(true)
  })

  it('have the message over the list where that is wanted, and Back leads to the list', async () => {
    const { settings, list, message } = mailPage(page)
    await openSettings()
    await settings.tab('Appearance').click()
    await settings.choice('Over the list').check()
    await page.keyboard.press('Escape')
    await list.row('Three').click()
    await page.getByRole('heading', { name: 'Three' }).waitFor()
    await expect.poll(() => list.box.isVisible()).toBe(false)
    expect(await folder('Clients').isVisible()).toBe(true)
    await message.button('Back to the list').click()
    await expect.poll(() => list.box.isVisible()).toBe(true)
    await page.goForward()
    await page.getByRole('heading', { name: 'Three' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Three' }).waitFor()
    expect(await list.box.isVisible()).toBe(false)
  })

  it.each(inShort(2, [360, 1_024, 768, 2_560]))(
    'hold at %d pixels, in both directions: nothing sticks out',
    async (width) => {
      await page.setViewportSize({ width, height: 800 })
      for (const dir of ['ltr', 'rtl']) {
        await page.evaluate((next) => (document.documentElement.dir = next), dir)
        const over = (): Promise<number> =>
          page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        await expect.poll(over, { message: dir }).toBeLessThanOrEqual(0)
      }
    },
  )
})

describe('settings', () => {
  it('change theme, density and language at once, are an address, and stay', async () => {
    await openSettings()
    expect(new URL(page.url()).hash).toBe('#/mail/settings')
    await mailPage(page).settings.tab('Appearance').click()
    await mailPage(page).settings.choice('Dark').check()
    await mailPage(page).settings.choice('Compact').check()
    const look = () => page.evaluate(() => ({ ...document.documentElement.dataset }))
    expect(await look()).toMatchObject({ theme: 'dark', contrast: 'normal', density: 'compact' })
    await mailPage(page).settings.choice('High contrast').check()
    expect(await look()).toMatchObject({ theme: 'light', contrast: 'more' })
    await mailPage(page).settings.tab('General').click()
    await page.getByLabel('Language').selectOption('Italiano')
    await page.getByRole('dialog', { name: 'Impostazioni' }).waitFor()
    await page.goBack()
    await dialog().waitFor({ state: 'detached' })
    await folder('Posta in arrivo').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Nuovo messaggio' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('it')
    expect(await look()).toMatchObject({ contrast: 'more', density: 'compact' })
  })

  it('say how long a message can be called back', async () => {
    const send = async (subject: string): Promise<void> => {
      await mailPage(page).composer.open()
      const { composer } = mailPage(page)
      await composer.to.fill(giulia.username)
      await composer.subject.fill(subject)
      await composer.sendButton.click()
    }
    const choose = async (name: string): Promise<void> => {
      await openSettings()
      await page.getByRole('radio', { name }).check()
      await page.keyboard.press('Escape')
      await dialog().waitFor({ state: 'detached' })
    }
    await choose('For 20 s')
    await send('Slowly')
    await page.getByText(/^Sending in (?:20|1\d) s$/).waitFor()
    await mailPage(page).toasts.undo.click()
    await page.getByRole('form').getByRole('button', { name: 'Discard' }).click()
    await choose('Not at all')
    await send('At once')
    await toast('Message sent').waitFor()
    expect(app.smtp.messages.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw.toString())?.[1])).toEqual([
      'At once',
    ])
  })

  it('show who is signed in, by name', async () => {
    await mailPage(page).account.button.getByText(giulia.name).waitFor()
    await openSettings()
    await dialog().getByText(giulia.username).first().waitFor()
    await page.keyboard.press('Escape')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Account')
  })
})

describe('the status line', () => {
  it('tells host, time of the last answer, and that news come by themselves', async () => {
    const line = mailPage(page).statusLine
    await mailPage(page).toasts.saying('Connected to 127.0.0.1').waitFor()
    await line.getByText('Live').waitFor()
    await line.getByText(/^\d+ ms$/).waitFor()
    await line.getByText('Nothing is stored on the bridge').waitFor()
  })

  it.runIf(WHOLE)('counts down to the next check where the server has no IDLE', async () => {
    const outlook = await startApp({ profile: 'outlook', kinds: ['oidc'] })
    try {
      outlook.dovecot.append(giulia.username, 'INBOX', plain('One'))
      const other = await outlook.signIn()
      const text = mailPage(other.page).statusLine.getByText(/^Next check in \d+ s$/)
      await text.waitFor()
      const first = await text.innerText()
      await expect.poll(() => text.innerText()).not.toBe(first)
      other.expectQuiet()
      await other.close()
    } finally {
      await outlook.stop()
    }
  })
})

describe('the whole page', () => {
  const LOOKS = [
    { name: 'light', view: { theme: 'light' } },
    { name: 'dark', view: { theme: 'dark' } },
    { name: 'contrast', view: { theme: 'contrast' } },
  ]
  it.each(inShort(2, LOOKS))('is accessible and photographed in $name', async ({ name, view }) => {
    await page.evaluate(
      (look) => localStorage.setItem('ponte.settings', JSON.stringify({ view: look })),
      view,
    )
    await page.reload()
    await folder('Clients').waitFor()
    await page.getByRole('option', { name: 'Three' }).click()
    await mailPage(page).message.body.getByText('Hello.').waitFor()
    // Colours do not change with the width: between the ends it is measured in one look.
    for (const width of WHOLE || name === 'light' ? [1_440, 1_024, 768, 390] : [1_440, 390]) {
      await page.setViewportSize({ width, height: 860 })
      await page.screenshot({ path: `${PICTURES}shell-${name}-${width}.png` })
      expect(await violations(page), String(width)).toEqual([])
    }
    await page.setViewportSize({ width: 1_440, height: 860 })
    await openSettings()
    await mailPage(page).settings.tab('Appearance').click()
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 860 })
      await page.screenshot({ path: `${PICTURES}settings-${name}-${width}.png` })
      expect(await violations(page), `settings ${width}`).toEqual([])
    }
  })
})
