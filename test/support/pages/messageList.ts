import type { Locator, Page } from 'playwright-core'

/** The listbox "Messages" and what stands above it. */
export function messageList(page: Page) {
  const box = page.getByRole('listbox', { name: 'Messages' })
  const rows = box.getByRole('option')
  return {
    box,
    /** The rows that are drawn: those in sight and some around them. */
    rows,
    /** By what is read out of it: sender, subject, date and state. */
    row: (name: string | RegExp): Locator => box.getByRole('option', { name }),
    /** By its place in the whole list, from 1. */
    place: (at: number): Locator => box.locator(`[role=option][aria-posinset="${at}"]`),
    chosen: box.locator('[aria-selected=true]'),
    subjects: rows.locator('.subject'),
    /** How many rows there are, drawn or not. */
    size: async (): Promise<number> => Number(await rows.first().getAttribute('aria-setsize')),
    scrollTo: (top: number): Promise<void> => box.evaluate((element, to) => element.scrollTo(0, to), top),
    filter: (name: 'All' | 'Unread' | 'Flagged'): Locator => page.getByRole('radio', { name }),
    sort: page.getByRole('button', { name: 'Sort' }),
    selectionBar: page.getByRole('toolbar', { name: 'Selected messages' }),
  }
}
