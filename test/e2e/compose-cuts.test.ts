import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { uidsIn } from '../support/composing.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import type { SmtpPhase } from '../support/smtpSink.ts'
import { inShort } from '../support/whole.ts'

/** The mail server goes away while a message is sent: what the writer is told, and what arrives. */
let app: App
let opened: OpenPage

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  app.dovecot.append(giulia.username, 'INBOX', 'Subject: Anything\r\nFrom: anna@example.org\r\n\r\nHi.\r\n')
})
afterAll(() => app?.stop())
beforeEach(async () => {
  app.smtp.messages.length = 0
  cutAt(undefined)
  opened = await app.signIn()
  await mailPage(opened.page).list.row('Anything').waitFor()
})
afterEach(() => opened.close())

/** The mail server closes the connection there. */
function cutAt(phase: SmtpPhase | undefined): void {
  app.smtp.behaviour.at = (now) => (now === phase ? 'cut' : undefined)
}

async function send(subject: string): Promise<void> {
  const { composer } = mailPage(opened.page)
  await composer.write()
  await composer.to.fill(marco.username)
  await composer.subject.fill(subject)
  await composer.text.fill('Do not lose this.')
  await composer.send()
}

describe('a message that did not get there', () => {
  it.each(inShort(2, ['connect', 'data', 'auth', 'sender', 'recipient'] as const))(
    'cut at %s, is kept, goes again, arrives once, and has one copy',
    async (phase) => {
      const { page } = opened
      const filed = uidsIn(app, 'Sent').length
      cutAt(phase)
      await send(`Cut at ${phase}`)
      const note = page.getByRole('region', { name: 'Messages being sent' })
      await note.getByText('Not sent yet.').waitFor()
      expect(app.smtp.messages).toEqual([])
      cutAt(undefined)
      // The first one waits for its turn; nobody needs to press anything.
      if (phase !== 'connect') await mailPage(page).composer.sendNow()
      await mailPage(page).toasts.saying('Message sent').waitFor()
      expect(app.smtp.messages.map(({ raw }) => /^Subject: (.*)\r$/m.exec(String(raw))?.[1])).toEqual([
        `Cut at ${phase}`,
      ])
      await until('the copy', () => uidsIn(app, 'Sent').length === filed + 1 || undefined)
      await until('the draft to be gone', () => uidsIn(app, 'Drafts').length === 0 || undefined)
    },
  )

  it('can be written on instead of waiting', async () => {
    const { page } = opened
    cutAt('auth')
    await send('Written on')
    const note = page.getByRole('region', { name: 'Messages being sent' })
    await note.getByRole('button', { name: 'Edit' }).click()
    const { composer } = mailPage(page)
    expect(await composer.text.innerText()).toBe('Do not lose this.')
    await composer.discard.click()
    expect(app.smtp.messages).toEqual([])
  })

  it('goes on when the page was closed meanwhile', async () => {
    const { page } = opened
    cutAt('sender')
    await send('Closed meanwhile')
    const note = page.getByRole('region', { name: 'Messages being sent' })
    await note.getByText('Not sent yet.').waitFor()
    cutAt(undefined)
    await page.reload()
    await mailPage(page).composer.sendNow()
    await mailPage(page).toasts.saying('Message sent').waitFor()
    expect(app.smtp.messages).toHaveLength(1)
  })
})

describe('a message that was handed over whole', () => {
  it('and not confirmed, is not sent again by itself, and Sent is not offered as proof', async () => {
    cutAt('dot')
    await send('Cut after the data')
    const { composer } = mailPage(opened.page)
    await composer.form.getByText('The message may have been sent.').waitFor()
    await composer.form.getByText('This page puts the copy into Sent itself', { exact: false }).waitFor()
    expect(await composer.form.getByRole('button', { name: 'Check Sent' }).count()).toBe(0)
    expect(app.smtp.messages).toHaveLength(1)
    await composer.discard.click()
  })
})
