import type { Locator, Page } from 'playwright-core'

/** What is said at the edge: role "status". */
export function toasts(page: Page) {
  return {
    saying: (text: string | RegExp, options: { exact?: boolean } = {}): Locator =>
      page.getByRole('status').getByText(text, options),
    undo: page.getByRole('button', { name: 'Undo' }),
  }
}
