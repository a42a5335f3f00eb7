import { setTimeout as rest } from 'node:timers/promises'
import { SYNC_BATCH } from '../../web/index/limits.ts'
import type { Evaluates } from './bareChromium.ts'
import { meter } from './cost.ts'
import { median, round, seen } from './figures.ts'
import { measureDatabase, measureHeap, type Heap } from './heap.ts'
import { comesTrue, longTasksSince, pageNow, scrollTo, untilSeen, written } from './inPage.ts'
import { textOf } from './mail.ts'
import { forgetPeak, usageOf } from './processes.ts'
import { synced, type World } from './world.ts'

export interface Synced {
  messages: number
  /** Bare imapflow, the same fields in the same sets, one after the other, until the last is parsed; in milliseconds. */
  floor: number
  floorCpuMs: number
  /** Ours: from the first FETCH until all are in the index. Each run, and their median. */
  runs: number[]
  sync: number
  /** Bytes from the mail server, and those the bridge wrote: the WebSocket's, and its few commands. */
  fromServer: number
  overWebSocket: number
  longTasks: number[]
  bridgeCpuMs: number
  bridgePeak: number
  heap: Heap
  database: number
  /** An unread message opened while headers come: until it is painted; and long tasks of that run. */
  openedMeanwhile: number[]
  longTasksMeanwhile: number[]
}

const RUNS = 2
const FLOOR_RUNS = 3

/** The sets the page asks for, where nothing was ever deleted. */
export function syncSets(messages: number): string[] {
  const sets: string[] = []
  for (let last = messages; last > 0; last -= SYNC_BATCH)
    sets.push(`${Math.max(1, last - SYNC_BATCH + 1)}:${last}`)
  return sets
}

export async function measureHeaderSync(world: World): Promise<Synced> {
  const { app, bridge, floor, messages } = world
  const sets = syncSets(messages)
  const floorMs: number[] = []
  let floorCpuMs = 0
  for (let run = 0; run <= FLOOR_RUNS; run++) {
    const before = usageOf(floor.pid).cpuMs
    const ms = await floor.time({ do: 'headers', sets }, messages)
    floorCpuMs = usageOf(floor.pid).cpuMs - before
    if (run > 0) floorMs.push(ms) // the first fills the server's cache
    app.tap.reset()
  }
  const runs: number[] = []
  let last: Omit<
    Synced,
    'messages' | 'floor' | 'floorCpuMs' | 'runs' | 'sync' | 'openedMeanwhile' | 'longTasksMeanwhile'
  >
  for (let run = 1; ; run++) {
    const page = await world.signInBare()
    const since = await pageNow(page)
    forgetPeak(bridge.pid())
    const spent = meter(world)
    runs.push(await syncTime(page))
    const { fromServer, written: overWebSocket, cpuMs } = spent()
    last = {
      fromServer: seen('bytes from the server', fromServer),
      overWebSocket: seen('bytes of the WebSocket', overWebSocket),
      longTasks: await longTasksSince(page, since),
      bridgeCpuMs: cpuMs,
      bridgePeak: usageOf(bridge.pid()).peak,
      heap: { page: 0, worker: 0 },
      database: 0,
    }
    app.tap.reset()
    if (run === RUNS) {
      await synced(world, page)
      await rest(WRITTEN_MS)
      last.heap = await measureHeap(page)
      last.database = await measureDatabase(page)
    }
    await page.close()
    if (run === RUNS) break
  }
  const meanwhile = await openMeanwhile(world)
  return {
    messages,
    floor: round(median(floorMs), 0),
    floorCpuMs,
    runs: runs.map((ms) => round(ms, 0)),
    sync: round(median(runs), 0),
    ...last,
    ...meanwhile,
  }
}

/** After which everything is in IndexedDB, in milliseconds. */
const WRITTEN_MS = 4_000

/** From the moment it is known what is missing until the index holds it, by the page's own word. */
function syncTime(page: Evaluates): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const begin = performance.now()
    let first = 0
    const look = () => {
      const now = performance.now()
      const state = window.bench.index()
      if (state && first === 0) {
        if (state.known > 0) return reject(new Error('some were there already'))
        first = now
      }
      if (first > 0 && state.known === state.total) return resolve(now - first)
      if (now - begin > 180000) return reject(new Error('the headers do not come'))
      setTimeout(look, 10)
    }
    look()
  })`)
}

/** Opens messages while headers come. */
async function openMeanwhile(world: World): Promise<Pick<Synced, 'openedMeanwhile' | 'longTasksMeanwhile'>> {
  const page = await world.signInBare()
  const since = await pageNow(page)
  await comesTrue(page, 'window.bench.index()?.known > 0')
  const openedMeanwhile: number[] = []
  for (const place of [20, 29, 38]) {
    const uid = world.messages - place + 1
    await page.evaluate(scrollTo(place))
    await comesTrue(page, written(place, '.preview'))
    const { painted } = await untilSeen(page, {
      act: `window.bench.row(${place}).click()`,
      shown: `window.bench.text().includes(${JSON.stringify(textOf(uid))})`,
    })
    const state = await page.evaluate<{ known: number; total: number }>('window.bench.index()')
    if (state.known < state.total) openedMeanwhile.push(round(painted))
  }
  if (openedMeanwhile.length === 0) throw new Error('all headers had come before a message was opened')
  await synced(world, page)
  const longTasksMeanwhile = await longTasksSince(page, since)
  await page.close()
  world.app.tap.reset()
  return { openedMeanwhile, longTasksMeanwhile }
}
