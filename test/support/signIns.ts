import type { BrowserContext, Page } from 'playwright-core'
import { goToBlank } from './blankPage.ts'

/**
 * Signing in takes three pages and the identity provider each time, and few tests are about it. What the first one
 * leaves in its tab, the tabs of later contexts begin with: to the page they are tabs that were reloaded.
 */
export interface SignIns {
  /** Opens `url` signed in: with what an earlier sign-in of this `key` left, or by `signIn`, whose result is remembered. */
  open(page: Page, options: { url: string; key: string; signIn: () => Promise<void> }): Promise<void>
}

interface Left {
  storage: [key: string, value: string][]
  cookies: Awaited<ReturnType<BrowserContext['cookies']>>
}

/** A token that ends sooner is not passed on: tests about its end sign in themselves. */
const MIN_LIFETIME_MS = 20 * 60_000

/** @param isGood Whether the identity provider still knows the token: signing out ends it. */
export function createSignIns(isGood: (accessToken: string) => Promise<boolean>): SignIns {
  const known = new Map<string, Left>()
  return {
    async open(page, { url, key, signIn }) {
      const left = known.get(key)
      const token = left && tokenOf(left)
      if (left && token !== undefined && (await isGood(token))) {
        await page.context().addCookies(left.cookies)
        await fillStorage(page, url, left.storage)
        await page.goto(url)
        return
      }
      await page.goto(url)
      await signIn()
      // Of a reloaded tab the page expects that its mail was reached before.
      await page.waitForFunction(() => sessionStorage.getItem('ponte.accounts')?.includes('"wasIn":true'))
      known.set(key, {
        storage: await page.evaluate(() => Object.entries(sessionStorage)),
        cookies: await page.context().cookies(),
      })
    },
  }
}

/** The storage belongs to the origin, and an empty page of it will do. */
async function fillStorage(page: Page, url: string, entries: Left['storage']): Promise<void> {
  await goToBlank(page, url)
  await page.evaluate((all) => {
    for (const [name, value] of all) sessionStorage.setItem(name, value)
  }, entries)
}

/** What the page holds, when it lives long enough. */
function tokenOf({ storage }: Left): string | undefined {
  const held = storage.find(([name]) => name.startsWith('ponte.accesstoken.'))
  if (!held) return undefined
  const { accessToken, expiresOn } = JSON.parse(held[1]) as { accessToken: string; expiresOn: number }
  return expiresOn - Date.now() > MIN_LIFETIME_MS ? accessToken : undefined
}
