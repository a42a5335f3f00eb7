import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { giulia, marco, type DemoUser } from '../../demo/identity/users.ts'
import { signInThroughProvider, startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { WHOLE } from '../support/whole.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { connectionsOf, letter, markReady } from './support/live.ts'

/** What may happen to the first person's sign-in before the second one sits down at the same tab, and to the second's after. */
let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc', 'microsoft'] })
  for (const { username, name } of [giulia, marco])
    app.dovecot.append(username, 'INBOX', letter(`For ${name}`))
})
afterAll(() => app.stop())
beforeEach(async () => {
  for (const user of [giulia, marco]) await expect.poll(() => connectionsOf(app, user)).toBe(0)
  opened = await app.pages.take()
  page = opened.page
  await page.goto(app.url)
})
afterEach(async () => {
  app.faults.setFault(undefined)
  await opened.close()
})

const signIn = (user: DemoUser, button: string) => signInThroughProvider(page, { user, button })
const rowFor = (user: DemoUser, on = page) => mailPage(on).list.row(`For ${user.name}`)

async function forgetTokens(names: RegExp, on = page): Promise<void> {
  await on.evaluate((source) => {
    for (const key of Object.keys(sessionStorage))
      if (new RegExp(source).test(key)) sessionStorage.removeItem(key)
  }, names.source)
}

/** How the first person's sign-in ends; the sign-in page is on screen then. */
const ENDS = {
  'was refused by the mail server': async (first, button) => {
    app.faults.setFault({ kind: 'refuse' })
    await signIn(first, button)
    await page.getByRole('alert').waitFor()
    app.faults.setFault(undefined)
  },
  'signed out': async (first, button) => {
    await signIn(first, button)
    await rowFor(first).waitFor()
    await mailPage(page).account.signOut()
    await page.getByRole('button', { name: button }).waitFor()
  },
  'left at the provider’s page': async (_first, button) => {
    await page.getByRole('button', { name: button }).first().click()
    await page.getByRole('button', { name: /Giulia/ }).waitFor()
    await page.goBack()
    await page.getByRole('button', { name: button }).first().waitFor()
  },
  'expired, and was not renewed after a reload': async (first, button) => {
    await signIn(first, button)
    await rowFor(first).waitFor()
    await forgetTokens(/accesstoken|refreshtoken/)
    await page.context().clearCookies()
    await page.reload()
    await page.getByRole('alert').waitFor()
  },
} satisfies Record<string, (first: DemoUser, button: string) => Promise<void>>

/** What then happens to the second one's. */
const THEN = {
  'is reloaded': () => page.reload(),
  'loses its token and is reloaded': async () => {
    await forgetTokens(/accesstoken/)
    await page.reload()
  },
  'loses its connection and its token': async (second) => {
    await forgetTokens(/accesstoken/)
    app.dovecot.kick(second.username)
  },
} satisfies Record<string, (second: DemoUser) => Promise<unknown>>

const all = (Object.keys(ENDS) as (keyof typeof ENDS)[]).flatMap((end, index) =>
  (Object.keys(THEN) as (keyof typeof THEN)[]).map((then, at, { length }) => ({
    end,
    then,
    isShort: index % length === at,
    // Each way round, each provider: spread over the rows, for each costs two sign-ins.
    ...(index % 2 === at % 2 ? { first: giulia, second: marco } : { first: marco, second: giulia }),
    button: (index + at) % 2 === 0 ? 'Sign in with Microsoft' : 'Sign in with Work',
  })),
)

// Each end, and each of what happens then; test/long has every pair.
const rows = all.filter(({ isShort }) => WHOLE || isShort)

describe('two people in one tab', () => {
  test.each(rows)(
    '$first.name $end; $second.name signs in and $then: only $second.name’s mail',
    async ({ first, second, end, then, button }) => {
      await ENDS[end](first, button)
      await page.context().clearCookies()
      await signIn(second, button)
      await rowFor(second).waitFor()
      await THEN[then](second)
      await markReady(page)
      await rowFor(second).waitFor()
      await expect.poll(() => connectionsOf(app, second)).toBeGreaterThan(0)
      expect(await rowFor(first).count()).toBe(0)
      expect(connectionsOf(app, first)).toBe(0)
      const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
      expect(kept).not.toContain(first.oid)
    },
  )

  test('a tab lends its token to its own person only', async () => {
    await signIn(giulia, 'Sign in with Microsoft')
    await rowFor(giulia).waitFor()
    const other = await page.context().newPage()
    await other.goto(app.url)
    // It is let in by the first tab, without asking anybody.
    await rowFor(giulia, other).waitFor()
    await mailPage(other).account.signOut()
    await page.getByRole('button', { name: 'Sign in with Microsoft' }).waitFor()
    await page.context().clearCookies()
    await signIn(marco, 'Sign in with Microsoft')
    await rowFor(marco).waitFor()
    await other.reload()
    await rowFor(marco, other).waitFor()
    expect(await rowFor(giulia, other).count()).toBe(0)
    expect(connectionsOf(app, giulia)).toBe(0)
  })
})

describe('two people in two tabs', () => {
  let other: Page

  /** Giulia in the first tab, Marco in the second, which was open before anybody was let in. */
  async function eachInTheirOwn(button: string): Promise<void> {
    other = await page.context().newPage()
    await other.goto(app.url)
    await other.getByRole('button', { name: button }).waitFor()
    await signIn(giulia, button)
    await rowFor(giulia).waitFor()
    await page.context().clearCookies()
    await other.bringToFront()
    await signInThroughProvider(other, { user: marco, button })
    await apart()
  }

  /** Each reads their own mail, and nothing of the other. */
  async function apart(): Promise<void> {
    await rowFor(giulia).waitFor()
    await rowFor(marco, other).waitFor()
    expect(await rowFor(marco).count()).toBe(0)
    expect(await rowFor(giulia, other).count()).toBe(0)
    for (const user of [giulia, marco]) await expect.poll(() => connectionsOf(app, user)).toBeGreaterThan(0)
  }

  async function signOut(on: Page, button: string): Promise<void> {
    await mailPage(on).account.signOut()
    await on.getByRole('button', { name: button }).waitFor()
  }

  /** One has left; the other one's tab is as it was, and whoever comes next begins anew. */
  async function alone(user: DemoUser, on: Page, gone: DemoUser): Promise<void> {
    await expect.poll(() => connectionsOf(app, gone)).toBe(0)
    await on.reload()
    await rowFor(user, on).waitFor()
    expect(await rowFor(gone, on).count()).toBe(0)
  }

  const EVENTS = {
    'sign out, the first one first': async (button) => {
      const { composer } = mailPage(other)
      await composer.write()
      await composer.text.fill('Not lost with somebody else’s sign-out')
      await page.bringToFront()
      await signOut(page, button)
      await alone(marco, other, giulia)
      expect(await composer.text.innerText()).toContain('Not lost')
      await composer.discard.click()
      await signOut(other, button)
      await expect.poll(() => connectionsOf(app, marco)).toBe(0)
    },
    'sign out, the second one first': async (button) => {
      await signOut(other, button)
      await alone(giulia, page, marco)
      await signOut(page, button)
      await expect.poll(() => connectionsOf(app, giulia)).toBe(0)
    },
    'reload, the first one first': async () => {
      await page.reload()
      await other.reload()
      await apart()
    },
    'reload, the second one first': async () => {
      await other.reload()
      await page.reload()
      await apart()
    },
    'lose their tokens and reload': async () => {
      await forgetTokens(/accesstoken/)
      await forgetTokens(/accesstoken/, other)
      await page.reload()
      await other.reload()
      await apart()
    },
    'lose their connections': async () => {
      for (const user of [giulia, marco]) app.dovecot.kick(user.username)
      await markReady(page)
      await markReady(other)
      await apart()
    },
    'are refused and let in again': async () => {
      app.faults.setFault({ kind: 'refuse' })
      for (const user of [giulia, marco]) app.dovecot.kick(user.username)
      await page.reload()
      await other.reload()
      app.faults.setFault(undefined)
      await apart()
    },
  } satisfies Record<string, (button: string) => Promise<void>>

  const tabRows = Object.keys(EVENTS).map((event, at) => ({
    event: event as keyof typeof EVENTS,
    button: at % 2 === 0 ? 'Sign in with Microsoft' : 'Sign in with Work',
  }))

  // The first ends both; test/long has all.
  test.each(WHOLE ? tabRows : tabRows.slice(0, 1))(
    '$event: each has their own mail only ($button)',
    async ({ event, button }) => {
      await eachInTheirOwn(button)
      await EVENTS[event](button)
    },
  )
})
