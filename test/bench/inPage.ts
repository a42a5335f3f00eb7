import { until } from '../support/net.ts'
import type { Evaluates } from './bareChromium.ts'

/**
 * What measures inside the page; as source, for tsx gives functions names by a helper that the page does not have. Put into
 * each document before its own scripts: long tasks since the beginning, when the first row was painted, and ways to ask.
 */
export const WATCH = `(() => {
  if (window.bench) return
  const store = (name) => {
    const pinia = document.querySelector('#app')?.__vue_app__?.config.globalProperties.$pinia
    return [...(pinia?._s ?? [])].find(([id]) => id.startsWith(name + '/'))?.[1]
  }
  const bench = {
    longTasks: [],
    rowsAt: 0,
    onSaved: () => undefined,
    store,
    mailbox: () => {
      const now = store('messages')?.mailbox
      return now ? { path: now.path, uidValidity: now.uidValidity } : undefined
    },
    index: () => {
      const mailbox = bench.mailbox()
      const state = mailbox && store('headerIndex')?.stateOf(mailbox)
      return state ? { known: state.known, total: state.total } : null
    },
    text: () => document.querySelector('iframe[title="Message body"]')?.contentDocument?.body?.textContent ?? '',
    uid: (place) => store('messages')?.rowAt(place - 1)?.uid,
    row: (place) => document.querySelector('[role=option][aria-posinset="' + place + '"]'),
  }
  window.bench = bench
  new PerformanceObserver((entries) => {
    for (const { startTime, duration } of entries.getEntries()) bench.longTasks.push({ startTime, duration })
  }).observe({ type: 'longtask', buffered: true })
  // A file is handed to the browser by pressing a link; it need not be written for that.
  const press = HTMLAnchorElement.prototype.click
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) bench.onSaved(performance.now())
    else press.call(this)
  }
  const look = () => {
    if (document.querySelector('[role=option] .row')) setTimeout(() => (bench.rowsAt = performance.now()))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()`

export interface Seen {
  /** Until the result was in the document, in milliseconds. */
  there: number
  /** Until the first frame with it had been painted. */
  painted: number
}

/**
 * Does something in the page and waits until it shows. Both are source: `act` statements, `shown` an expression. Throws when it
 * shows before anything was done, or never.
 */
export function untilSeen(page: Evaluates, { act, shown }: { act: string; shown: string }): Promise<Seen> {
  return page.evaluate<Seen>(`new Promise((resolve, reject) => {
    const shown = () => { try { return Boolean(${shown}) } catch { return false } }
    if (shown()) return reject(new Error('it shows already'))
    const begin = performance.now()
    let done = false
    const look = () => {
      if (done || !shown()) return
      done = true
      changes.disconnect()
      clearInterval(timer)
      const there = performance.now() - begin
      // A task after the frame's callbacks runs when the frame has been painted.
      requestAnimationFrame(() => setTimeout(() => resolve({ there, painted: performance.now() - begin })))
    }
    // When the document changes, the message's own too; what is not of a document is looked at now and then.
    const changes = new MutationObserver(look)
    const all = { subtree: true, childList: true, characterData: true, attributes: true }
    changes.observe(document, all)
    for (const { contentDocument } of document.querySelectorAll('iframe'))
      if (contentDocument) changes.observe(contentDocument, all)
    const timer = setInterval(() => {
      look()
      if (done || performance.now() - begin < 30000) return
      clearInterval(timer)
      reject(new Error('nothing came of it'))
    }, 20)
    ;${act}
    look()
  })`)
}

/** Long tasks of the main thread since then, in milliseconds. */
export const longTasksSince = (page: Evaluates, since: number): Promise<number[]> =>
  page.evaluate<number[]>(
    `window.bench.longTasks.filter(({ startTime }) => startTime >= ${since}).map(({ duration }) => Math.round(duration))`,
  )

/** Whether a row's part has words, as an expression: false as well where there is no such row. */
export const written = (place: number, part: string): string =>
  `/\\S/.test(window.bench.row(${place})?.querySelector('${part}')?.textContent ?? '')`

/** The page's clock. */
export const pageNow = (page: Evaluates): Promise<number> => page.evaluate<number>('performance.now()')

export const press = (key: string): string =>
  `document.querySelector('[role=listbox]').dispatchEvent(new KeyboardEvent('keydown', { key: ${JSON.stringify(key)}, bubbles: true, cancelable: true }))`

/** Scrolls the list so that this place, from 1, is near its top. */
export const scrollTo = (place: number): string => `{
  const list = document.querySelector('[role=listbox]')
  const first = document.querySelector('[role=option]')
  list.scrollTop = Math.max(0, ${place} - 3) * first.clientHeight
}`

/** Until an expression, as source, is true in the page. Playwright's own waiting would be refused by the page's policy. */
export function comesTrue(page: Evaluates, expression: string): Promise<true> {
  return until(
    expression,
    async () =>
      (await page
        .evaluate<boolean>(`(() => { try { return Boolean(${expression}) } catch { return false } })()`)
        .catch((error: Error) => {
          // A reload took the page away while it was asked.
          if (!/navigated/.test(error.message)) throw error
        })) || undefined,
    { timeoutMs: 60_000 },
  )
}

/** Presses the first button, or what acts as one, that says so; waits for it. */
export async function pressButton(page: Evaluates, text: string): Promise<void> {
  const button = `[...document.querySelectorAll('button, [role=button]')].find((one) => one.textContent.includes(${JSON.stringify(text)}))`
  await comesTrue(page, button)
  await page.evaluate(`${button}.click()`)
}
