import type { Locator, Page } from 'playwright-core'

/** The region "Message": what is open. */
export function message(page: Page) {
  const pane = page.getByRole('region', { name: 'Message', exact: true })
  const bodyAt = (at: number): Locator =>
    page.frameLocator(`iframe[title="Message body"] >> nth=${at}`).locator('body')
  return {
    pane,
    heading: (name: string | RegExp, options: { exact?: boolean } = {}): Locator =>
      pane.getByRole('heading', { name, ...options }),
    /** The text of the message; of a conversation only one may be open. */
    body: page.frameLocator('iframe[title="Message body"]').locator('body'),
    /** Of several that are open, from 0. */
    bodyAt,
    button: (name: string): Locator => pane.getByRole('button', { name, exact: true }),
    /** Out of the menu of the open message. */
    async choose(item: string): Promise<void> {
      await pane.getByRole('button', { name: 'More actions' }).first().click()
      await page.getByRole('menuitem', { name: item }).press('Enter')
    },
  }
}
