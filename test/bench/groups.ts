import { measureAbsence, type Absence } from './absence.ts'
import { measureAttachment, type Attached } from './attachment.ts'
import type { BarePage } from './bareChromium.ts'
import { measureFirstLoad, type LoadedFile } from './firstLoad.ts'
import { measureFlagging, type Flagged } from './flagging.ts'
import { measureHeaderSync, type Synced } from './headerSync.ts'
import { measureHeap, type Heap } from './heap.ts'
import { longTasksSince, pageNow } from './inPage.ts'
import { measureOpening, type Opening } from './opening.ts'
import { measurePageActions, measureScroll, type Painted, type Scrolled } from './pageActions.ts'
import { forgetPeak, usageOf } from './processes.ts'
import { LARGE_MAILBOX, measureRoundTrips, type RoundTrips } from './roundTrips.ts'
import { measureSearch, type Searched } from './searching.ts'
import { measureShowing, type Showing } from './showing.ts'
import { quiet, reload, synced, type World } from './world.ts'

/** Opening and showing, for one size of INBOX and one round trip. */
export interface Everyday {
  messages: number
  roundTripMs: number
  showing: Showing
  opening: Opening
  /** At the end: memory of page and worker, and the most the bridge has had, in bytes. */
  heap: Heap
  bridgePeak: number
  /** Tasks of the main thread over 50 ms while messages were opened, in milliseconds. */
  longTasks: number[]
}

/** All figures, by group. */
export interface Figures {
  everyday: Everyday[]
  sync: Synced
  search: Searched
  flags: Flagged
  attachment: Attached
  page: { roundTrips: RoundTrips; firstLoad: LoadedFile[]; painted: Painted[]; scrolled: Scrolled }
  absence: Absence
}
export type GroupName = keyof Figures

export const ROUND_TRIP_MS = 50

/** In the order they run in: what changes the mailbox comes last. */
export const GROUPS: readonly GroupName[] = [
  'everyday',
  'sync',
  'search',
  'flags',
  'attachment',
  'absence',
  'page',
]

/** Takes the figures of one group in one world; `everyday` in each, the others in the largest. */
export async function runGroup<Name extends GroupName>(
  name: Name,
  world: World,
): Promise<Figures[Name] | undefined> {
  world.setRoundTrip(ROUND_TRIP_MS)
  if (name !== 'everyday' && world.messages < LARGE_MAILBOX && !process.argv.includes('--small'))
    return undefined
  return (await RUN[name](world)) as Figures[Name]
}

const RUN: { [Name in GroupName]: (world: World) => Promise<Figures[Name]> } = {
  async everyday(world) {
    const all: Everyday[] = []
    for (const roundTripMs of [0, ROUND_TRIP_MS]) {
      world.setRoundTrip(roundTripMs)
      world.app.tap.reset()
      forgetPeak(world.bridge.pid())
      const page = await world.signInBare()
      // A hundred messages make twenty conversations: too few rows to have any out of sight.
      if (world.messages < 1_000) await showMessages(page)
      const showing = await measureShowing(world, page, roundTripMs)
      const since = await pageNow(page)
      const opening = await measureOpening(world, page)
      const longTasks = await longTasksSince(page, since)
      const bridgePeak = usageOf(world.bridge.pid()).peak
      const heap = await measureHeap(page)
      await page.close()
      all.push({ messages: world.messages, roundTripMs, showing, opening, heap, bridgePeak, longTasks })
    }
    return all
  },
  sync: measureHeaderSync,
  async search(world) {
    const page = await world.signInBare()
    await synced(world, page)
    const found = await measureSearch(world, page)
    await page.close()
    return found
  },
  flags: measureFlagging,
  attachment: measureAttachment,
  absence: measureAbsence,
  async page(world) {
    await quiet(world.app)
    world.app.tap.reset()
    const { page, close } = await world.signIn()
    const roundTrips = await measureRoundTrips(world.app, page)
    const firstLoad = await measureFirstLoad(page)
    const scrolled = await measureScroll(page)
    const painted = await measurePageActions(page)
    await close()
    return { roundTrips, firstLoad, painted, scrolled }
  },
}

/** The list as messages, not as conversations. */
async function showMessages(page: BarePage): Promise<void> {
  await page.evaluate(`localStorage.setItem('ponte.settings', '{"personal":{"conversations":false}}')`)
  await reload(page)
}
