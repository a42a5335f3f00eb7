import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { MAX_SLICES } from '../../web/stores/search/limits.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

/** Enough for three slices. */
const COUNT = 4_000
const SLICES = ['3001:*', '1001:3000', '1:1000']
/** UIDs whose bodies hold the word: the newest, one of the second slice, and the oldest. */
const HITS = [1, 2_500, 3_990]
/** Until something is found, however large the folder. */
const MAX_ROUND_TRIPS = 12

function letterNumber(uid: number): string {
  return [
    `From: Sender ${uid % 7} <s${uid % 7}@example.org>`,
    `To: ${giulia.username}`,
    `Subject: ${uid === 1 ? '=?utf-8?q?Perch=C3=A9?=' : 'Letter'} ${uid}`,
    '',
    HITS.includes(uid) ? 'The wisteria blooms.' : 'Nothing of note.',
    '',
  ].join('\r\n')
}

const options = (page: Page): Locator => mailPage(page).list.rows

async function look(page: Page, text: string): Promise<void> {
  await mailPage(page).search.runHere(text)
}

describe('a search that streams, on the Outlook profile', () => {
  let app: App
  let opened: OpenPage
  let page: Page
  /** `UID SEARCH` commands of words since the tap was reset. */
  const searches = (): string[] => app.tap.commands().filter((line) => /SEARCH .*(TEXT|BODY)/.test(line))

  beforeAll(async () => {
    app = await startApp({ profile: 'outlook', kinds: ['oidc'], pollIntervalMs: 3_000 })
    const uids = Array.from({ length: COUNT }, (_, at) => at + 1)
    app.dovecot.append(giulia.username, 'INBOX', ...uids.map(letterNumber))
    app.dovecot.append(
      giulia.username,
      'Archive',
      ...Array.from({ length: 6 }, (_, at) => letterNumber(1).replace(/Subject: .*/, `Subject: Old_${at}`)),
    )
    app.dovecot.append(giulia.username, 'Sent', letterNumber(2))
  })
  afterAll(() => app?.stop())
  beforeEach(async () => {
    opened = await app.signIn()
    page = opened.page
    await options(page).getByText(`Letter ${COUNT}`, { exact: true }).first().waitFor()
    await mailPage(page)
      .folders.item(/^Archive/)
      .waitFor()
  })
  afterEach(async () => {
    opened.expectQuiet()
    await opened.close()
  })

  /** Everything between bridge and mail server takes so much longer, each way: time to look between two commands. */
  async function slowly(delayMs: number, work: () => Promise<void>): Promise<void> {
    app.delay.setDelay(delayMs)
    try {
      await work()
    } finally {
      app.delay.setDelay(0)
    }
  }

  const setsAsked = (): string[] => searches().map((line) => /UID (\d+:\S+) /.exec(line)?.[1] ?? line)

  it('shows the newest hits before it asks for the oldest, and names every UID once', async () => {
    await sideLaneOpened()
    app.tap.reset()
    await slowly(1_500, async () => {
      await look(page, 'body:wisteria')
      await page.getByText('Searched 1,000 of 4,000 messages…').waitFor()
      await options(page).getByText('Letter 3990').waitFor()
      expect(searches().length).toBeLessThan(SLICES.length)
      expect(await options(page).count()).toBe(1)
      await options(page).first().click()
    })
    await page.getByText('3 results for body:wisteria in Inbox').first().waitFor()
    expect(setsAsked()).toEqual(SLICES)
    await expect.poll(subjects).toEqual(['Letter 3990', 'Letter 2500', 'Perché 1'])
    // What was opened meanwhile still is.
    await mailPage(page).message.heading('Letter 3990').waitFor()
    expect(await options(page).first().getAttribute('aria-selected')).toBe('true')
  })

  it('finds the oldest message within twelve round trips, a connection of its own included', async () => {
    await look(page, 'body:wisteria')
    await page.getByText('3 results for body:wisteria in Inbox').first().waitFor()
    const asksBodies = (line: string): boolean => /SEARCH .*BODY/.test(line)
    const side = app.tap.connections
      .map((connection) => connection.turns().map(({ client }) => client))
      .findLast((turns) => turns.some(asksBodies))
    const first = side?.findIndex(asksBodies) ?? 0
    // What others asked on the same connection meanwhile is not the search's.
    const others = /FETCH|NOOP|STATUS|SEARCH/
    const connecting = side?.slice(0, first).filter((line) => !others.test(line)) ?? []
    const tcpAndTls = 2
    expect(connecting.join('\n')).toMatch(/AUTHENTICATE/)
    // A mailbox of any size takes no more slices than `MAX_SLICES`.
    expect(tcpAndTls + connecting.length + MAX_SLICES, connecting.join('\n')).toBeLessThanOrEqual(
      MAX_ROUND_TRIPS,
    )
  })

  it('is stopped at once: nothing more is asked, what was found stays, and it goes on when told to', async () => {
    await sideLaneOpened()
    app.tap.reset()
    await slowly(1_500, async () => {
      await look(page, 'body:wisteria')
      await page.getByText('Searched 1,000 of 4,000 messages…').waitFor()
      await page.getByRole('button', { name: 'Stop', exact: true }).click()
      await page.getByText('Stopped after 1,000 of 4,000 messages.').waitFor()
      await options(page).getByText('Letter 3990').waitFor()
    })
    // Another message from the server: by then the stopped search would have gone on.
    await options(page).first().click()
    await mailPage(page).message.body.getByText('The wisteria blooms.').waitFor()
    expect(setsAsked()).not.toContain(SLICES[2])
    await expect.poll(subjects).toEqual(['Letter 3990'])
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('3 results for body:wisteria in Inbox').first().waitFor()
    // The slice that was broken off may be asked for again, what had been searched is not.
    expect([...new Set(setsAsked())]).toEqual(SLICES)
    expect(setsAsked().filter((set) => set === SLICES[0])).toHaveLength(1)
    await expect.poll(subjects).toEqual(['Letter 3990', 'Letter 2500', 'Perché 1'])
  })

  it.runIf(WHOLE)('of what arrives later only the new is searched, and what was expunged goes', async () => {
    await look(page, 'body:wisteria')
    await page.getByText('3 results for body:wisteria in Inbox').first().waitFor()
    app.tap.reset()
    const late = letterNumber(1).replace(/Subject: .*/, 'Subject: Late')
    app.dovecot.append(giulia.username, 'INBOX', late, letterNumber(2))
    await options(page).getByText('Late').waitFor()
    await page.getByText('4 results for body:wisteria in Inbox').first().waitFor()
    expect(searches()).toEqual([`UID SEARCH OR (UID ${COUNT + 1}:* BODY "wisteria") UID 1,2500,3990`])
    app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', 'subject', 'Late')
    await page.getByText('3 results for body:wisteria in Inbox').first().waitFor()
    await expect.poll(subjects).toEqual(['Letter 3990', 'Letter 2500', 'Perché 1'])
  })

  it('flags alone are one command', async () => {
    app.tap.reset()
    await look(page, 'is:flagged')
    await page.getByText('No results for is:flagged in Inbox').first().waitFor()
    expect(app.tap.commands().filter((line) => /SEARCH/.test(line) && /FLAGGED/.test(line))).toHaveLength(1)
  })

  it('searches all mail unless told otherwise: one list, newest first, the folder on each row', async () => {
    const { search, message, list } = mailPage(page)
    await search.run('body:wisteria')
    await page.getByText('9 results for body:wisteria in All mail').first().waitFor()
    await expect.poll(() => search.results.count()).toBe(9)
    expect(await search.scope('All mail').isChecked()).toBe(true)
    // Counted as soon as they are found, shown when their rows are here.
    const places = async () => (await search.results.locator('.place').allInnerTexts()).toSorted()
    await expect
      .poll(places)
      .toEqual([...Array<string>(6).fill('Archive'), ...Array<string>(3).fill('Inbox')])
    await search.results.filter({ hasText: 'Old_4' }).click()
    await message.heading(/Old_4/).waitFor()
    // The results stay, with the open one marked, and the next key opens the next of them, in whatever folder.
    await expect
      .poll(() => search.results.filter({ hasText: 'Old_4' }).getAttribute('aria-selected'))
      .toBe('true')
    await search.results.filter({ hasText: 'Perché 1' }).click()
    await message.heading(/Perché 1/).waitFor()
    await search.box.press('Escape')
    // Back to the folder one came from.
    await page.getByRole('heading', { name: 'Inbox', exact: true }).waitFor()
    await list.rows.getByText(`Letter ${COUNT}`, { exact: true }).first().waitFor()
    expect(await search.results.count()).toBe(0)
  })

  it.runIf(WHOLE)('in: looks in one folder, and the next search in all mail again', async () => {
    const { search, folders, list } = mailPage(page)
    await search.run('in:archive subject:old')
    await page.getByText('6 results for in:archive subject:old in Archive').first().waitFor()
    await search.run('subject:old')
    await page.getByText('6 results for subject:old in All mail').first().waitFor()
    await search.scope('Only this folder').check()
    await page.getByText('No results for subject:old in Inbox').first().waitFor()
    await page.getByRole('button', { name: 'Search all mail' }).click()
    await page.getByText('6 results for subject:old in All mail').first().waitFor()
    // The folder's own line in the tree is the way back to all of it.
    await folders.item(/^Inbox/).click()
    await list.rows.getByText(`Letter ${COUNT}`, { exact: true }).first().waitFor()
    expect(await search.box.inputValue()).toBe('')
  })

  /** The side lane is there, so that no time goes into opening it. */
  async function sideLaneOpened(): Promise<void> {
    await until('the headers to be asked for on the side lane', () =>
      app.tap.commands().some((line) => /SEARCH ALL/.test(line)) ? true : undefined,
    )
  }

  async function subjects(): Promise<string[]> {
    return Promise.all((await options(page).locator('.subject').all()).map((one) => one.innerText()))
  }
})
