import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { parseMail, structureOf } from '../support/composing.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqPtfDwADhgGAHQkqkQAAAABJRU5ErkJggg==',
  'base64',
)

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  const to = Array.from({ length: 14 }, (_, at) => `p${at}@example.org`).join(', ')
  const head = [`From: ${marco.name} <${marco.username}>`, 'Date: Sun, 22 Nov 2026 09:58:00 +0100']
  app.dovecot.append(
    giulia.username,
    'INBOX',
    [
      ...head,
      `To: ${giulia.username}, ${to}`,
      'Subject: To all of you',
      'Message-ID: <all@x.example>',
      '',
      'Hello.',
      '',
    ].join('\r\n'),
  )
  for (let at = 0; at < 3; at++)
    app.dovecot.append(
      giulia.username,
      'Sent',
      [
        `From: ${giulia.username}`,
        'To: Anna <anna.verdi@example.org>',
        head[1],
        'Subject: The quay',
        '',
        'Its stones.',
      ].join('\r\n'),
    )
})
afterAll(() => app?.stop())
beforeEach(async () => {
  app.smtp.messages.length = 0
  opened = await app.signIn()
  page = opened.page
  await mailPage(page).list.row('To all of you').waitFor()
})
afterEach(async () => {
  opened.expectQuiet(/Blocked script execution/)
  await opened.close()
})

const arrived = () => until('the message to arrive', () => app.smtp.messages[0])

async function choose(menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).click()
  await page
    .getByRole('menuitemcheckbox', { name: item, exact: true })
    .or(page.getByRole('menuitem', { name: item, exact: true }))
    .click()
}

describe('the format bar', () => {
  it('has styles, sizes, colours, alignment, tables and pictures, which a draft keeps', async () => {
    const { composer, folders, list } = mailPage(page)
    await composer.write()
    await composer.to.fill(`${marco.username},`)
    await composer.subject.fill('All of it')
    await composer.text.click()
    await choose('Text style', 'Large heading')
    await page.keyboard.type('Title')
    await page.keyboard.press('Enter')
    await choose('Text colour', 'Red')
    await choose('Text size', 'Large')
    await page.keyboard.type('loud')
    await choose('Alignment', 'Centred')
    await page.keyboard.press('Enter')
    await choose('Alignment', 'To the start')
    await choose('Table', 'Insert a table')
    await page.keyboard.type('one')
    await page.keyboard.press('Tab')
    await page.keyboard.type('two')
    await choose('Table', 'Delete the row')
    await choose('Table', 'Add a column after')
    await page.keyboard.type('three')
    await composer.form
      .locator('.format input[type=file]')
      .setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PICTURE })
    await composer.text.locator('img[src^="blob:"]').waitFor()
    // Through the server and back.
    await composer.saveAndClose.click()
    await composer.form.waitFor({ state: 'detached' })
    await folders.item('Drafts').click()
    await list.row('All of it').first().click()
    await composer.text.locator('table').waitFor()
    await composer.send()
    const { raw } = await arrived()
    const { html = '' } = await parseMail(raw)
    expect(html).toContain('<h1>Title</h1>')
    expect(html).toContain(
      '<p style="text-align:center"><span style="color:#c0392b;font-size:1.3em">loud</span></p>',
    )
    expect(html.match(/<tr>/g)).toHaveLength(2)
    expect(html.match(/<td /g)).toHaveLength(8)
    expect(html).toContain('three')
    expect(structureOf(raw)).toContain('image/png')
  })
})

describe('a forward', () => {
  it('has the original as a file on wish, with priority and a read receipt asked for', async () => {
    const { composer, open, message } = mailPage(page)
    await open('To all of you')
    await message.button('Forward').first().click()
    await composer.text.getByText('Forwarded message').or(composer.form.locator('.quote')).first().waitFor()
    await choose('More options', 'Attach the original instead of quoting it')
    await composer.attached.getByText('To all of you.eml').waitFor()
    await choose('More options', 'High priority')
    await choose('More options', 'Ask for a read receipt')
    await composer.form.getByRole('img', { name: 'High priority' }).waitFor()
    await composer.to.fill(`${marco.username},`)
    await composer.send()
    const { raw } = await arrived()
    const text = raw.toString()
    expect(text).toMatch(/^Importance: high\r$/im)
    expect(text).toMatch(new RegExp(`^Disposition-Notification-To: <?${giulia.username}>?\r$`, 'im'))
    expect(text).toMatch(/Content-Type: message\/rfc822[^]*Message-ID: <all@x\.example>/)
    expect(text).not.toContain('Forwarded message')
  })
})

describe('a template', () => {
  it('is kept of a message, and fills in whom the next is to', async () => {
    const { composer } = mailPage(page)
    await composer.write()
    await composer.subject.fill('The offer')
    await composer.text.click()
    await page.keyboard.type('Dear {firstName},')
    await choose('More options', 'Templates…')
    const dialog = page.getByRole('dialog', { name: 'Templates' })
    await dialog.getByRole('button', { name: 'Keep this message as a template' }).click()
    await dialog.getByRole('button', { name: 'The offer', exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await composer.discard.click()
    await composer.write()
    await composer.to.fill(`${marco.name} <${marco.username}>,`)
    await choose('More options', 'Templates…')
    await dialog.getByRole('button', { name: 'The offer', exact: true }).click()
    await composer.text.getByText(`Dear ${marco.name.split(' ')[0]},`).waitFor()
    expect(await composer.subject.inputValue()).toBe('The offer')
    await composer.discard.click()
  })
})

describe('a message that was sent', () => {
  it('is the beginning of a new one: the same words and people, and no answer to it', async () => {
    const { composer, open, message, folders } = mailPage(page)
    await folders.item('Sent').click()
    await open('The quay')
    await message.choose('Edit as new, or send again')
    await expect.poll(() => composer.text.inputValue()).toBe('Its stones.')
    expect(await composer.chips.allInnerTexts()).toEqual(['Anna'])
    expect(await composer.subject.inputValue()).toBe('The quay')
    await composer.send()
    const { raw } = await arrived()
    const mail = await parseMail(raw)
    expect(mail.to).toEqual([{ name: 'Anna', address: 'anna.verdi@example.org' }])
    expect([mail.inReplyTo, mail.references]).toEqual([undefined, undefined])
    expect(mail.text?.trim()).toBe('Its stones.')
  })
})

describe('a signature', () => {
  it('is written once, stands in what is written, and goes with the sender', async () => {
    const { composer, settings } = mailPage(page)
    await settings.open()
    await page.getByRole('button', { name: `Signature of ${giulia.username}` }).click()
    const dialog = page.getByRole('dialog', { name: `Signature of ${giulia.username}` })
    await dialog.getByRole('textbox').click()
    await page.keyboard.type('Giulia, ')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('Harbour office')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.keyboard.press('Escape')
    await composer.write()
    await composer.text.getByText('Harbour office').waitFor()
    // With nothing but a signature it is empty: closing leaves nothing.
    await composer.saveAndClose.click()
    await composer.form.waitFor({ state: 'detached' })
    await mailPage(page).open('To all of you')
    await mailPage(page).message.button('Reply').first().click()
    await composer.text.getByText('Harbour office').waitFor()
    await page.keyboard.type('Mine.')
    await composer.send()
    const { raw } = await arrived()
    const { html = '' } = await parseMail(raw)
    expect(html.indexOf('Mine.')).toBeLessThan(html.indexOf('<strong>Harbour office</strong>'))
    expect(html.indexOf('Harbour office')).toBeLessThan(html.indexOf('wrote:'))
  })
})

describe('before it goes', () => {
  it('asks about an answer to many, and about an address that resembles one often written to', async () => {
    const { composer, open, message } = mailPage(page)
    await open('To all of you')
    await message.button('Reply all').first().click()
    await composer.text.pressSequentially('Hello all')
    await composer.sendButton.click()
    await composer.form.getByText('This answer goes to more than 10 people.').waitFor()
    await composer.discard.click()
    await composer.write()
    // The index learns of Sent some seconds after the first rows.
    await expect
      .poll(async () => {
        await composer.to.fill('anna.verd@example.org,')
        const slip = composer.form.getByRole('button', { name: 'Use that one' })
        const found = await slip.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => false,
        )
        if (!found) await composer.form.getByRole('button', { name: 'Remove anna.verd@example.org' }).click()
        return found
      })
      .toBe(true)
    await composer.form.getByRole('button', { name: 'Use that one' }).click()
    expect(await composer.chips.allInnerTexts()).toEqual(['Anna'])
    await composer.discard.click()
  })
})

describe('an emoji', () => {
  it('is completed by its name at the caret, and chosen from the picker', async () => {
    const { composer } = mailPage(page)
    await composer.write()
    await composer.text.click()
    await page.keyboard.type('Well :smi')
    const names = page.getByRole('listbox', { name: 'Emoji of that name' })
    await names.getByRole('option', { name: '😄' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await names.waitFor({ state: 'detached' })
    // Whole names need no list, and Escape leaves what was typed.
    await page.keyboard.type(' :tada: at 10:30 :hea')
    await names.waitFor()
    await page.keyboard.press('Escape')
    await names.waitFor({ state: 'detached' })
    await composer.form.getByRole('button', { name: 'Emoji' }).press('Enter')
    await page.getByRole('searchbox', { name: 'Find by name' }).fill('rocket')
    await page.getByRole('button', { name: 'rocket', exact: true }).click()
    await expect.poll(() => composer.text.innerText()).toMatch(/^Well \p{Emoji} 🎉️? at 10:30 :hea🚀/u)
    await composer.discard.click()
  })
})

describe('a signature', () => {
  it('has a picture that goes with each message', async () => {
    const { composer, settings } = mailPage(page)
    await settings.open()
    await settings.dialog.getByRole('button', { name: `Signature of ${giulia.username}` }).click()
    const dialog = page.getByRole('dialog', { name: `Signature of ${giulia.username}` })
    const dot = { name: 'dot.png', mimeType: 'image/png', buffer: PICTURE }
    await dialog.getByRole('textbox').waitFor()
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ ...dot, buffer: Buffer.concat([PICTURE, Buffer.alloc(110 * 1024)]) })
    await dialog.getByText('may have 100 kB together').waitFor()
    await dialog.locator('input[type=file]').setInputFiles(dot)
    await dialog.locator('img[src^="blob:"]').waitFor()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await composer.write()
    await composer.text.locator('img[src^="blob:"]').waitFor()
    await composer.to.fill(`${marco.username},`)
    await composer.subject.fill('Signed')
    await composer.send()
    const { raw } = await arrived()
    const { html = '' } = await parseMail(raw)
    const [, id] = /src="cid:([^"]+)"/.exec(html) ?? []
    expect(raw.toString()).toContain(`Content-Id: <${id}>`.replace('Id', 'ID'))
  })
})

describe('the settings', () => {
  it('leave as a file, and come in again, less what is not known', async () => {
    const { settings } = mailPage(page)
    await settings.open()
    await settings.tab('Appearance').click()
    await settings.choice('Compact').check()
    await settings.tab('Export and import').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      settings.dialog.getByRole('button', { name: 'Export settings' }).click(),
    ])
    const text = readFileSync(await download.path(), 'utf8')
    expect(download.suggestedFilename()).toBe('ponte-settings.json')
    const file = JSON.parse(text) as { version: number; view: Record<string, unknown> }
    expect(file).toMatchObject({ type: 'ponte-settings', version: 1, view: { density: 'compact' } })
    Object.assign(file.view, { density: 'comfortable', wallpaper: 'cats' })
    const input = settings.dialog.locator('input[type=file]')
    const named = (name: string, content: string) => ({
      ...{ name, mimeType: 'application/json', buffer: Buffer.from(content) },
    })
    await input.setInputFiles(named('letter.json', '{"Dear": "all"}'))
    await settings.dialog.getByText('“letter.json” is no file of settings.').waitFor()
    await input.setInputFiles(named('mine.json', JSON.stringify(file)))
    await settings.dialog.getByText('view.wallpaper').waitFor()
    expect(await page.locator('html').getAttribute('data-density')).toBe('compact')
    await settings.dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await settings.dialog.getByText('The settings are imported.').waitFor()
    expect(await page.locator('html').getAttribute('data-density')).toBe('comfortable')
  })
})
