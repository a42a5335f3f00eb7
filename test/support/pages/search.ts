import type { Locator, Page } from 'playwright-core'

/** The searchbox "Search mail", its options and scope, and what is found in all folders. */
export function search(page: Page) {
  const box = page.getByRole('searchbox', { name: 'Search mail' })
  return {
    box,
    recent: page.getByRole('listbox', { name: 'Recent searches' }),
    optionsButton: page.getByRole('button', { name: 'Search options' }),
    options: page.getByRole('dialog', { name: 'Search options' }),
    scope: (name: 'All folders' | 'This folder'): Locator => page.getByRole('radio', { name }),
    everywhere: page.getByRole('region', { name: 'Results in all folders' }),
    async run(text: string): Promise<void> {
      await box.fill(text)
      await box.press('Enter')
    },
    clear: (): Promise<void> => page.getByRole('button', { name: 'Clear search' }).first().click(),
  }
}
