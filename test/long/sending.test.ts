import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { markReady } from '../e2e/support/live.ts'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import { uidsIn } from '../support/composing.ts'
import { replaceBridge, type KillableBridge } from '../support/killableBridge.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { SMTP_PHASES, type SmtpPhase } from '../support/smtpSink.ts'

/** The mail server is cut off, or the bridge killed, at each phase of SMTP: what the writer reads agrees with what arrived. */
describe.each([true, false])('where the server files the copy: %s', (sentIsFiledByServer) => {
  let app: App
  let bridge: KillableBridge

  beforeAll(async () => {
    app = await startApp({ profile: 'outlook', kinds: ['oidc'], sentIsFiledByServer })
    app.dovecot.append(giulia.username, 'INBOX', 'Subject: Anything\r\nFrom: anna@example.org\r\n\r\nHi.\r\n')
    bridge = await replaceBridge(app)
  })
  afterAll(async () => {
    await bridge?.stop()
    await app?.stop()
  })

  async function sendUntil(phase: SmtpPhase, then: () => 'cut' | Promise<unknown>) {
    app.smtp.messages.length = 0
    const reached = new Promise<void>((resolve) => {
      let isFirst = true
      app.smtp.behaviour.at = (now) => {
        if (now !== phase || !isFirst) return undefined
        isFirst = false
        resolve()
        return then()
      }
    })
    const opened = await app.signIn()
    const { composer, list } = mailPage(opened.page)
    await list.row('Anything').waitFor()
    await composer.write()
    await composer.to.fill(marco.username)
    await composer.subject.fill(`At ${phase}`)
    await composer.text.fill('Do not lose this.')
    await composer.send()
    await reached
    return { opened, composer, toasts: mailPage(opened.page).toasts }
  }

  /** Exactly one message went out, and Sent has one copy more where this page makes it. */
  async function isSentOnce(filed: number): Promise<void> {
    expect(app.smtp.messages).toHaveLength(1)
    const copies = sentIsFiledByServer ? 0 : 1
    await until('the copy', () => uidsIn(app, 'Sent').length === filed + copies || undefined)
    await until('the draft to be gone', () => uidsIn(app, 'Drafts').length === 0 || undefined)
  }

  it.each(SMTP_PHASES)('the mail server goes away at %s', async (phase) => {
    const filed = uidsIn(app, 'Sent').length
    const { opened, composer, toasts } = await sendUntil(phase, () => 'cut')
    if (phase === 'dot') {
      await composer.form.getByText('The message may have been sent.').waitFor()
      expect(app.smtp.messages).toHaveLength(1)
      expect(await composer.text.innerText()).toBe('Do not lose this.')
      await composer.discard.click()
      await composer.form.waitFor({ state: 'detached' })
    } else {
      await toasts.saying('Message sent').waitFor()
      await isSentOnce(filed)
    }
    await opened.close()
  })

  it.each(SMTP_PHASES)('the bridge is killed at %s', async (phase) => {
    const filed = uidsIn(app, 'Sent').length
    const { opened, composer, toasts } = await sendUntil(phase, () => bridge.kill())
    const maybe = composer.form.getByText('The message may have been sent.')
    // The answer may have come before the bridge died.
    await maybe.or(toasts.saying('Message sent')).first().waitFor()
    const isUnknown = (await maybe.count()) > 0
    await until('the mail server to be done', () => !app.smtp.isBusy || undefined)
    const arrived = app.smtp.messages.length
    await bridge.start()
    if (isUnknown) {
      expect(arrived).toBe(phase === 'dot' || phase === 'taken' ? 1 : 0)
      expect(await composer.text.innerText()).toBe('Do not lose this.')
      await markReady(opened.page)
      await composer.form.getByRole('button', { name: 'Send again anyway' }).first().click()
      await composer.sendNow()
      await toasts.saying('Message sent').waitFor()
      app.smtp.messages.splice(0, arrived)
    }
    await isSentOnce(filed)
    await opened.close()
  })
})
