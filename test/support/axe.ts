import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** axe-core as @axe-core/playwright brings it; its own runner waits for scripts in every frame, and mail's frame has none. */
const require = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))
const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

interface Axe {
  run(
    context: Document,
    options: { runOnly: string[]; iframes: boolean; resultTypes: string[] },
  ): Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] }>
}

/** What axe finds wrong on the page, frames left out: a line for each element. */
export async function violations(page: Page, tags: string[] = WCAG): Promise<string[]> {
  await page.evaluate(SOURCE)
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: Axe }
    const { violations: found } = await axe.run(document, {
      runOnly,
      iframes: false,
      resultTypes: ['violations'],
    })
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    )
  }, tags)
}
