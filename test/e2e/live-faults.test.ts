import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { replaceBridge, type KillableBridge } from '../support/killableBridge.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { letter, list, otherClient, row } from './support/live.ts'

/** What breaks between page, bridge and mail server while somebody reads and writes. */
describe('losses', () => {
  let app: App
  let bridge: KillableBridge
  let opened: OpenPage

  beforeAll(async () => {
    app = await startApp({ profile: 'full', kinds: ['oidc', 'password'] })
    const numbered = Array.from({ length: 200 }, (_, at) => letter(`Number ${at + 1} of many`))
    app.dovecot.append(giulia.username, 'INBOX', ...numbered)
    bridge = await replaceBridge(app)
  })
  afterEach(async () => {
    app.faults.setFault(undefined)
    await opened.close()
  })
  afterAll(async () => {
    await bridge.stop()
    await app.stop()
  })

  async function signIn(): Promise<Page> {
    opened = await app.signIn({ user: giulia, button: 'Sign in with Work' })
    await list(opened.page).getByRole('option').first().waitFor()
    return opened.page
  }
  const bodyOf = (page: Page) => mailPage(page).message.body
  const connected = (page: Page) =>
    mailPage(page)
      .statusLine.getByText(/^Connected/)
      .first()
      .waitFor()
  /** Where the row is on the screen. */
  const placeOf = async (page: Page, subject: string) =>
    Math.round((await row(page, subject).boundingBox())?.y ?? -1)

  it('the bridge killed while writing: the words, the open message and the place in the list are as they were', async () => {
    const page = await signIn()
    await list(page).hover()
    await page.mouse.wheel(0, 3000)
    const middle = list(page)
      .getByRole('option', { name: /Number 1[56]\d of many/ })
      .first()
    // The wheel may still be rolling: another may be the first by the time it is pressed.
    const subject = /Number \d+ of many/.exec((await middle.textContent()) ?? '')?.[0] ?? ''
    await row(page, subject).click()
    await bodyOf(page).getByText(`Body of ${subject}`).waitFor()
    await mailPage(page).composer.open()
    const { composer } = mailPage(page)
    await composer.subject.fill('Half a thought')
    const text = composer.text
    await text.click()
    await page.keyboard.type('Before. ')
    const place = await placeOf(page, subject)

    await bridge.kill()
    await page.keyboard.type('Meanwhile. ')
    await bridge.start()
    app.dovecot.append(giulia.username, 'INBOX', letter('After the kill'))
    await connected(page)
    await page.keyboard.type('After.')
    expect(await text.innerText()).toContain('Before. Meanwhile. After.')
    expect(await composer.subject.inputValue()).toBe('Half a thought')
    await bodyOf(page).getByText(`Body of ${subject}`).waitFor()
    // One message came above it: the rows are where they were on the screen.
    await until('the new message to be known', async () => {
      const count = await mailPage(page).list.size()
      return count === 201 || undefined
    })
    expect(await row(page, subject).getAttribute('aria-selected')).toBe('true')
    expect(await placeOf(page, subject)).toBe(place)
    expect(opened.complaints.uncaught).toEqual([])
    await composer.discard.click()
  })

  it('the mail server cut off in the middle of a message: it is shown all the same, without a word', async () => {
    const page = await signIn()
    await row(page, 'Number 198 of many').waitFor()
    app.faults.setFault({ kind: 'cut', direction: 'down', afterBytes: 40, reset: true })
    await row(page, 'Number 198 of many').click()
    await until('the cut', () => app.faults.connections > 1 || undefined)
    app.faults.setFault(undefined)
    await bodyOf(page).getByText('Body of Number 198').waitFor()
    expect(await mailPage(page).message.pane.getByRole('alert').count()).toBe(0)
    app.dovecot.append(giulia.username, 'INBOX', letter('After the cut'))
    await row(page, 'After the cut').waitFor()
  })

  it('a flag set while the bridge is away is set when it is back', async () => {
    const page = await signIn()
    await row(page, 'Number 197 of many').click()
    await bodyOf(page).getByText('Body of Number 197').waitFor()
    await bridge.kill()
    await mailPage(page).message.button('Flag').click()
    await bridge.start()
    await connected(page)
    const other = await otherClient(app)
    await other.mailboxOpen('INBOX', { readOnly: true })
    await until('the flag', async () => {
      const found = await other.search({ subject: 'Number 197 of many', flagged: true }, { uid: true })
      return (found && found.length === 1) || undefined
    })
    await other.logout()
  })

  it('a message opened while the bridge is away is shown when it is back', async () => {
    const page = await signIn()
    await row(page, 'Number 196 of many').waitFor()
    await bridge.kill()
    await row(page, 'Number 196 of many').click()
    await bridge.start()
    await bodyOf(page).getByText('Body of Number 196').waitFor()
    expect(await mailPage(page).message.pane.getByRole('alert').count()).toBe(0)
  })
})
