import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { parseMail } from '../support/composing.ts'
import { replaceBridge } from '../support/killableBridge.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

let app: App
let opened: OpenPage
let page: Page

const letter = (subject: string, from: string): string =>
  [
    `From: ${from}`,
    `To: ${giulia.username}`,
    `Message-ID: <${subject.replaceAll(' ', '-')}@ponte.example>`,
    'Date: Sun, 22 Nov 2026 09:58:00 +0100',
    `Subject: ${subject}`,
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>About ${subject}.</p>`,
  ].join('\r\n')

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  app.dovecot.append(giulia.username, 'INBOX', letter('The harbour', `Anna Rossi <${marco.username}>`))
  app.dovecot.append(giulia.username, 'INBOX', letter('The bridge', `${marco.name} <${marco.username}>`))
})
afterAll(() => app?.stop())
beforeEach(async () => {
  app.smtp.messages.length = 0
  opened = await app.signIn()
  page = opened.page
  await mailPage(page).list.row('The harbour').waitFor()
})
afterEach(async () => {
  opened.expectQuiet(
    /Blocked script execution|ERR_INTERNET_DISCONNECTED|WebSocket|ERR_CONNECTION|Unable to preload CSS|Failed to fetch/,
  )
  await opened.close()
})

const beside = (): Locator => page.locator('#answer-beside form')

async function reply(subject: string): Promise<void> {
  await mailPage(page).open(subject)
  await mailPage(page).message.button('Reply').first().click()
  await mailPage(page).composer.text.waitFor()
}

describe('an answer', () => {
  it('is written below its message, by its name, and keeps caret and text in every form', async () => {
    const { composer } = mailPage(page)
    await reply('The harbour')
    await beside().getByRole('heading', { name: 'Reply to Anna Rossi' }).waitFor()
    await page.keyboard.type('Hello there')
    for (let times = 0; times < 6; times++) await page.keyboard.press('ArrowLeft')
    await composer.form.getByRole('button', { name: 'Move to the bottom of the page' }).click()
    await beside().waitFor({ state: 'detached' })
    await composer.text.focus()
    await page.keyboard.type(',')
    await composer.form.getByRole('button', { name: 'Maximise' }).click()
    await composer.text.focus()
    await page.keyboard.type(' dear')
    await composer.form.getByRole('button', { name: 'Make smaller' }).click()
    await composer.form.getByRole('button', { name: 'Move below the message' }).click()
    await beside().waitFor()
    await composer.text.focus()
    await page.keyboard.type('est')
    expect(await composer.text.innerText()).toBe('Hello, dearest there')
    // The focus goes along when it is in the text.
    await composer.text.press('Control+Enter')
    await composer.sendNow()
    const { raw } = await until('the answer', () => app.smtp.messages[0])
    const mail = await parseMail(raw)
    expect(mail.inReplyTo).toBe('<The-harbour@ponte.example>')
    expect(mail.text).toContain('Hello, dearest there')
  })

  it('waits while another message is read, and is there again with its own', async () => {
    const { composer, open } = mailPage(page)
    await reply('The harbour')
    await page.keyboard.type('Half a sentence')
    await open('The bridge')
    await composer.form.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Open Re: The harbour' }).waitFor()
    await open('The harbour')
    await beside().waitFor()
    expect(await composer.text.innerText()).toBe('Half a sentence')
    await composer.discard.click()
    // One in which nothing was written leaves nothing behind.
    await reply('The harbour')
    await open('The bridge')
    await composer.form.waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'Open Re: The harbour' }).count()).toBe(0)
    await mailPage(page).message.button('Forward').first().click()
    await beside().getByRole('heading', { name: 'Forward: The bridge' }).waitFor()
    await composer.discard.click()
  })

  it('goes to a window of its own and comes back from it', async () => {
    const { composer } = mailPage(page)
    await reply('The bridge')
    await page.keyboard.type('From here')
    const popup = page.context().waitForEvent('page')
    await composer.form.getByRole('button', { name: 'Open in a window of its own' }).click()
    const second = await popup
    const own = mailPage(second).composer
    await own.text.getByText('From here').waitFor()
    await composer.form.waitFor({ state: 'detached' })
    await own.text.click()
    await second.keyboard.press('Control+End')
    await second.keyboard.type(' to there')
    await own.form.getByText('Kept in this browser').waitFor()
    await second.close({ runBeforeUnload: true })
    // Docked, or beside its message again where this tab was the first to find what the window left.
    const docked = page.getByRole('button', { name: 'Open Re: The bridge' })
    await docked.or(composer.form).first().waitFor()
    if (await docked.isVisible()) await docked.click()
    await composer.text.getByText('From here to there').waitFor()
    await composer.discard.click()
    // Sent from there, the window closes.
    await reply('The bridge')
    await page.keyboard.type('Once more')
    const again = page.context().waitForEvent('page')
    await composer.form.getByRole('button', { name: 'Open in a window of its own' }).click()
    const third = await again
    await mailPage(third).composer.text.getByText('Once more').waitFor()
    await mailPage(third).composer.send()
    await until('the answer', () => app.smtp.messages[0])
    await until('the window to close', () => third.isClosed() || undefined)
    expect(await page.getByRole('button', { name: 'Open Re: The bridge' }).count()).toBe(0)
  })

  it.runIf(WHOLE)('is docked where the browser blocks windows', async () => {
    const { composer, toasts } = mailPage(page)
    await reply('The bridge')
    await page.evaluate(() => (window.open = () => null))
    await page.keyboard.type('Still here')
    await composer.form.getByRole('button', { name: 'Open in a window of its own' }).click()
    await toasts.saying('The browser blocked the window.').waitFor()
    await beside().waitFor({ state: 'detached' })
    expect(await composer.text.innerText()).toBe('Still here')
    await composer.discard.click()
    await page.reload()
  })
})

describe('no button of the form lies under anything', () => {
  /** Names of the buttons whose middle something else covers. */
  const covered = (): Promise<string[]> =>
    mailPage(page).composer.form.evaluate((form) =>
      [...form.querySelectorAll('button')].flatMap((button) => {
        const { left, top, width, height } = button.getBoundingClientRect()
        if (width === 0 || getComputedStyle(button).visibility === 'hidden') return []
        // What the format bar has beyond its edge is scrolled to.
        if (left + width / 2 > innerWidth) return []
        const at = document.elementFromPoint(left + width / 2, top + height / 2)
        return at && (button.contains(at) || button === at || at.closest('form') === form)
          ? []
          : [`${button.ariaLabel ?? button.innerText} under ${at?.className ?? 'nothing'}`]
      }),
    )

  it('at any width, offline and with a toast', async () => {
    const bridge = await replaceBridge(app)
    onTestFinished(() => bridge.stop())
    await page.reload()
    await mailPage(page).list.row('The harbour').waitFor()
    const { composer, toasts } = mailPage(page)
    await composer.write()
    await composer.subject.fill('Kept')
    await bridge.kill()
    await page.context().setOffline(true)
    await composer.form.getByText('Offline. Kept in this browser').waitFor()
    for (const [width, height] of [
      [1440, 900],
      [768, 900],
      [390, 800],
    ] as const) {
      await page.setViewportSize({ width, height })
      await composer.form.locator('.format .tool').first().waitFor()
      expect(await covered(), `${width}`).toEqual([])
      await composer.discard.click()
      await toasts.saying('Message discarded').hover()
      await toasts.undo.click()
      await composer.subject.fill('Kept')
      await composer.to.fill('anna@example.org')
      await composer.attached.or(composer.form).first().waitFor()
      expect(await covered(), `${width}`).toEqual([])
    }
    await page.context().setOffline(false)
  })
})
