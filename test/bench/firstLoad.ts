import type { Page } from 'playwright-core'

/** One file of a first load. */
export interface LoadedFile {
  path: string
  /** As sent, headers included, in bytes. */
  bytes: number
}

/**
 * Loads the page again as if for the first time, in a tab that is signed in, and counts what came over the wire until the
 * first row is shown, and a while longer. Messages of the socket are mail, and not counted.
 */
export async function measureFirstLoad(page: Page): Promise<LoadedFile[]> {
  const devtools = await page.context().newCDPSession(page)
  const paths = new Map<string, string>()
  const files: LoadedFile[] = []
  devtools.on('Network.responseReceived', ({ requestId, response }) =>
    paths.set(requestId, new URL(response.url).pathname),
  )
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId)
    if (path !== undefined) files.push({ path, bytes: encodedDataLength })
  })
  await devtools.send('Network.enable')
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  await page.reload()
  await page.getByRole('listbox', { name: 'Messages' }).getByRole('option').first().waitFor()
  await page.waitForLoadState('networkidle')
  await devtools.detach()
  return files.sort((a, b) => b.bytes - a.bytes)
}

export const totalBytes = (files: readonly LoadedFile[]): number =>
  files.reduce((total, { bytes }) => total + bytes, 0)
