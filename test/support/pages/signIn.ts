import type { Locator, Page } from 'playwright-core'

/** The page before the mail. */
export function signIn(page: Page) {
  return {
    button: (name: string | RegExp = /^Sign in/, options: { exact?: boolean } = {}): Locator =>
      page.getByRole('button', { name, ...options }),
    address: page.getByRole('textbox', { name: 'Email address' }),
    password: page.getByLabel('Password', { exact: true }),
  }
}
