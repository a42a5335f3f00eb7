import type { Locator, Page } from 'playwright-core'

/** The searchbox "Search mail", its options and scope, and what is found over folders. */
export function search(page: Page) {
  const results = page.getByRole('listbox', { name: 'Search results' }).getByRole('option')
  const box = page.getByRole('searchbox', { name: 'Search mail' })
  return {
    box,
    recent: page.getByRole('listbox', { name: 'Recent searches' }),
    optionsButton: page.getByRole('button', { name: 'Search options' }),
    options: page.getByRole('dialog', { name: 'Search options' }),
    scope: (name: 'All mail' | 'Only this folder' | 'Also Junk and Deleted'): Locator =>
      page.getByRole('radio', { name: name === 'Only this folder' ? /^Only / : name }),
    /** In one list, newest first. */
    results,
    subjects: async (): Promise<string[]> => results.locator('.subject').allInnerTexts(),
    async run(text: string): Promise<void> {
      await box.fill(text)
      await box.press('Enter')
    },
    /** In the folder on screen alone. */
    async runHere(text: string): Promise<void> {
      await box.fill(text)
      await page.getByRole('radio', { name: /^Only / }).check()
      await box.press('Enter')
    },
    clear: (): Promise<void> => page.getByRole('button', { name: 'Clear search' }).first().click(),
  }
}
