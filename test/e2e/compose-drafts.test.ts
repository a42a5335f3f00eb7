import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { parseMail, uidsIn } from '../support/composing.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  app.dovecot.append(giulia.username, 'INBOX', 'Subject: Anything\r\nFrom: anna@example.org\r\n\r\nHi.\r\n')
})
afterAll(() => app?.stop())
beforeEach(async () => {
  app.smtp.messages.length = 0
  opened = await app.signIn()
  page = opened.page
  await mailPage(page).list.row('Anything').waitFor()
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const drafts = () => uidsIn(app, 'Drafts')
const source = () => app.dovecot.doveadm('fetch', '-u', giulia.username, 'text', 'mailbox', 'Drafts')

describe('drafts on the server', () => {
  it('are saved when typing pauses, once, written on from the folder, and gone when sent', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.to.fill(marco.username)
    await composer.subject.fill('Slowly')
    await composer.text.fill('First thoughts.')
    const { form } = composer
    await form
      .locator('input[type=file]:not([accept])')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('A file.') })
    await form.getByText('Saved in Drafts').waitFor()
    await composer.text.click()
    const [first] = drafts()
    expect(drafts()).toHaveLength(1)
    const flags = app.dovecot.doveadm('fetch', '-u', giulia.username, 'flags', 'mailbox', 'Drafts')
    expect(flags).toContain('\\Draft')
    expect(flags).toContain('\\Seen')

    await page.keyboard.press('Control+End')
    await page.keyboard.type(' Second thoughts.')
    await until('the next copy in place of the first', () => {
      const uids = drafts()
      return (uids.length === 1 && uids[0] !== first) || undefined
    })
    const mail = await parseMail(source().replace(/^text:\n?/, ''))
    expect(mail.text).toContain('Second thoughts.')
    await form.getByRole('button', { name: 'Save and close' }).click()
    await form.waitFor({ state: 'detached' })

    // From the folder it comes back whole; its file stays where it is.
    await mailPage(page).folders.item('Drafts').click()
    await mailPage(page).list.row('Slowly').click()
    await composer.text.getByText('Second thoughts.').waitFor()
    expect(await composer.chips.allInnerTexts()).toEqual([marco.username])
    expect(await composer.subject.inputValue()).toBe('Slowly')
    await form.getByText('a.txt').waitFor()
    await composer.text.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' Third.')
    await form.getByText('Saved in Drafts').waitFor()
    await until('one copy', () => drafts().length === 1 || undefined)
    await composer.send()
    const { raw } = await until('the message', () => app.smtp.messages[0])
    const sent = await parseMail(raw)
    expect(sent.text).toContain('Third.')
    expect(
      sent.attachments.map((one) => [one.filename, Buffer.from(one.content as ArrayBuffer).toString()]),
    ).toEqual([['a.txt', 'A file.']])
    await until('Drafts to be empty', () => drafts().length === 0 || undefined)
    await until('the copy in Sent', () => uidsIn(app, 'Sent').length === 1 || undefined)
  })

  it('are asked about before signing out, and wiped from the browser', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.subject.fill('Unsaved')
    await composer.text.fill('Do not lose this.')
    await composer.form.getByText('Kept in this browser').waitFor()
    const signOut = async () => {
      await mailPage(page).account.signOut()
    }
    await signOut()
    await page.getByRole('button', { name: 'Stay signed in' }).click()
    expect(await composer.text.innerText()).toBe('Do not lose this.')
    await composer.text.click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' Ever.')
    await signOut()
    await Promise.all([
      page.waitForEvent('load'),
      page.getByRole('button', { name: 'Save to Drafts and sign out' }).click(),
    ])
    await mailPage(page).signIn.button().first().waitFor()
    expect(source()).toContain('Do not lose this. Ever.')
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0)
  })
})

describe('a draft in the browser', () => {
  it('survives a reload with its files, and another tab does not take it', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.to.fill('half-typed')
    await composer.subject.fill('Kept')
    await composer.text.fill('Every word.')
    await composer.fileInput.setInputFiles({
      name: 'b.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('B'),
    })
    // At once: what pagehide writes is enough.
    await page.reload()
    await composer.form.getByText('Draft restored').waitFor()
    expect(await composer.text.innerText()).toBe('Every word.')
    expect(await composer.subject.inputValue()).toBe('Kept')
    expect(await composer.chips.allInnerTexts()).toEqual(['half-typed'])
    await composer.form.getByText('b.txt').waitFor()
    await composer.chips.getByRole('button', { name: 'Remove half-typed' }).click()
    await composer.to.fill(marco.username)
    await composer.send()
    const { raw } = await until('the message', () => app.smtp.messages[0])
    const [file] = (await parseMail(raw)).attachments
    expect(Buffer.from(file?.content as ArrayBuffer).toString()).toBe('B')
    await mailPage(page).toasts.saying('Message sent').waitFor()
    await page.reload()
    await mailPage(page).list.row('Anything').waitFor()
    expect(await composer.form.count()).toBe(0)
  })

  it('comes back after discarding it by mistake', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.subject.fill('Second thoughts')
    await composer.discard.click()
    await composer.form.waitFor({ state: 'detached' })
    await mailPage(page).toasts.undo.click()
    expect(await composer.subject.inputValue()).toBe('Second thoughts')
    await composer.discard.click()
    await composer.form.waitFor({ state: 'detached' })
  })
})
