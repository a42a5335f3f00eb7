import type { Locator, Page } from 'playwright-core'

type Name = string | RegExp

/** The tree "Folders". */
export function folders(page: Page) {
  return {
    tree: page.getByRole('tree', { name: 'Folders' }),
    item: (name: Name, options: { exact?: boolean } = {}): Locator =>
      page.getByRole('treeitem', { name, ...options }),
    /** Where the folders slide over the list. */
    button: page.getByRole('button', { name: 'Folders' }),
    newFolder: page.getByRole('button', { name: 'New folder' }),
  }
}
