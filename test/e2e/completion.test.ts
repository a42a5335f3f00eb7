import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** Written to often, and on no screen. */
const SENT = [
  ['"Martìn, Zoë"', 'zoe.martin@example.org'],
  ['"Martìn, Zoë"', 'zoe.martin@example.org'],
  ['"Martìn, Zoë"', 'zoe.martin@example.org'],
  ['Marta Verdi', 'marta@example.org'],
] as const

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  const date = (day: number): string => `Date: Mon, ${day} Nov 2026 10:00:00 +0100`
  for (const [at, [name, address]] of SENT.entries())
    app.dovecot.append(
      giulia.username,
      'Sent',
      [`From: ${giulia.username}`, `To: ${name} <${address}>`, date(10 + at), 'Subject: Sent', '', '.'].join(
        '\r\n',
      ),
    )
  for (const [from, subject] of [
    ['Marvel <no-reply@marvel.example>', 'An offer'],
    [`${marco.name} <${marco.username}>`, 'From Marco'],
  ])
    app.dovecot.append(
      giulia.username,
      'INBOX',
      [`From: ${from}`, `To: ${giulia.username}`, date(20), `Subject: ${subject}`, '', '.'].join('\r\n'),
    )
})
afterAll(() => app?.stop())
beforeEach(async () => {
  opened = await app.signIn()
  page = opened.page
  await mailPage(page).list.row('From Marco').waitFor()
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const options = () => page.getByRole('option').filter({ has: page.locator('.address') })

it('finds people of all folders, those one writes to first, and takes the first by Enter, Tab and comma', async () => {
  const { composer } = mailPage(page)
  await composer.write()
  // The index learns of Sent some seconds after the first rows.
  await expect
    .poll(async () => {
      await composer.to.fill('')
      await composer.to.pressSequentially('mar')
      await options().first().waitFor()
      return options().locator('.address').allInnerTexts()
    })
    .toEqual(['zoe.martin@example.org', 'marta@example.org', marco.username, 'no-reply@marvel.example'])
  expect(await options().first().getAttribute('aria-selected')).toBe('true')
  await composer.to.press('Enter')
  await composer.to.pressSequentially('marta')
  await composer.to.press('Tab')
  await composer.to.pressSequentially('marc,')
  await expect.poll(() => composer.chips.allInnerTexts()).toEqual(['Martìn, Zoë', 'Marta Verdi', marco.name])
  // By any part, without accents, the family name first; and nobody twice.
  await composer.to.pressSequentially('zoe')
  await expect.poll(() => options().count()).toBe(0)
  await composer.to.fill('')
  // What is an address already is meant as it is.
  await composer.to.pressSequentially('martina@example.org')
  await composer.to.press('Enter')
  await composer.to.fill('Team: "Bianchi, Ugo" <ugo@example.org>, ada@bücher.example;')
  expect((await composer.chips.allInnerTexts()).slice(3)).toEqual([
    'martina@example.org',
    'Bianchi, Ugo',
    'ada@bücher.example',
  ])
  await composer.to.fill('andré@example.org,')
  await composer.form.getByText(/“andré@example.org” has letters/).waitFor()
  await composer.discard.click()
})

it('forgets a suggestion, and takes that back', async () => {
  const { composer, toasts } = mailPage(page)
  await composer.write()
  await expect
    .poll(async () => {
      await composer.to.fill('')
      await composer.to.pressSequentially('martin')
      return options().count()
    })
    .toBe(1)
  await composer.to.press('Shift+Delete')
  await toasts.saying('zoe.martin@example.org is not suggested any more.').waitFor()
  await options().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await options().first().hover()
  await options()
    .first()
    .getByTitle(/^Do not suggest again/)
    .click()
  await options().waitFor({ state: 'detached' })
  await page.reload()
  await composer.form.or(mailPage(page).list.row('From Marco')).first().waitFor()
  if (!(await composer.form.isVisible())) await composer.write()
  // The index is opened anew.
  await expect
    .poll(async () => {
      await composer.to.fill('')
      await composer.to.pressSequentially('mart')
      return options().allInnerTexts()
    })
    .toEqual([expect.stringContaining('marta@example.org')])
  await composer.discard.click()
})
