import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

const letter = (subject: string, lines: string[] = ['Ciao Giulia,', '', 'come stai?']) =>
  [
    `From: ${marco.name} <${marco.username}>`,
    `To: ${giulia.name} <${giulia.username}>`,
    `Subject: ${subject}`,
    'Date: Sun, 22 Nov 2026 09:58:00 +0100',
    `Message-ID: <${subject.replace(/\W/g, '')}@ponte.example>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    ...lines,
    '',
  ].join('\r\n')

const row = (page: Page, subject: string) => mailPage(page).list.row(subject)

const WAYS = [
  { kind: 'microsoft', button: 'Sign in with Microsoft' },
  { kind: 'oidc', button: 'Sign in with Work' },
] as const

/** The whole path on a real Dovecot that announces what Outlook.com does, by each way of signing in. */
describe.each(WHOLE ? WAYS : WAYS.slice(0, 1))(
  'signed in by MSAL ($kind), on Dovecot',
  ({ kind, button }) => {
    let app: App

    beforeAll(async () => {
      app = await startApp({ profile: 'outlook', kinds: [kind, 'password'] })
    })
    afterAll(() => app.stop())

    it('lists, reads and answers; the answer is in the other user’s INBOX and in Sent', async () => {
      const subject = `Ponte pedonale ${kind}`
      app.dovecot.append(giulia.username, 'INBOX', letter(subject))
      const opened = await app.signIn({ button })
      const { page } = opened
      await row(page, subject).click()
      const { message } = mailPage(page)
      await message.heading(subject).waitFor()
      await mailPage(page).message.body.getByText('come stai?').waitFor()

      await mailPage(page).message.button('Reply').click()
      const { composer } = mailPage(page)
      expect(await composer.subject.inputValue()).toBe(`Re: ${subject}`)
      await composer.text.pressSequentially('Bene, grazie! ')
      await composer.sendButton.click()

      const answer = await until('the answer to arrive', () => app.smtp.messages[0])
      expect(answer).toMatchObject({
        user: giulia.username,
        method: 'XOAUTH2',
        from: giulia.username,
        to: [marco.username],
        secure: true,
      })
      const raw = answer.raw.toString()
      expect(raw).toContain('Bene, grazie!')
      expect(raw).toMatch(new RegExp(`^In-Reply-To: <Pontepedonale${kind}@ponte\\.example>`, 'm'))
      expect(app.dovecot.doveadm('fetch', '-u', marco.username, 'hdr.subject', 'mailbox', 'INBOX')).toContain(
        `Re: ${subject}`,
      )
      // Dovecot does not file what is sent, so the page does; once.
      await until('the copy in Sent', () => sentCount(app) === 1 || undefined)
      await until('the original to be marked as answered', () => {
        const flags = app.dovecot.doveadm(
          'fetch',
          '-u',
          giulia.username,
          'flags',
          'mailbox',
          'INBOX',
          'subject',
          subject,
        )
        return (flags.includes('\\Answered') && flags.includes('\\Seen')) || undefined
      })
      opened.expectQuiet()
      await opened.close()

      const other = await app.signIn({ user: marco, button })
      await row(other.page, `Re: ${subject}`).click()
      await mailPage(other.page).message.body.getByText('Bene, grazie!').waitFor()
      other.expectQuiet()
      await other.close()
    })

    it('signs out and keeps nothing', async () => {
      const opened = await app.signIn({ button })
      const { page } = opened
      await mailPage(page).list.box.waitFor()
      await mailPage(page).account.button.click()
      await Promise.all([page.waitForEvent('load'), mailPage(page).account.item('Sign out').click()])
      await page.getByRole('button', { name: button }).waitFor()
      const kept = await page.evaluate(async () => ({
        session: sessionStorage.length,
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
      }))
      expect(kept).toEqual({ session: 0, databases: 0, caches: 0 })
      opened.expectQuiet()
      await opened.close()
    })
  },
)

describe('signed in by password, on Dovecot', () => {
  let app: App

  beforeAll(async () => {
    app = await startApp({ profile: 'full', kinds: ['password'] })
    app.dovecot.append(giulia.username, 'INBOX', letter('Con la password'))
  })
  afterAll(() => app.stop())

  it('signs in by LOGIN, sends by password, and asks again after a reload', async () => {
    const opened = await app.browser.openPage()
    const { page } = opened
    await page.goto(app.url)
    const signIn = async () => {
      await mailPage(page).signIn.address.fill(giulia.username)
      await mailPage(page).signIn.password.fill(app.dovecot.password)
      await mailPage(page).signIn.button().first().click()
    }
    await signIn()
    await row(page, 'Con la password').waitFor()
    // One that has only begun to connect has not come to it yet.
    for (const one of app.tap.connections)
      expect(one.text('client').match(/ LOGIN /g)?.length ?? 0).toBeLessThanOrEqual(1)
    expect(app.tap.connections[0]?.text('client')).toMatch(/ LOGIN /)

    await mailPage(page).composer.open()
    const { composer } = mailPage(page)
    await composer.to.fill(marco.username)
    await composer.subject.fill('Prova')
    await composer.text.fill('Una prova.')
    await composer.sendButton.click()
    const sent = await until('the message to arrive', () => app.smtp.messages[0])
    expect(sent).toMatchObject({ user: giulia.username, to: [marco.username], secure: true })
    expect(['PLAIN', 'LOGIN']).toContain(sent.method)
    await until('the copy in Sent', () => sentCount(app) === 1 || undefined)

    // Not in any storage, so that a reload has to ask.
    const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
    expect(stored).not.toContain(app.dovecot.password)
    await page.reload()
    await signIn()
    await row(page, 'Con la password').waitFor()
    opened.expectQuiet()
    await opened.close()
  })
})

function sentCount(app: App): number {
  const list = app.dovecot.doveadm('search', '-u', giulia.username, 'mailbox', 'Sent')
  return list.split('\n').filter(Boolean).length
}
