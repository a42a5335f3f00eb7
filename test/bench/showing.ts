import type { BarePage } from './bareChromium.ts'
import { meanOf, meter, type Cost } from './cost.ts'
import { median, round, seen } from './figures.ts'
import { longTasksSince, untilSeen, written } from './inPage.ts'
import { isRowFetch } from './roundTrips.ts'
import { quiet, reload, synced, type World } from './world.ts'

export interface Showing {
  /** Reloading with a cache: from the beginning of the navigation until rows are painted, in milliseconds. */
  reload: number
  /** The same to another folder: from the click. */
  folder: number
  /** What one of each cost, until nothing was asked any more. */
  reloadCost: Cost
  folderCost: Cost
  /** Tasks of the main thread over 50 ms meanwhile, in milliseconds. */
  longTasks: number[]
  /** Without a cache: round trips after signing in until rows, and after a click on another folder. */
  tripsAfterSignIn: number
  tripsOfFolder: number
  /** Scrolling to the middle, all headers at hand: until painted, and round trips waited for. */
  middle: number
  tripsOfMiddle: number | undefined
}

const REPEATS = 5
/** What is kept of a folder is written a second after it last changed; in milliseconds. */
const KEPT_AFTER_MS = 1_200

/** How many round trips were waited for until rows came; the connection that was there before counts none. */
export function tripsUntilRows(trips: readonly string[]): number {
  const rows = trips.findIndex(isRowFetch)
  if (rows === -1) throw new Error(`no rows were fetched in ${JSON.stringify(trips)}`)
  // CAPABILITY after AUTHENTICATE belongs to signing in.
  const signedIn = trips.findLastIndex((line, at) => at < rows && /AUTHENTICATE|^CAPABILITY/.test(line))
  return rows - signedIn
}

/** @param page Signed in just now, with nothing kept of before; `app.tap` was reset before that. */
export async function measureShowing(world: World, page: BarePage, roundTripMs: number): Promise<Showing> {
  const { app } = world
  const tripsAfterSignIn = tripsUntilRows(app.tap.roundTrips())
  await quiet(app)

  app.tap.reset()
  await untilSeen(page, toFolder('Archive'))
  await quiet(app)
  const tripsOfFolder = tripsUntilRows(app.tap.roundTrips())
  await untilSeen(page, toFolder('INBOX'))
  await synced(world, page)

  const folder: number[] = []
  const folderCosts: Cost[] = []
  for (let at = 0; at < REPEATS; at++) {
    for (const path of ['Archive', 'INBOX'] as const) {
      const spent = meter(world)
      folder.push((await untilSeen(page, toFolder(path))).painted)
      await quiet(app, KEPT_AFTER_MS)
      folderCosts.push(spent())
    }
  }
  await quiet(app)

  app.tap.reset()
  // Rows are messages, or conversations once all headers are here.
  const rows = await page.evaluate<string>(
    `document.querySelector('[role=option]').getAttribute('aria-setsize')`,
  )
  const place = Math.round(Number(rows) / 2)
  const middle = await untilSeen(page, {
    act: `{
      const list = document.querySelector('[role=listbox]')
      list.scrollTop = list.scrollHeight / 2
    }`,
    shown: written(place, '.subject'),
  })
  // Answers come a round trip after they are asked for: what was painted sooner waited for none.
  const tripsOfMiddle = roundTripMs > 0 ? Math.floor(middle.painted / roundTripMs) : undefined

  const longTasks = await longTasksSince(page, 0)
  const reloads: number[] = []
  const reloadCosts: Cost[] = []
  for (let at = 0; at < REPEATS; at++) {
    await quiet(app, KEPT_AFTER_MS)
    const spent = meter(world)
    await reload(page)
    reloads.push(seen('reload', await page.evaluate<number>('window.bench.rowsAt')))
    await quiet(app, KEPT_AFTER_MS)
    reloadCosts.push(spent())
    longTasks.push(...(await longTasksSince(page, 0)))
  }
  await synced(world, page)
  return {
    reload: round(median(reloads)),
    folder: round(median(folder)),
    reloadCost: meanOf(reloadCosts),
    folderCost: meanOf(folderCosts),
    longTasks,
    tripsAfterSignIn,
    tripsOfFolder,
    middle: round(middle.painted),
    tripsOfMiddle,
  }
}

/** Clicks on a folder and waits for a row of it. */
function toFolder(path: 'Archive' | 'INBOX'): { act: string; shown: string } {
  const inArchive = `/Archived #/.test(window.bench.row(1).textContent)`
  return {
    act: `document.querySelector('[role=treeitem][data-path="${path}"]').click()`,
    shown: path === 'Archive' ? inArchive : `/\\S/.test(window.bench.row(1).textContent) && !${inArchive}`,
  }
}
