import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'
import { connectionsOf, letter, markReady, row } from './support/live.ts'

/** Many tabs of one browser, and one connection. */
describe('tabs', () => {
  let app: App
  const opened: OpenPage[] = []

  beforeAll(async () => {
    app = await startApp({ profile: 'full', kinds: ['oidc', 'password'] })
    app.dovecot.append(giulia.username, 'INBOX', letter('First'), letter('Second'))
    app.dovecot.append(giulia.username, 'Archive', letter('Archived'))
  })
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
    await until('Dovecot to be left', () => connectionsOf(app, giulia) === 0 || undefined)
  })
  afterAll(() => app.stop())

  async function signIn(user = giulia): Promise<Page> {
    const one = await app.signIn({ user, button: 'Sign in with Work' })
    opened.push(one)
    await row(one.page, 'Second').waitFor()
    return one.page
  }
  const another = async (page: Page): Promise<Page> => {
    const tab = await page.context().newPage()
    await tab.goto(app.url)
    return tab
  }
  const bodyOf = (page: Page) => mailPage(page).message.body

  it('a tab opened beside one that is signed in shows the mail, with no sign-in page and no new connection', async () => {
    const first = await signIn()
    const second = await another(first)
    await row(second, 'Second').waitFor()
    await row(second, 'First').click()
    await bodyOf(second).getByText('Body of First').waitFor()
    // No token of its own: it never asked the identity provider.
    expect(
      await second.evaluate(() => Object.keys(sessionStorage).filter((key) => /^msal/.test(key))),
    ).toEqual([])
    expect(connectionsOf(app, giulia)).toBeGreaterThan(0)
    expect(connectionsOf(app, giulia)).toBeLessThanOrEqual(2)
    opened[0]?.expectQuiet()
  })

  it.runIf(WHOLE)('eight tabs hold at most two connections, and each works', async () => {
    const first = await signIn()
    const tabs = [first]
    for (let count = 1; count < 8; count++) tabs.push(await another(first))
    for (const tab of tabs) await row(tab, 'First').waitFor()
    await Promise.all(
      tabs.map(async (tab) => {
        await row(tab, 'First').click()
        await bodyOf(tab).getByText('Body of First').waitFor()
      }),
    )
    expect(connectionsOf(app, giulia)).toBeLessThanOrEqual(2)
  })

  it('news reaches every tab that shows the folder; a tab that comes to the front catches up with its own', async () => {
    const first = await signIn()
    const second = await another(first)
    await row(second, 'Second').waitFor()
    app.dovecot.append(giulia.username, 'INBOX', letter('To all tabs'))
    await row(first, 'To all tabs').waitFor()
    await row(second, 'To all tabs').waitFor()

    await mailPage(second)
      .folders.item(/^Archive/)
      .click()
    await row(second, 'Archived').waitFor()
    app.dovecot.append(giulia.username, 'INBOX', letter('While nobody looked'))
    await first.bringToFront()
    await first.evaluate(() => window.dispatchEvent(new Event('focus')))
    await row(first, 'While nobody looked').waitFor()
  })

  it('when the tab with the connection closes, another takes over, in the same place', async () => {
    const first = await signIn()
    const second = await another(first)
    const third = await another(first)
    await row(second, 'First').click()
    await bodyOf(second).getByText('Body of First').waitFor()
    await row(third, 'Second').waitFor()
    await first.close()
    app.dovecot.append(giulia.username, 'INBOX', letter('After the owner'))
    await row(second, 'After the owner').waitFor()
    await row(third, 'After the owner').waitFor()
    await bodyOf(second).getByText('Body of First').waitFor()
    expect(await mailPage(second).signIn.button().count()).toBe(0)
    await until('two connections at most', () => connectionsOf(app, giulia) <= 2 || undefined)
  })

  it.runIf(WHOLE)('when the tab with the connection crashes, another takes over too', async () => {
    const first = await signIn()
    const second = await another(first)
    await row(second, 'Second').waitFor()
    await markReady(second)
    const crashed = first.waitForEvent('crash')
    first.goto('chrome://crash').catch(() => undefined)
    await crashed
    app.dovecot.append(giulia.username, 'INBOX', letter('After the crash'))
    await row(second, 'After the crash').waitFor()
  })

  it.runIf(WHOLE)('a password is asked for once per browser, and never stored', async () => {
    const one = await app.browser.openPage()
    opened.push(one)
    const first = one.page
    await first.goto(app.url)
    await mailPage(first).signIn.address.fill(giulia.username)
    await mailPage(first).signIn.password.fill(app.dovecot.password)
    await mailPage(first).signIn.button('Sign in', { exact: true }).click()
    await row(first, 'First').waitFor()
    const second = await another(first)
    await row(second, 'First').waitFor()
    await first.close()
    app.dovecot.append(giulia.username, 'INBOX', letter('With the lent password'))
    await row(second, 'With the lent password').waitFor()
    // Reloaded beside another tab, it does not ask either.
    const third = await another(second)
    await row(third, 'First').waitFor()
    await third.reload()
    await row(third, 'First').waitFor()
    const stored = await third.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
    expect(stored).not.toContain(app.dovecot.password)
  })

  it('signing out in one signs out all', async () => {
    const first = await signIn()
    const second = await another(first)
    const third = await another(first)
    await row(third, 'Second').waitFor()
    await row(second, 'Second').waitFor()
    await mailPage(second).account.signOut()
    for (const tab of [first, second, third]) {
      await mailPage(tab).signIn.button('Sign in with Work').waitFor()
      expect(await tab.evaluate(() => sessionStorage.length)).toBe(0)
    }
    await until('no connection', () => connectionsOf(app, giulia) === 0 || undefined)
    const fourth = await another(first)
    await mailPage(fourth).signIn.button('Sign in with Work').waitFor()
  })

  it('attachments and uploads go through the tab that has the connection', async () => {
    const first = await signIn()
    const second = await another(first)
    await row(second, 'Second').waitFor()
    await mailPage(second).composer.open()
    const { composer } = mailPage(second)
    await composer.form.getByRole('combobox', { name: 'To' }).or(composer.to).fill(marco.username)
    await composer.subject.fill('From a guest')
    await composer.text.fill('Written in the second tab.')
    await composer.sendButton.click()
    const sent = await until('the message to arrive', () => app.smtp.messages[0])
    expect(sent).toMatchObject({ user: giulia.username, method: 'XOAUTH2', to: [marco.username] })
  })
})
