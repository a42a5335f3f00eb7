import type { Page } from 'playwright-core'
import { median, round } from './figures.ts'
import { comesTrue, untilSeen } from './inPage.ts'
import { quiet, synced, type World } from './world.ts'

export interface Searched {
  /** From the key until the first results are painted, of headers at hand; in milliseconds. */
  firstResults: number
  /** Of each word, in order, and the most. */
  times: number[]
  most: number
  /** How many messages each word found. */
  found: number[]
}

/** Senders and subjects of mail.ts: found in a sixteenth of all, in some, in few. */
const WORDS = ['Kenji', 'kestrel', 'Haddad', 'workshop about ferry', 'lunedi', '#996']

/** @param page Shows INBOX, all headers at hand. */
export async function measureSearch(world: World, page: Page): Promise<Searched> {
  const times: number[] = []
  const found: number[] = []
  for (const word of WORDS) {
    await synced(world, page)
    const before = await page.evaluate<number>(SIZE)
    const { painted } = await untilSeen(page, {
      act: type(word),
      shown: `(${SIZE}) !== ${before} && /\\S/.test(window.bench.row(1).querySelector('.subject').textContent)`,
    })
    times.push(painted)
    found.push(await page.evaluate<number>(SIZE))
    await page.evaluate(type(''))
    await comesTrue(page, `(${SIZE}) === ${before}`)
    await quiet(world.app)
  }
  if (found.some((count) => count === 0)) throw new Error(`searching: nothing was found (${found.join()})`)
  return {
    firstResults: round(median(times)),
    times: times.map((ms) => round(ms)),
    most: round(Math.max(...times)),
    found,
  }
}

const SIZE = `Number(document.querySelector('[role=option]')?.getAttribute('aria-setsize') ?? 0)`

const type = (text: string): string => `{
  const box = document.querySelector('[role=searchbox], input[type=search]')
  box.focus()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, ${JSON.stringify(text)})
  box.dispatchEvent(new Event('input', { bubbles: true }))
}`
