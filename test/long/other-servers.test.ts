import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../bridge/log.ts'
import { startServer, type RunningServer } from '../../bridge/http/server.ts'
import { ensureBuilt } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { COURIER, startCourier } from '../support/courier.ts'
import { CYRUS, startCyrus } from '../support/cyrus.ts'
import { letter } from '../support/letters.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { startSmtpSink, type SmtpSink } from '../support/smtpSink.ts'
import { hindrance, type OtherServer } from '../support/unpacked.ts'

/** Debian's Courier and Cyrus, and a login without `@`: a day of mail through the page, as the server then has it. */

interface Kind {
  name: string
  hindered: string | undefined
  start: typeof startCourier
  /** Where things go, by the server's own names. */
  folders: Record<'sent' | 'drafts' | 'archive' | 'trash', string>
  /** Folders are created when they are first needed, each after a question. */
  asks: boolean
}

const KINDS: Kind[] = [
  {
    name: 'Cyrus',
    hindered: hindrance(CYRUS),
    start: startCyrus,
    folders: { sent: 'Sent', drafts: 'Drafts', archive: 'Archive', trash: 'Trash' },
    asks: false,
  },
  {
    name: 'Courier',
    hindered: hindrance(COURIER),
    start: startCourier,
    folders: { sent: 'INBOX.Sent', drafts: 'INBOX.Drafts', archive: 'INBOX.Archive', trash: 'INBOX.Trash' },
    asks: true,
  },
]

for (const { name, hindered } of KINDS)
  if (hindered !== undefined) console.warn(`${name} is not tried: it ${hindered}`)

describe.each(KINDS)('$name', ({ hindered, start, folders, asks }) => {
  const tried = it.skipIf(hindered !== undefined)
  let mail: OtherServer
  let smtp: SmtpSink
  let server: RunningServer
  let browser: TestBrowser
  let opened: OpenPage
  let page: Page

  beforeAll(async () => {
    if (hindered !== undefined) return
    await ensureBuilt()
    mail = await start({ users: ['anna'] })
    for (const subject of ['Lunch on Friday', 'To be archived', 'To be deleted'])
      await mail.append('anna', 'INBOX', letter({ subject, body: `About ${subject}, in full.` }))
    smtp = await startSmtpSink({ ca: mail.ca, password: mail.password })
    server = await startServer({
      config: {
        listen: { host: '127.0.0.1', port: 0 },
        trustProxy: [],
        demo: false,
        providers: [
          {
            id: 'plain',
            name: 'Password',
            auth: { kind: 'password' },
            imap: { host: mail.host, port: mail.imapPort, ca: mail.ca.cert },
            smtp: { host: smtp.host, port: smtp.port, ca: mail.ca.cert },
            sentIsFiledByServer: false,
            mailDomain: 'ponte.example',
          },
        ],
      },
      pageFolder: fileURLToPath(new URL('../../dist/web', import.meta.url)),
      version: 'test',
      log: createLog('silent'),
    })
    browser = await startChromium()
    opened = await browser.openPage()
    page = opened.page
  })
  afterAll(async () => {
    await browser?.stop()
    await server?.close()
    await smtp?.stop()
    await mail?.stop()
  })

  const ui = () => mailPage(page)
  const inFolder = (folder: keyof typeof folders) => mail.subjects('anna', folders[folder])

  /** Says yes where the page asks whether to create a folder. */
  async function agree(): Promise<void> {
    if (!asks) return
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Create “/ }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  tried('signs in without an @, and reads', async () => {
    await page.goto(`http://localhost:${server.port}/`)
    await ui().signIn.address.fill('anna')
    await ui().signIn.password.fill(mail.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await ui().open('Lunch on Friday')
    await ui().message.body.getByText('About Lunch on Friday, in full.').waitFor()
  })

  tried('replies: the message goes out, Sent has one copy, the original is marked', async () => {
    await ui().message.button('Reply').first().click()
    await ui().composer.text.pressSequentially('With pleasure.')
    await ui().composer.send()
    await agree()
    await ui().toasts.saying('Message sent').first().waitFor()
    expect(smtp.messages.map(({ user, from }) => ({ user, from }))).toEqual([
      { user: 'anna', from: 'anna@ponte.example' },
    ])
    await until('the copy', async () => (await inFolder('sent')).length === 1 || undefined)
    expect(await inFolder('sent')).toEqual(['Re: Lunch on Friday'])
    await ui().list.row('Lunch on Friday').getByRole('img', { name: 'Answered' }).waitFor()
  })

  tried('keeps a draft on the server, opens it again, and sends it', async () => {
    await ui().composer.write()
    await ui().composer.to.fill('marco@example.org')
    await ui().composer.subject.fill('Half a thought')
    await ui().composer.text.pressSequentially('To be continued')
    await ui().composer.saveAndClose.click()
    await agree()
    await ui().toasts.saying('Saved in Drafts').first().waitFor()
    expect(await inFolder('drafts')).toEqual(['Half a thought'])
    await ui()
      .folders.item(/^Drafts/)
      .click()
    await ui().list.row('Half a thought').click()
    await expect.poll(() => ui().composer.text.innerText()).toContain('To be continued')
    await ui().composer.send()
    await ui().toasts.saying('Message sent').first().waitFor()
    await until('the draft to be gone', async () => (await inFolder('drafts')).length === 0 || undefined)
    await until('the copy', async () => (await inFolder('sent')).length === 2 || undefined)
    expect(smtp.messages).toHaveLength(2)
    await ui().folders.item(/^Sent/).click()
    await ui().list.row('Half a thought').waitFor()
    await ui()
      .folders.item(/^Inbox/)
      .click()
    await ui().list.row('To be archived').waitFor()
  })

  tried('archives and deletes, and takes it back', async () => {
    await ui().open('To be archived')
    await page.keyboard.press('e')
    await agree()
    await ui().toasts.saying('Moved to Archive').first().waitFor()
    await until('it', async () => (await inFolder('archive')).includes('To be archived') || undefined)
    await ui().open('To be deleted')
    await page.keyboard.press('#')
    await agree()
    await ui().list.row('To be deleted').waitFor({ state: 'detached' })
    await until('it', async () => (await inFolder('trash')).includes('To be deleted') || undefined)
    await ui().toasts.undo.last().click()
    await ui().list.row('To be deleted').waitFor()
    await until('it', async () => (await inFolder('trash')).length === 0 || undefined)
  })

  tried('finds by words of the text, over all folders', async () => {
    await ui().search.run('continued')
    await ui().search.results.filter({ hasText: 'Half a thought' }).first().waitFor()
    await ui().search.run('"To be archived, in full"')
    await ui().search.results.filter({ hasText: 'To be archived' }).first().waitFor()
    await ui().search.clear()
  })

  tried('shows what arrives while one looks', async () => {
    await mail.append('anna', 'INBOX', letter({ subject: 'Just in', minute: 59 }))
    await ui().list.row('Just in').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    opened.expectQuiet()
  })
})
