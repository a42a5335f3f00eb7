import type { Page } from 'playwright-core'

/** Goes to an empty page of an origin, given with its slash: the storage is the origin's, and no page of it works there. */
export async function goToBlank(page: Page, url: string): Promise<void> {
  const blank = `${url}blank`
  await page.route(blank, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>blank</title>' }),
  )
  await page.goto(blank)
  await page.unroute(blank)
}
