import type { Locator, Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider, startApp } from '../support/app.ts'
import { startChromium } from '../support/chromium.ts'
import { startDemoProduct } from '../support/demoProduct.ts'
import { replaceBridge } from '../support/killableBridge.ts'
import { letter } from '../support/letters.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** The truth at the foot of the page while something is in the way, and after. */
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const footer = (page: Page): Locator => mailPage(page).statusLine
const rows = (page: Page): Locator => mailPage(page).list.rows

describe('the status line', () => {
  it('says that one is offline, and by itself when that is over', async () => {
    const app = await startApp({ profile: 'full', kinds: ['oidc'] })
    ends.push(() => app.stop())
    app.dovecot.append(giulia.username, 'INBOX', letter({ subject: 'One' }))
    const bridge = await replaceBridge(app)
    ends.push(() => bridge.stop())
    const { page, complaints } = await app.signIn()
    await rows(page).first().waitFor()
    await footer(page)
      .getByText(/^Connected to/)
      .first()
      .waitFor()

    await bridge.kill()
    await page.context().setOffline(true)
    await footer(page).getByRole('status').getByText('You are offline').waitFor()
    expect(
      await footer(page)
        .getByText(/Connected|Live|\d ms/)
        .count(),
    ).toBe(0)
    // What was there stays there.
    expect(await rows(page).count()).toBe(1)

    app.dovecot.append(giulia.username, 'INBOX', letter({ subject: 'Two' }))
    await bridge.start()
    await page.context().setOffline(false)
    await footer(page).getByRole('status').getByText('Connected to 127.0.0.1').waitFor()
    await rows(page).filter({ hasText: 'Two' }).waitFor()
    expect(complaints.uncaught).toEqual([])
  })

  it('counts down while the server asks to wait, and checks nothing meanwhile', async () => {
    const product = await startDemoProduct()
    ends.push(() => product.stop())
    const browser = await startChromium()
    ends.push(() => browser.stop())
    const { page, expectQuiet } = await browser.openPage()
    await page.goto(product.url)
    await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
    await rows(page).first().waitFor()
    await mailPage(page)
      .folders.item(/^Archive/)
      .waitFor()
    await footer(page)
      .getByText(/^Next check in/)
      .waitFor()

    product.demo.imap.quirks.throttle = { afterCommands: 0, backoffMs: 4_000 }
    await mailPage(page)
      .folders.item(/^Archive/)
      .click()
    await footer(page)
      .getByText(/^The mail server asks to wait: 0:0\d$/)
      .waitFor()
    product.demo.imap.quirks.throttle = undefined
    expect(await footer(page).getByRole('status').innerText()).toBe('The mail server asks to wait')
    expect(
      await footer(page)
        .getByText(/^Next check|^Checking/)
        .count(),
    ).toBe(0)

    // Nobody has to press anything.
    await footer(page).getByRole('status').getByText('Connected to the demo mailbox').waitFor()
    await page.getByRole('heading', { name: 'Archive', level: 1 }).waitFor()
    await rows(page).first().waitFor()
    expectQuiet()
  })
})
