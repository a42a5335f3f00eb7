import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { STEP_UP_CLAIMS } from '../../demo/identity/microsoft/aadsts.ts'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider, startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE, inShort } from '../support/whole.ts'
import { letter, markReady } from './support/live.ts'

/** The small window of Microsoft's sign-in, while somebody writes: with a fake clock, so in pages of their own. */
const TEXT = 'What was written before the sign-in ended'

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['microsoft'] })
  app.dovecot.append(giulia.username, 'INBOX', letter('Anything'))
})
afterAll(() => app.stop())
beforeEach(async () => {
  Object.assign(app.microsoft.switches, {
    multiFactorRequired: false,
    conditionalAccess: 'none',
    openerPolicy: false,
  })
  await begin()
})
afterEach(() => opened.close())

/** Signs in and begins to write. @param withClock from the start: a clock that comes later does not know timers set before. */
async function begin(withClock = false): Promise<void> {
  opened = await app.browser.openPage()
  page = opened.page
  if (withClock) await page.clock.install()
  await page.goto(app.url)
  await signInThroughProvider(page, { user: giulia, button: 'Sign in with Microsoft' })
  await mailPage(page).list.row('Anything').waitFor()
  await mailPage(page).composer.write()
  await mailPage(page).composer.text.fill(TEXT)
}

/** The tokens are gone, and the session at the provider: what is next needs the person. */
async function endSignIn(): Promise<void> {
  await forgetTokens(/accesstoken|refreshtoken/)
  await page.context().clearCookies()
  app.dovecot.kick(giulia.username)
}

function forgetTokens(names: RegExp): Promise<void> {
  return page.evaluate((source) => {
    for (const key of Object.keys(sessionStorage))
      if (new RegExp(source).test(key)) sessionStorage.removeItem(key)
  }, names.source)
}

const button = (name: string) => page.getByRole('button', { name, exact: true })
const says = (words: string | RegExp) => page.getByText(words).first().waitFor()

async function openWindow(name = 'Sign in again'): Promise<Page> {
  const small = page.waitForEvent('popup')
  await button(name).click()
  return small
}

const answerIn = (small: Page) => small.getByRole('button', { name: /Giulia/ }).click()

/** Signed in, the banner gone, and the draft as it was left. */
async function expectWhole(): Promise<void> {
  await markReady(page)
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  expect(await mailPage(page).composer.text.innerText()).toContain(TEXT)
}

/** No code of MSAL's, and no page of its manual, is anywhere on the page. */
async function expectNoCodes(): Promise<void> {
  const text = await page.locator('body').innerText()
  expect(text).not.toMatch(/aka\.ms|timed_out|interaction_required|interaction_in_progress|popup_window/)
}

describe.each([
  ['without', false],
  ['with', true],
])('an identity page %s Cross-Origin-Opener-Policy', (_, openerPolicy) => {
  beforeEach(() => void (app.microsoft.switches.openerPolicy = openerPolicy))

  test.runIf(openerPolicy || WHOLE)('ten minutes in the window are not too many', async () => {
    await endSignIn()
    await page.clock.install()
    const small = await openWindow()
    await small.getByRole('button', { name: /Giulia/ }).waitFor()
    await page.clock.fastForward('10:00')
    await says(openerPolicy ? 'Window closed?' : 'Sign in in the small window')
    await answerIn(small)
    await expectWhole()
    await expectNoCodes()
  })

  test('a window that was closed is noticed, and another try is a new one', async () => {
    await endSignIn()
    const first = await openWindow()
    await first.getByRole('button', { name: /Giulia/ }).waitFor()
    await first.close()
    await says('Window closed?')
    await expectNoCodes()
    await answerIn(await openWindow('Open a new window'))
    await expectWhole()
  })
})

test.runIf(WHOLE)('a window that nobody answered in a quarter of an hour ends in plain words', async () => {
  await endSignIn()
  await page.clock.install()
  const small = await openWindow()
  await small.getByRole('button', { name: /Giulia/ }).waitFor()
  await page.clock.fastForward('16:00')
  await button('Sign in again').waitFor()
  await expectNoCodes()
  expect(await page.getByRole('contentinfo').innerText()).toContain('Your sign-in has ended')
  expect(await mailPage(page).composer.text.innerText()).toContain(TEXT)
  await answerIn(await openWindow())
  await expectWhole()
})

test('where no window is to be had the page itself goes, and comes back to its place with the draft', async () => {
  await endSignIn()
  await button('Sign in again').waitFor()
  // What a browser that blocks windows answers.
  await page.evaluate(() => Object.assign(window, { open: () => null }))
  await mailPage(page).settings.open()
  // Behind the dialog: nobody finds it there by its name.
  await page.locator('.banner button').evaluate((pressed: HTMLButtonElement) => pressed.click())
  await page.getByRole('button', { name: /Giulia/ }).click()
  await page.waitForURL((url) => url.hash === '#/mail/settings')
  await page.getByRole('dialog', { name: 'Settings' }).waitFor()
  await page.keyboard.press('Escape')
  await expectWhole()
})

test('a laptop that slept past the end of its token goes on without a question', async () => {
  await opened.close()
  await begin(true)
  await page.evaluate(() => {
    const alerts: string[] = []
    Object.assign(window, { alerts })
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('[role=alert]')) alerts.push(textContent)
    }).observe(document.body, { subtree: true, childList: true })
  })
  const grants = () =>
    app.microsoft.requests.filter(({ form }) => form['grant_type'] === 'refresh_token').length
  const before = grants()
  await page.clock.fastForward('02:00:00')
  app.dovecot.kick(giulia.username)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(grants).toBeGreaterThan(before)
  await expectWhole()
  expect(await page.evaluate(() => (window as unknown as { alerts: string[] }).alerts)).toEqual([])
})

describe('a renewal that is refused', () => {
  test('for want of a second factor is no ended sign-in; the next request carries the claims', async () => {
    app.microsoft.switches.multiFactorRequired = true
    await forgetTokens(/accesstoken/)
    app.dovecot.kick(giulia.username)
    await says('Microsoft wants to check that it is you')
    expect(await page.locator('body').innerText()).not.toContain('Your sign-in has ended')
    await expectNoCodes()
    await answerIn(await openWindow('Check now'))
    await expectWhole()
    const asked = app.microsoft.requests.filter(({ path }) => path.endsWith('/authorize')).at(-1)
    expect(JSON.parse(asked?.query['claims'] ?? '{}')).toMatchObject(JSON.parse(STEP_UP_CLAIMS) as object)
    expect(app.microsoft.switches.multiFactorRequired).toBe(false)
  })

  test.each(
    inShort(1, [
      ['deviceNotCompliant', 'Your organisation’s rules do not allow this device', 'AADSTS53000'],
      ['blockedByPolicy', 'Your organisation’s rules do not allow this sign-in', 'AADSTS53003'],
    ] as const),
  )('by a rule of the organisation says so: %s', async (rule, words, number) => {
    app.microsoft.switches.conditionalAccess = rule
    await forgetTokens(/accesstoken/)
    app.dovecot.kick(giulia.username)
    await says(words)
    await says(new RegExp(number))
    await expectNoCodes()
    expect(await mailPage(page).composer.text.innerText()).toContain(TEXT)
  })
})
