import type { Locator, Page } from 'playwright-core'

const button = (page: Page): Locator => page.getByRole('button', { name: 'Account' })
const item = (page: Page, name: string): Locator => page.getByRole('menuitem', { name })

/** The button "Account" and its menu. */
export function account(page: Page) {
  return {
    button: button(page),
    item: (name: string): Locator => item(page, name),
    async signOut(): Promise<void> {
      await button(page).click()
      await item(page, 'Sign out').click()
    },
  }
}

/** The dialog "Settings", which the menu opens. */
export function settings(page: Page) {
  return {
    dialog: page.getByRole('dialog', { name: 'Settings' }),
    tab: (name: string): Locator => page.getByRole('tab', { name }),
    choice: (name: string): Locator => page.getByRole('radio', { name }),
    keepMail: page.getByRole('switch', { name: 'Keep mail on this computer' }),
    async open(): Promise<void> {
      await button(page).click()
      await item(page, 'Settings').click()
    },
  }
}
