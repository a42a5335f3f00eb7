import type { Evaluates } from './bareChromium.ts'
import { median, round } from './figures.ts'
import { comesTrue, untilSeen, written } from './inPage.ts'
import { textOf } from './mail.ts'
import { quiet, synced, type World } from './world.ts'

export interface Searched {
  /** From the key until the first results are painted, of headers at hand; in milliseconds. */
  firstResults: number
  /** Of each word, in order, and the most. */
  times: number[]
  most: number
  /** How many messages each word found. */
  found: number[]
  body: BodySearched
}

/** What stands in one of the newest messages' text, which only the server knows. */
export interface BodySearched {
  /** From Enter until it is painted, in milliseconds, and the round trips that took. */
  first: number
  roundTrips: number
  /** From pressing Stop, with most of the folder still to be searched, until the page has stopped; in milliseconds. */
  stopped: number
}

/** Senders and subjects of mail.ts: found in a sixteenth of all, in some, in few. */
const WORDS = ['Kenji', 'kestrel', 'Haddad', 'workshop about lantern', 'lunedi', '#996']

/** @param page Shows INBOX, all headers at hand. */
export async function measureSearch(world: World, page: Evaluates): Promise<Searched> {
  const times: number[] = []
  const found: number[] = []
  for (const word of WORDS) {
    await synced(world, page)
    const before = await page.evaluate<number>(SIZE)
    const { painted } = await untilSeen(page, {
      act: type(word),
      shown: `(${SIZE}) !== ${before} && ${written(1, '.subject')}`,
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
    body: await searchBodies(world, page),
  }
}

async function searchBodies(world: World, page: Evaluates): Promise<BodySearched> {
  const { app, messages } = world
  await synced(world, page)
  app.tap.reset()
  const first = await untilSeen(page, {
    act: `${type(`body:"${textOf(messages - 20)}"`)}
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))`,
    shown: `(${SIZE}) === 1 && ${written(1, '.subject')}`,
  })
  const roundTrips = app.tap.roundTrips().length
  const stop = `[...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Stop')`
  // A small folder is searched at once: there is nothing left to stop.
  const goesOn = messages > 10_000 || (await page.evaluate<boolean>(`Boolean(${stop})`))
  const stopped = goesOn ? (await untilSeen(page, { act: `${stop}.click()`, shown: `!${stop}` })).painted : 0
  await page.evaluate(type(''))
  await quiet(app)
  return { first: round(first.painted), roundTrips, stopped: round(stopped) }
}

const SIZE = `Number(document.querySelector('[role=option]')?.getAttribute('aria-setsize') ?? 0)`

const type = (text: string): string => `{
  const box = document.querySelector('[role=searchbox], input[type=search]')
  box.focus()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, ${JSON.stringify(text)})
  box.dispatchEvent(new Event('input', { bubbles: true }))
}`
