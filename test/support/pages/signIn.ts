import type { Locator, Page } from 'playwright-core'

/** The page before the mail. */
export function signIn(page: Page) {
  return {
    button: (name: string | RegExp = /^Sign in/, options: { exact?: boolean } = {}): Locator =>
      page.getByRole('button', { name, ...options }),
    /** Opens the disclosure, and says which mailbox. */
    async other(address: string, kind: 'Mine, by another address' | 'A shared one'): Promise<void> {
      const box = page.getByRole('textbox', { name: 'Address of the mailbox' })
      if (!(await box.isVisible())) await page.getByText('Another mailbox', { exact: true }).click()
      await box.fill(address)
      await page.getByText(kind, { exact: true }).click()
    },
    address: page.getByRole('textbox', { name: 'Email address' }),
    password: page.getByLabel('Password', { exact: true }),
  }
}
