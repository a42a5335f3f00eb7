import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { violations } from '../support/axe.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { letter } from './support/live.ts'

/** Folders into files, and files into folders, as a person does it. */
describe('import and export', () => {
  let app: App
  let opened: OpenPage
  let page: Page

  beforeAll(async () => {
    app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
    app.dovecot.append(giulia.username, 'INBOX', letter('In the inbox'))
    app.dovecot.append(giulia.username, 'Bridges', letter('First span'), letter('Second span'))
    app.dovecot.append(giulia.username, 'Archive', letter('Archived'))
  })
  afterAll(() => app?.stop())
  beforeEach(async () => {
    opened = await app.signIn()
    page = opened.page
    await mailPage(page).folders.item('Bridges').waitFor()
  })
  afterEach(async () => {
    opened.expectQuiet()
    await opened.close()
  })

  const dialog = () => page.getByRole('dialog')
  const ask = async (folder: string, what: string): Promise<void> => {
    await mailPage(page).folders.item(folder).click({ button: 'right' })
    await page.getByRole('menuitem', { name: what }).click()
  }

  it('a folder goes into the file one chooses, behind the mail, and nothing is marked as read', async () => {
    // The browser's own dialog cannot be used here; a file of the origin's own has the same handle.
    await page.evaluate(() => {
      const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) => {
        Object.assign(window, { suggestedName })
        return (await navigator.storage.getDirectory()).getFileHandle('export', { create: true })
      }
      Object.assign(window, { showSaveFilePicker })
    })
    await ask('Bridges', 'Export…')
    await dialog().getByText('Export “Bridges”').waitFor()
    expect(await violations(page)).toEqual([])
    await dialog().getByRole('button', { name: 'Export' }).click()
    await mailPage(page).toasts.saying('2 messages exported.').waitFor()
    const file = await page.evaluate(async () => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle('export')
      return {
        name: (window as { suggestedName?: string }).suggestedName,
        text: await (await handle.getFile()).text(),
      }
    })
    expect(file.name).toBe('Bridges.mbox')
    expect(file.text.match(/^From \S+ .*\d{4}$/gm)).toHaveLength(2)
    expect(file.text).toMatch(/Subject: First span[\s\S]*Subject: Second span/)
    expect(app.dovecot.doveadm('search', '-u', giulia.username, 'mailbox', 'Bridges', 'SEEN')).toBe('')
  })

  it('chosen messages go into a file, and no others', async () => {
    await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }))
    await mailPage(page).folders.item('Bridges').click()
    await mailPage(page).list.row('First span').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Export…' }).click()
    await dialog().getByText('One message into a file.').waitFor()
    const download = page.waitForEvent('download')
    await dialog().getByRole('button', { name: 'Export' }).click()
    const text = readFileSync(await (await download).path(), 'utf8')
    expect(text).toContain('Subject: First span')
    expect(text).not.toContain('Second span')
    await mailPage(page).toasts.saying('One message exported.').waitFor()
  })

  it('without such a dialog it is a download', async () => {
    await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }))
    await ask('Bridges', 'Export…')
    await dialog().getByText('zip, with a file .eml for each message').click()
    const download = page.waitForEvent('download')
    await dialog().getByRole('button', { name: 'Export' }).click()
    expect((await download).suggestedFilename()).toBe('Bridges.zip')
  })

  it('messages dropped on a folder are in it, once, with their dates; what is no message is left out', async () => {
    const drop = async (): Promise<void> => {
      const data = await page.evaluateHandle(
        (text) => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([text], 'one.eml', { type: 'message/rfc822' }))
          transfer.items.add(new File(['no mail'], 'picture.png', { type: 'image/png' }))
          return transfer
        },
        letter('Dropped here').replace(/^Date: .*$/m, 'Date: Tue, 3 Feb 2015 10:11:12 +0000'),
      )
      const folder = mailPage(page).folders.item('Bridges')
      await folder.dispatchEvent('dragover', { dataTransfer: data })
      await folder.dispatchEvent('drop', { dataTransfer: data })
      await dialog().getByText('only messages (.eml)').waitFor()
      expect(await violations(page)).toEqual([])
      await dialog().getByRole('button', { name: 'Import' }).click()
    }
    await drop()
    await mailPage(page).toasts.saying('One message imported.').waitFor()
    await mailPage(page).folders.item('Bridges').click()
    await mailPage(page).list.row('Dropped here').waitFor()
    const received = app.dovecot.doveadm(
      ...['fetch', '-u', giulia.username, 'date.received', 'mailbox', 'Bridges', 'subject', 'Dropped here'],
    )
    expect(received).toContain('2015-02-03')
    await drop()
    await mailPage(page).toasts.saying('Imported 0; 1 were there already.').waitFor()
    expect(await mailPage(page).list.row('Dropped here').count()).toBe(1)
  })

  it('files without a message say so, and nothing happens', async () => {
    const chooser = page.waitForEvent('filechooser')
    await ask('Archive', 'Import…')
    await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no mail') })
    await dialog().getByText('None of these is a message').waitFor()
    expect(await dialog().getByRole('button', { name: 'Import' }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })
})
