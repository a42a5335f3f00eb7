import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { giulia, marco, type DemoUser } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { FEDERATION, LIVE, startMicrosoftCloud, type MicrosoftCloud } from '../support/microsoftCloud.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const TEXT = 'What was written the day before'

let cloud: MicrosoftCloud
let page: Page

beforeAll(async () => {
  cloud = await startMicrosoftCloud()
})
afterAll(() => cloud.stop())
afterEach(async () => {
  cloud.microsoft.switches.refreshTokensExpired = false
  await page.close()
})

/** Signs in, and lets a day pass: the refresh token is dead, and what is left is the session at the provider. */
async function renewAfterADay(
  user: DemoUser,
  { knows, cookies }: { knows: Parameters<MicrosoftCloud['url']>[0]; cookies: 'allowed' | 'blocked' },
): Promise<string[]> {
  page = await cloud.openPage(cookies)
  const framed: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() !== page.mainFrame())
      framed.push(new URL(request.url()).origin)
  })
  await page.goto(cloud.url(knows))
  await signInThroughProvider(page, { user, button: 'Sign in with Microsoft' })
  await mailPage(page).list.rows.first().waitFor()
  await mailPage(page).composer.write()
  await mailPage(page).composer.text.fill(TEXT)
  framed.length = 0
  // Dead before anything can ask for a token with it.
  cloud.microsoft.switches.refreshTokensExpired = true
  await page.evaluate(() => {
    for (const key of Object.keys(sessionStorage)) if (/accesstoken/.test(key)) sessionStorage.removeItem(key)
  })
  cloud.imap.disconnectAll('Session invalidated - AccessTokenExpired')
  return framed
}

/** What the page keeps of the new token, when it has one. */
const renewed = () =>
  expect
    .poll(() => page.evaluate(() => 'ponte.accesstoken.outlook' in sessionStorage), { timeout: 60_000 })
    .toBe(true)

async function expectDraft(): Promise<void> {
  expect(await mailPage(page).composer.text.innerText()).toContain(TEXT)
}

describe('after a day, where frames of other sites get their cookies', () => {
  test.each([
    ['a personal account', giulia, LIVE, 'nothing more'],
    ['a federated account whose host was added', marco, FEDERATION, 'federation'],
  ] as const)('%s is renewed without a word', async (_, user, home, knows) => {
    const framed = await renewAfterADay(user, { knows, cookies: 'allowed' })
    await renewed()
    expect(framed).toContain(home)
    expect(await page.getByRole('button', { name: 'Sign in again' }).count()).toBe(0)
    await expectDraft()
  })

  test('a federated account whose host nobody added has to sign in again', async () => {
    const framed = await renewAfterADay(marco, { knows: 'nothing more', cookies: 'allowed' })
    await page.getByRole('button', { name: 'Sign in again' }).waitFor({ timeout: 60_000 })
    expect(await page.locator('body').innerText()).not.toMatch(/timed_out|aka\.ms/)
    expect(framed).toContain('https://login.microsoftonline.com')
    await expectDraft()
  })
})

test('where they do not, the person is asked, in plain words', async () => {
  await renewAfterADay(giulia, { knows: 'nothing more', cookies: 'blocked' })
  await page.getByText('Your sign-in has ended').first().waitFor({ timeout: 60_000 })
  // The window is the provider's own site, where its cookies are: it needs no answer.
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await renewed()
  await page.getByRole('button', { name: 'Sign in again' }).waitFor({ state: 'detached' })
  await expectDraft()
})
