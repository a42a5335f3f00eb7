import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

const letter = (subject: string): string =>
  [
    `From: ${marco.name} <${marco.username}>`,
    `To: ${giulia.username}`,
    `Subject: ${subject}`,
    'Date: Sun, 22 Nov 2026 09:58:00 +0100',
    `Message-ID: <${subject.replace(/\W/g, '')}@ponte.example>`,
    '',
    `Body of ${subject}`,
    '',
  ].join('\r\n')

/** As many as no first fetch brings along. */
const MESSAGES = 240

describe.each(['full', 'outlook'] as const)('organising on Dovecot (%s)', (profile) => {
  /** Where it makes no difference what the server announces. */
  const onOne = profile === 'full' || WHOLE ? it : it.skip
  let app: App
  let opened: OpenPage
  let page: Page

  beforeAll(async () => {
    app = await startApp({ profile, kinds: ['oidc'] })
    const numbered = Array.from({ length: MESSAGES }, (_, at) => letter(`Number ${at + 1}`))
    app.dovecot.append(giulia.username, 'INBOX', ...numbered)
    mark('add', '\\Flagged', 'Number 239')
    app.dovecot.append(giulia.username, 'Archive', letter('Archived'))
    app.dovecot.append(giulia.username, 'Junk', letter('Spam'))
    app.dovecot.append(giulia.username, 'Trash', letter('Thrown away'), letter('Thrown away too'))
    app.dovecot.append(giulia.username, 'Doomed', letter('In a folder that goes'))
    app.dovecot.append(giulia.username, 'Zoo', letter('In the last folder'))
  })
  afterAll(() => app?.stop())
  beforeEach(async () => {
    opened = await app.signIn()
    page = opened.page
    await options().getByText('Number').first().waitFor()
    await mailPage(page)
      .folders.item(/^Deleted/)
      .waitFor()
  })
  afterEach(async () => {
    opened.expectQuiet()
    await opened.close()
  })

  const list = () => mailPage(page).list
  const options = (): Locator => list().rows
  const row = (number: number): Locator =>
    options().filter({ has: page.getByText(`Number ${number}`, { exact: true }) })
  const toast = (text: string): Locator => mailPage(page).toasts.saying(text)
  const chosen = (): Locator => list().chosen
  const setSize = (): Promise<number> => list().size()
  const stores = (): string[] => app.tap.commands().filter((line) => /^(UID )?STORE /.test(line))

  onOne('moves several, and undo puts them back as they were', async () => {
    const size = await setSize()
    await row(239).getByRole('img', { name: 'Flagged' }).waitFor()
    await row(240).click({ modifiers: ['Control'] })
    await row(238).click({ modifiers: ['Shift'] })
    expect(await chosen().count()).toBe(3)
    await mailPage(page).list.selectionBar.getByText('3 selected').waitFor()
    await page.keyboard.press('e')
    await row(239).waitFor({ state: 'detached' })
    await toast('3 messages moved to Archive').waitFor()
    expect([inFolder('Archive'), await setSize()]).toEqual([['238', '239', '240'], size - 3])
    await page.keyboard.press('z')
    await toast('Put back').waitFor()
    await until('the list to have them again', async () => (await setSize()) === size || undefined)
    expect(inFolder('Archive')).toEqual([])
    await row(239).getByRole('img', { name: 'Flagged' }).waitFor()
    expect(flagsOf('Number 240')).not.toContain('Seen')
  })

  it('chooses a range nobody has seen by what the server names, and marks it with one command', async () => {
    mark('remove', '\\Seen', 'Number')
    mark('add', '\\Seen', 'Number 77')
    await row(238).click({ modifiers: ['Control'] })
    await list().box.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    await row(3).click({ modifiers: ['Shift'] })
    await mailPage(page).list.selectionBar.getByText('236 selected').waitFor()
    app.tap.reset()
    await page.keyboard.press('Shift+I')
    await toast('235 messages marked as read').waitFor()
    await until('them to be read', () => unseen() === 4 || undefined)
    expect(stores()).toHaveLength(1)
    await page.keyboard.press('z')
    await until('them to be unread again', () => unseen() === MESSAGES - 1 || undefined)
    // What was read before stays so: only what was changed is changed back.
    expect(flagsOf('Number 77')).toContain('\\Seen')
  })

  onOne('chooses all of the folder and marks it as read with one command', async () => {
    mark('remove', '\\Seen', 'Number')
    await list().box.focus()
    await page.keyboard.press('Control+a')
    await mailPage(page).list.selectionBar.getByText(`${MESSAGES} selected`).waitFor()
    app.tap.reset()
    await mailPage(page)
      .list.selectionBar.getByRole('button', { name: /Mark as/ })
      .click()
    await until('all to be read', () => unseen() === 0 || undefined)
    expect(stores()).toHaveLength(1)
    await page.keyboard.press('Escape')
    expect(await chosen().count()).toBe(0)
  })

  onOne('ten toggles in a row are at most two commands', async () => {
    await row(236).click()
    await mailPage(page).message.heading('Number 236').waitFor()
    await until('it to be read', () => flagsOf('Number 236').includes('\\Seen') || undefined)
    app.tap.reset()
    for (let times = 0; times < 10; times++) await page.keyboard.press('s')
    expect(await row(236).getByRole('img', { name: 'Flagged' }).count()).toBe(0)
    await until('the answers', () => stores().length > 0 || undefined)
    await until('it to be as before', () => !flagsOf('Number 236').includes('\\Flagged') || undefined)
    expect(stores().length).toBeLessThanOrEqual(2)
  })

  onOne('deletes for good only when confirmed', async () => {
    await mailPage(page)
      .folders.item(/^Deleted/)
      .click()
    await options().getByText('Thrown away too', { exact: true }).waitFor()
    await list().box.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('#')
    const question = page.getByRole('dialog', { name: 'Delete for good?' })
    await question.getByText('These 2 messages cannot be brought back.').waitFor()
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'detached' })
    expect(await setSize()).toBe(2)
    await page.keyboard.press('#')
    await question.getByRole('button', { name: 'Delete for good' }).click()
    await toast('2 messages deleted for good').waitFor()
    await page.getByText('Nothing here').waitFor()
    expect(app.dovecot.doveadm('search', '-u', giulia.username, 'mailbox', 'Trash').trim()).toBe('')
  })

  onOne('puts back what the server refuses, with its words', async () => {
    const size = await setSize()
    app.dovecot.doveadm('mailbox', 'delete', '-u', giulia.username, '-s', 'Doomed')
    await row(235).click({ modifiers: ['Control'] })
    await row(234).click({ modifiers: ['Control'] })
    await page.keyboard.press('v')
    const places = page.getByRole('dialog', { name: 'Move to' })
    await places.getByRole('combobox').fill('doo')
    await page.keyboard.press('Enter')
    await toast('The message stays where it was.').waitFor()
    await row(235).waitFor()
    await row(234).waitFor()
    expect(await setSize()).toBe(size)
  })

  onOne('drags what is chosen onto a folder', async () => {
    await row(233).click({ modifiers: ['Control'] })
    await row(232).click({ modifiers: ['Control'] })
    await row(233).dragTo(mailPage(page).folders.item(/^Junk/))
    await toast('2 messages moved to Junk').waitFor()
    expect(inFolder('Junk')).toEqual(['232', '233'])
    await page.keyboard.press('z')
    await toast('Put back').waitFor()
    expect(inFolder('Junk')).toEqual([])
  })

  onOne('filters, keeps what was read meanwhile, and acts on what it shows', async () => {
    mark('add', '\\Seen', 'Number')
    mark('remove', '\\Seen', 'Number 12')
    // A server answers SEARCH by what the session knew when it was asked.
    await page.reload()
    await options().getByText('Number').first().waitFor()
    await mailPage(page).list.filter('Unread').check()
    const shown = list().row(/Number 12/)
    await until('the unread alone', async () => (await setSize()) === unseen() || undefined)
    const size = await setSize()
    await shown.first().click()
    await until('it to be read', () => unseen() === size - 1 || undefined)
    expect(await setSize()).toBe(size)
    await mailPage(page).message.button('Delete').click()
    await until('the row to go', async () => (await setSize()) === size - 1 || undefined)
    await page.keyboard.press('z')
    await toast('Put back').waitFor()
    await mailPage(page).list.filter('All').check()
    await until('all of them', async () => (await setSize()) === MESSAGES || undefined)
  })

  onOne(
    'gives a label by a key, shows it on the row and in the message, and takes it by the toolbar',
    async () => {
      await row(231).click()
      await mailPage(page).message.heading('Number 231').waitFor()
      await page.keyboard.press('l')
      const dialog = page.getByRole('dialog', { name: 'Labels' })
      await dialog.getByRole('textbox', { name: 'Find or create a label' }).fill('Für später')
      await page.keyboard.press('Enter')
      await dialog.getByRole('checkbox', { name: 'Für später', checked: true }).waitFor()
      await dialog.getByRole('button', { name: 'Change “Für später”' }).click()
      await dialog.getByRole('radio', { name: 'Pink' }).click()
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.getByRole('button', { name: 'Close' }).click()
      await dialog.waitFor({ state: 'detached' })
      await row(231).getByText('Für später', { exact: true }).waitFor()
      await opened.page
        .getByRole('region', { name: 'Message', exact: true })
        .getByText('Für später', { exact: true })
        .waitFor()
      await until('the server to have it', () => flagsOf('Number 231').includes('fur_spater') || undefined)
      await mailPage(page).message.button('Label').click()
      await dialog.getByRole('checkbox', { name: 'Für später' }).uncheck()
      await until(
        'the server to have lost it',
        () => !flagsOf('Number 231').includes('fur_spater') || undefined,
      )
      expect(await row(231).getByText('Für später', { exact: true }).count()).toBe(0)
    },
  )

  onOne('chooses several results of a search, acts on them by their bar and by their menu', async () => {
    const { search } = mailPage(page)
    await search.run('subject:"Number 22"')
    const result = (name: string): Locator =>
      search.results.filter({ has: page.getByText(name, { exact: true }) })
    await result('Number 225').waitFor()
    // Out of the box, then to the first.
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+ArrowDown')
    await mailPage(page).list.selectionBar.getByText('2 selected').waitFor()
    await page.keyboard.press('Control+a')
    await mailPage(page).list.selectionBar.getByText('11 selected').waitFor()
    await page.keyboard.press('Escape')
    await result('Number 225').click({ modifiers: ['Control'] })
    await result('Number 223').click({ modifiers: ['Shift'] })
    await mailPage(page).list.selectionBar.getByText('3 selected').waitFor()
    await result('Number 224').click({ button: 'right' })
    // Deleted mail is no result; what is archived would still be one.
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await result('Number 224').waitFor({ state: 'detached' })
    const areDeleted = (): boolean =>
      ['223', '224', '225'].every((number) => inFolder('Trash').includes(number))
    await until('them to be deleted', () => areDeleted() || undefined)
    await page.keyboard.press('z')
    await toast('Put back').waitFor()
    await until('them to be back', () => !areDeleted() || undefined)
  })

  onOne('pins a folder to the top, and it stays there over a reload', async () => {
    const { folders } = mailPage(page)
    const first = page.getByRole('treeitem').first()
    await folders.item(/^Zoo/).click({ button: 'right' })
    await page.getByRole('menuitemcheckbox', { name: 'Favourite' }).click()
    await until('it to be first', async () => /^Zoo/.test((await first.innerText()).trim()) || undefined)
    await page.reload()
    await folders.item(/^Zoo/).waitFor()
    expect((await first.innerText()).trim()).toMatch(/^Zoo/)
    await first.click({ button: 'right' })
    await page.getByRole('menuitemcheckbox', { name: 'Favourite', checked: true }).click()
    await until('it to go back', async () => !/^Zoo/.test((await first.innerText()).trim()) || undefined)
  })

  /** Numbers of the messages a folder holds. */
  function inFolder(name: string): string[] {
    const found = app.dovecot.doveadm('fetch', '-u', giulia.username, 'hdr.subject', 'mailbox', name, 'all')
    return [...found.matchAll(/Number (\d+)/g)].map(([, number = '']) => number).sort()
  }

  function unseen(): number {
    const found = app.dovecot.doveadm('search', '-u', giulia.username, 'mailbox', 'INBOX', 'unseen')
    return found.split('\n').filter(Boolean).length
  }

  function flagsOf(subject: string): string {
    return app.dovecot.doveadm(
      'fetch',
      '-u',
      giulia.username,
      'flags',
      'mailbox',
      'INBOX',
      'subject',
      subject,
    )
  }

  /** Another client. */
  function mark(how: 'add' | 'remove', flag: string, subject: string): void {
    app.dovecot.doveadm('flags', how, '-u', giulia.username, flag, 'mailbox', 'INBOX', 'subject', subject)
  }
})
