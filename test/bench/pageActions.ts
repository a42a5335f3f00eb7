import type { Page } from 'playwright-core'

/** How long actions take until their result is painted, in milliseconds. */
export interface Painted {
  action: string
  count: number
  p50: number
  p95: number
  max: number
}

/** What scrolling cost the main thread. */
export interface Scrolled {
  rows: number
  /** Durations of tasks over 50 ms, in milliseconds. */
  longTasks: number[]
}

/** One press, and what must then be on screen. Both run in the page. */
interface Action {
  name: string
  times: number
  /** The key to press on the list; with `click`, the selector to click instead. */
  key?: string
  click?: string
  /** How what is watched must have changed. */
  watch: keyof typeof WATCHED
}

/** What tells that an action shows: a text that the action changes. Written for the page, hence as source. */
const WATCHED = {
  open: `document.querySelector('[role=option].open')?.getAttribute('aria-posinset') + document.querySelector('.reading-pane h2')?.textContent`,
  chosen: `document.querySelectorAll('[role=option].chosen').length`,
  stars: `document.querySelector('[role=option].open')?.querySelectorAll('.star').length`,
  size: `document.querySelector('[role=option]')?.getAttribute('aria-setsize')`,
  toast: `document.querySelector('.toasts')?.textContent`,
  folder: `document.querySelector('[role=treeitem][aria-selected=true]')?.textContent`,
}

const ACTIONS: Action[] = [
  { name: 'open the next message', times: 20, key: 'j', watch: 'open' },
  { name: 'select', times: 20, key: 'x', watch: 'chosen' },
  { name: 'flag', times: 20, key: 's', watch: 'stars' },
  { name: 'delete', times: 10, key: '#', watch: 'size' },
  { name: 'undo', times: 10, key: 'z', watch: 'toast' },
  {
    name: 'switch to Archive',
    times: 1,
    click: '[role=treeitem][data-path="Archive"]',
    watch: 'folder',
  },
]

/** Times between rounds, so that each begins at rest, in milliseconds. */
const REST_MS = 250

/**
 * Drives a signed-in page with mail on screen. Each time runs from the input event to the first frame painted after the
 * result is in the document.
 */
export async function measurePageActions(page: Page): Promise<Painted[]> {
  const results: Painted[] = []
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  for (const action of ACTIONS) {
    const times: number[] = []
    for (let round = 0; round < action.times; round++) {
      await page.waitForTimeout(REST_MS)
      times.push(await measureOnce(page, action))
    }
    // What was chosen would be the target of the next action.
    if (action.watch === 'chosen') {
      await page.keyboard.press('Escape')
      await page.locator('[role=listbox]').press('j')
      await page.waitForTimeout(REST_MS)
    }
    results.push(summary(action.name, times))
  }
  return results
}

function measureOnce(page: Page, { key, click, watch }: Action): Promise<number> {
  const source = `new Promise((resolve, reject) => {
    const watched = () => ${WATCHED[watch]}
    const before = watched()
    const begin = performance.now()
    const deadline = begin + 5000
    const look = () => {
      // A task after the frame's callbacks runs when the frame has been painted.
      if (watched() !== before) setTimeout(() => resolve(performance.now() - begin))
      else if (performance.now() > deadline) reject(new Error('nothing came of it'))
      else requestAnimationFrame(look)
    }
    ${
      click === undefined
        ? `document.querySelector('[role=listbox]').dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(key)}, bubbles: true, cancelable: true }))`
        : `document.querySelector(${JSON.stringify(click)}).click()`
    }
    requestAnimationFrame(look)
  })`
  return page.evaluate(source)
}

function summary(action: string, times: number[]): Painted {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { action, count: times.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

/** Scrolls through so many rows, five row heights each frame, and collects the browser's own long tasks. */
export async function measureScroll(page: Page, rows = 3_000): Promise<Scrolled> {
  // As source: tsx gives functions names by a helper that the page does not have.
  const longTasks = await page.evaluate<number[]>(`(async () => {
    const list = document.querySelector('[role=listbox]')
    const rowHeight = document.querySelector('[role=option]').clientHeight
    const found = []
    const observer = new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) found.push(Math.round(entry.duration))
    })
    list.scrollTop = 0
    observer.observe({ type: 'longtask' })
    const end = Math.min(${rows} * rowHeight, list.scrollHeight)
    while (list.scrollTop + list.clientHeight < end - rowHeight) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      list.scrollTop += rowHeight * 5
    }
    // The last frame's task is told after it.
    await new Promise((resolve) => setTimeout(resolve, 300))
    observer.disconnect()
    list.scrollTop = 0
    return found
  })()`)
  return { rows, longTasks }
}
