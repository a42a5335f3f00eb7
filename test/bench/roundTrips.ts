import type { Locator, Page } from 'playwright-core'
import type { App } from '../support/app.ts'
import { until } from '../support/net.ts'

/** Round trips between bridge and mail server that one action of the page waits for, each with its commands. */
export interface Measured {
  action: string
  /** What the user waits for, in order. */
  waitedFor: string[]
  /** What came after, without being waited for. */
  after: string[]
}

export interface RoundTrips {
  signIn: Measured
  openUnread: Measured
  switchFolder: Measured
  jumpToMiddle: Measured
}

/** Messages in INBOX: enough that no page can hold them all. */
export const LARGE_MAILBOX = 100_000

/**
 * Drives the real page over a real Dovecot and reads, at a tap inside TLS, which commands each action cost. The mailbox
 * must hold thousands of messages in INBOX and some in Archive.
 */
export async function measureRoundTrips(app: App, page: Page): Promise<RoundTrips> {
  const list = page.getByRole('listbox', { name: 'Messages' })
  const rows = list.getByRole('option')
  await rows.first().waitFor()
  await quiet(app, page)
  const signIn = split('from the token to rows', [...CONNECTING, ...app.tap.roundTrips()], isRowFetch)

  app.tap.reset()
  await page.getByRole('treeitem', { name: /^Archive/ }).click()
  await list.getByRole('option', { name: 'Archived' }).first().waitFor()
  await quiet(app, page)
  const switchFolder = split('switching folder', app.tap.roundTrips(), isRowFetch)

  await page.getByRole('treeitem', { name: /^Inbox/ }).click()
  await option(list, 1).waitFor()
  await quiet(app, page)
  app.tap.reset()
  await option(list, 3).click()
  const body = page.frameLocator('iframe[title="Message body"]').locator('body')
  await until('the message to be shown', async () => /\S/.test(await body.innerText()) || undefined)
  await quiet(app, page)
  const openUnread = split('opening an unread message', app.tap.roundTrips(), isBodyFetch)

  app.tap.reset()
  await list.evaluate((element) => {
    const scroller =
      element.scrollHeight > element.clientHeight ? element : (element.parentElement ?? element)
    scroller.scrollTop = scroller.scrollHeight / 2
  })
  // Rows are messages, or conversations once all headers are here.
  const size = Number(await list.getByRole('option').first().getAttribute('aria-setsize'))
  await option(list, Math.round(size / 2))
    .getByText(/\S/)
    .first()
    .waitFor()
  await quiet(app, page)
  const jumpToMiddle = split('jumping to the middle', app.tap.roundTrips(), isRowFetch)
  return { signIn, openUnread, switchFolder, jumpToMiddle }
}

/** What comes before the first byte inside TLS, which the tap cannot see. */
const CONNECTING = ['TCP: SYN, SYN-ACK', 'TLS: ClientHello, ServerHello … Finished']

export const isRowFetch = (line: string): boolean => /FETCH/.test(line) && /ENVELOPE/.test(line)
export const isBodyFetch = (line: string): boolean =>
  /FETCH/.test(line) && /BODY\.PEEK\[/.test(line) && !/ENVELOPE/.test(line)

const option = (list: Locator, position: number): Locator =>
  list.locator(`[role=option][aria-posinset="${position}"]`)

/** The round trips up to the last one that is shown, and those behind it. */
function split(action: string, sent: string[], isShown: (line: string) => boolean): Measured {
  // The token is nobody's business, and long.
  const lines = sent.map((line) => line.replace(/(XOAUTH2) \S+/, '$1 …'))
  const shown = lines.findIndex(isShown)
  if (shown === -1) throw new Error(`${action}: nothing was fetched in ${JSON.stringify(lines)}`)
  return { action, waitedFor: lines.slice(0, shown + 1), after: lines.slice(shown + 1) }
}

/** Until the page has nothing to do, and the server has answered all and was asked for nothing more for a while. */
async function quiet(app: App, page: Page): Promise<void> {
  let last = -1
  await until(
    'the mail server to be left in peace',
    async () => {
      // On a busy machine an answer waits for the page longer than a while.
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
      const count = app.tap.commands().length
      const still = count === last && !app.tap.isBusy()
      last = count
      return still || undefined
    },
    { everyMs: QUIET_MS },
  )
}

/** Longer than anything the page waits for by itself after an answer. */
const QUIET_MS = 700
