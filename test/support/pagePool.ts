import type { BrowserContextOptions } from 'playwright-core'
import { goToBlank } from './blankPage.ts'
import { VIEWPORT, type OpenPage, type TestBrowser } from './chromium.ts'

/**
 * Pages that are used again: a context of its own costs seconds of processor time (three processes), and what tells a
 * new one from a used one is what the last test left, which is wiped. A page that was changed for good is not used again.
 */
export interface PagePool {
  /** A page on which nothing was done, empty; closing it gives it back. */
  take(): Promise<OpenPage>
}

/**
 * @param options.url The origin's address, with a slash: the pages rest, and are wiped, on an empty page of it.
 * @param options.context What all of its pages are.
 */
export function createPagePool(
  browser: TestBrowser,
  { url, context: kind = {} }: { url: string; context?: BrowserContextOptions },
): PagePool {
  const resting: OpenPage[] = []

  async function rest(opened: OpenPage): Promise<void> {
    const { page, complaints } = opened
    const context = page.context()
    for (const other of context.pages()) if (other !== page) await other.close()
    await context.setOffline(false)
    await page.unrouteAll()
    await goToBlank(page, url)
    await page.evaluate(wipe)
    await context.clearCookies()
    await context.clearPermissions()
    await page.emulateMedia({
      media: null,
      colorScheme: null,
      contrast: null,
      forcedColors: null,
      reducedMotion: kind.reducedMotion ?? null,
    })
    await page.setViewportSize(kind.viewport ?? VIEWPORT)
    await page.mouse.move(0, 0)
    for (const texts of Object.values(complaints) as string[][]) texts.length = 0
    resting.push(opened)
  }

  return {
    async take() {
      const rested = resting.pop()
      if (rested) return rested
      const opened = await browser.openPage(kind)
      const { page } = opened
      let isSpoilt = false
      const addInitScript = page.addInitScript.bind(page)
      page.addInitScript = (...script) => {
        isSpoilt = true
        return addInitScript(...script)
      }
      page.once('crash', () => (isSpoilt = true))
      const pooled: OpenPage = {
        ...opened,
        async close() {
          if (isSpoilt || page.isClosed()) return opened.close()
          await opened.remember()
          await rest(pooled)
        },
      }
      return pooled
    },
  }
}

/** In the page: nothing of the origin is left. */
async function wipe(): Promise<void> {
  sessionStorage.clear()
  localStorage.clear()
  const databases = await indexedDB.databases()
  await Promise.all(
    databases.map(
      ({ name = '' }) =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase(name)
          request.onsuccess = () => resolve()
          request.onerror = () => reject(new Error(`cannot delete ${name}`))
        }),
    ),
  )
  for (const name of await caches.keys()) await caches.delete(name)
}
