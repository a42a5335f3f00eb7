/** Drives the MSAL page of msalPage.ts from a test. */
import type { Page } from 'playwright-core'
import type { Failure, MsalPage, SignedIn } from './msalPage.ts'

type Options<Method extends 'signIn' | 'silent'> = Exclude<Parameters<MsalPage[Method]>[0], undefined>

export interface MsalDriver {
  /** Opens the page and starts a redirect: the provider's page is on screen when this ends, or the way back has begun. */
  start(options?: Options<'signIn'>): Promise<void>
  /** From the page, over the provider's button of this name, to what MSAL makes of the answer. */
  signIn(button: string, options?: Options<'signIn'>): Promise<SignedIn>
  /** What the redirect brought back, once the page has loaded. */
  returned(): Promise<SignedIn | Failure | undefined>
  /** The same after a redirect that may come back without anybody pressing anything: waits until there is an answer. */
  returnedFromRedirect(): Promise<SignedIn | Failure | undefined>
  silent(options?: Options<'silent'>): Promise<SignedIn | Failure>
  /** ssoSilent: a hidden frame through the redirect-bridge page. */
  sso(loginHint: string): Promise<SignedIn | Failure>
  /** Signs out by redirect and waits until the page is back. */
  signOut(): Promise<void>
  /** A tab that knows nothing: MSAL's storage is emptied, the provider's cookies stay. */
  forget(): Promise<void>
}

export function driveMsal(page: Page, origin: string): MsalDriver {
  async function returned() {
    await page.waitForURL((url) => url.origin === origin && url.pathname === '/')
    await page.waitForFunction(() => window.msalPage !== undefined)
    return page.evaluate(() => window.msalPage?.returned)
  }
  async function start(options: Options<'signIn'> = {}) {
    await page.goto(`${origin}/`)
    await returned()
    await page.evaluate((request) => void window.msalPage?.signIn(request), options)
  }
  return {
    start,
    returned,
    returnedFromRedirect: async () => {
      await page.waitForFunction(() => window.msalPage?.returned !== undefined)
      return returned()
    },
    signIn: async (button, options) => {
      await start(options)
      await page.getByRole('button', { name: button, exact: true }).click()
      return asSignedIn(await returned())
    },
    silent: (options = {}) =>
      page.evaluate(
        (request) => window.msalPage?.silent(request) ?? Promise.reject(new Error('no MSAL here')),
        options,
      ),
    sso: (hint) =>
      page.evaluate(
        (loginHint) => window.msalPage?.sso(loginHint) ?? Promise.reject(new Error('no MSAL here')),
        hint,
      ),
    signOut: async () => {
      // MSAL adds a state of its own, which the provider hands back.
      const back = page.waitForURL((url) => url.origin === origin && url.searchParams.has('state'))
      await page.evaluate(() => void window.msalPage?.signOut())
      await back
      await returned()
    },
    forget: async () => {
      await page.evaluate(() => sessionStorage.clear())
      await page.goto(`${origin}/`)
      await returned()
    },
  }
}

export function asSignedIn(result: SignedIn | Failure | undefined): SignedIn {
  if (!result || !('accessToken' in result)) throw new Error(`not signed in: ${JSON.stringify(result)}`)
  return result
}
