import type { Evaluates } from './bareChromium.ts'
import { meanOf, meter, type Cost } from './cost.ts'
import { median, round } from './figures.ts'
import { press, scrollTo, untilSeen, type Seen } from './inPage.ts'
import { isUnread, textOf } from './mail.ts'
import { isBodyFetch } from './roundTrips.ts'
import { quiet, type World } from './world.ts'

export interface Opening {
  /** Bare imapflow: UID FETCH of header and first part, until it is parsed; in milliseconds. */
  floor: number
  /** An unread message nobody has asked for: from the click until its text is in the document, and until it is painted. */
  unread: Seen
  /** FETCHes of bodies it took, each. */
  unreadFetches: number
  /** What one of them cost until it was painted. */
  cost: Cost
  /** The next one, fetched ahead, and the one before, which was read. */
  prefetched: Seen
  seen: Seen
  /** FETCHes of bodies the click itself brought about, in all. */
  cachedFetches: number
}

const REPEATS = 5
/** Places between two that are opened: none is a neighbour of another, and so fetched ahead. */
const STEP = 9
/** The first: below the newest unread, which are fetched ahead too. */
const FIRST = 20

const middleOf = (all: readonly Seen[]): Seen => ({
  there: round(median(all.map(({ there }) => there))),
  painted: round(median(all.map(({ painted }) => painted))),
})

/** A page that shows INBOX, all rows at hand, none of them opened yet. */
export async function measureOpening(world: World, page: Evaluates): Promise<Opening> {
  const { app, messages, floor } = world
  const shows = (uid: number): string => `window.bench.text().includes(${JSON.stringify(textOf(uid))})`
  const fetches = (uid: number): number =>
    app.tap.commands().filter((line) => isBodyFetch(line) && line.startsWith(`UID FETCH ${uid} `)).length

  const floorMs: number[] = []
  for (let at = 0; at <= REPEATS; at++) {
    const ms = await floor.time({ do: 'body', uid: messages - 5 - at })
    if (at > 0) floorMs.push(ms) // the first warms up
  }

  const unread: Seen[] = []
  const prefetched: Seen[] = []
  const seen: Seen[] = []
  const costs: Cost[] = []
  let unreadFetches = 0
  let cachedFetches = 0
  for (let at = 0; at <= REPEATS; at++) {
    await page.evaluate(scrollTo(FIRST + at * STEP))
    await quiet(app)
    const place = await unreadAt(page, FIRST + at * STEP)
    const uid = await uidAt(page, place)
    app.tap.reset()
    const spent = meter(world)
    const first = await untilSeen(page, { act: `window.bench.row(${place}).click()`, shown: shows(uid) })
    if (at > 0) costs.push(spent())
    if (at > 0) unread.push(first)
    if (at > 0) unreadFetches += fetches(uid)
    await quiet(app)
    app.tap.reset()
    const below = await uidAt(page, place + 1)
    prefetched.push(await untilSeen(page, { act: press('j'), shown: shows(below) }))
    cachedFetches += fetches(below)
    await quiet(app)
    app.tap.reset()
    seen.push(await untilSeen(page, { act: press('k'), shown: shows(uid) }))
    cachedFetches += fetches(uid)
    await quiet(app)
  }
  if (unreadFetches < REPEATS) throw new Error('opening: a message was there before it was asked for')
  return {
    floor: round(median(floorMs)),
    unread: middleOf(unread),
    unreadFetches: round(unreadFetches / REPEATS, 2),
    cost: meanOf(costs),
    prefetched: middleOf(prefetched),
    seen: middleOf(seen),
    cachedFetches,
  }
}

/** The message a row stands for: itself, or the newest of a conversation. */
async function uidAt(page: Evaluates, place: number): Promise<number> {
  const uid = await page.evaluate<number | undefined>(`window.bench.uid(${place})`)
  if (uid === undefined) throw new Error(`opening: no row at ${place}`)
  return uid
}

async function unreadAt(page: Evaluates, from: number): Promise<number> {
  for (let place = from; ; place++) if (isUnread(await uidAt(page, place))) return place
}
