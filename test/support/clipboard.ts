import type { Page } from 'playwright-core'

/** What was copied, as a person gets at it: pasted. The page's own policy lets no script read the clipboard. */
export async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    const field = document.body.appendChild(document.createElement('textarea'))
    field.id = 'pasted'
    field.focus()
  })
  await page.keyboard.press('Control+V')
  const field = page.locator('#pasted')
  const text = await field.inputValue()
  await field.evaluate((element) => element.remove())
  return text
}
