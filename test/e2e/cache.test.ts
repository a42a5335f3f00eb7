import { afterAll, beforeAll, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const MESSAGES = 200

let app: App
let opened: OpenPage
beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  app.dovecot.seedBulk(giulia.username, 'INBOX', MESSAGES)
  app.dovecot.append(giulia.username, 'INBOX', 'Subject: Newest\r\nFrom: anna@ponte.example\r\n\r\nHere.\r\n')
  app.dovecot.append(giulia.username, 'Archive', 'Subject: Old\r\nFrom: anna@ponte.example\r\n\r\nThere.\r\n')
  opened = await app.signIn()
  await row('Newest').waitFor()
})
afterAll(() => app.stop())

const list = () => mailPage(opened.page).list
const row = (name: string) => list().row(name)
const folder = (name: RegExp) => mailPage(opened.page).folders.item(name)
/** Written a second after the last change, at the latest. */
const kept = (store: 'views' | 'folders', name: string) =>
  expect.poll(() =>
    opened.page.evaluate(
      ({ store, name }) =>
        new Promise<boolean>((resolve) => {
          const request = indexedDB.open('ponte-views')
          request.onsuccess = () => {
            const all = request.result.transaction(store).objectStore(store).getAll()
            all.onsuccess = () => {
              request.result.close()
              resolve(JSON.stringify(all.result).includes(`"path":"${name}"`))
            }
          }
        }),
      { store, name },
    ),
  )

it('shows a reload’s rows and folders before the mail server has said a word', async () => {
  await folder(/^Archive/).click()
  await row('Old').waitFor()
  await folder(/^Inbox/).click()
  await row('Newest').waitFor()
  await kept('views', 'INBOX').toBe(true)
  await kept('views', 'Archive').toBe(true)
  await kept('folders', 'Archive').toBe(true)
  app.faults.setFault({ kind: 'blackhole' })
  app.faults.drop()
  await opened.page.reload()
  await row('Newest').waitFor()
  await folder(/^Archive/).waitFor()
  expect(await row('Newest').getAttribute('aria-setsize')).toBe(String(MESSAGES + 1))
})

it('puts right what changed meanwhile, when the server answers', async () => {
  app.dovecot.append(giulia.username, 'INBOX', 'Subject: Newer\r\nFrom: anna@ponte.example\r\n\r\nHere.\r\n')
  app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', 'subject', 'Newest')
  app.faults.setFault(undefined)
  app.faults.drop()
  await opened.page.reload()
  await row('Newer').waitFor()
  await expect.poll(() => row('Newest').count()).toBe(0)
  expect(await row('Newer').getAttribute('aria-setsize')).toBe(String(MESSAGES + 1))
})

it('shows a folder’s rows before SELECT is answered', async () => {
  await expect.poll(() => mailPage(opened.page).statusLine.innerText()).toMatch(/Connected/)
  app.faults.setFault({ kind: 'blackhole' })
  await folder(/^Archive/).click()
  await row('Old').waitFor()
  app.faults.setFault(undefined)
  app.faults.drop()
})

it('shows any place of the list from its headers, without the server', async () => {
  const { page } = opened
  // A reload leads back to the folder that was open, if the address had it already.
  await page.reload()
  await folder(/^Inbox/).click()
  await row('Newer').waitFor()
  // Headers come behind the rows; written when they are all here.
  await expect.poll(() => headersCached('INBOX')).toBe(MESSAGES + 1)
  app.faults.setFault({ kind: 'blackhole' })
  // Messages, or conversations: as many rows as there are.
  const rows = Number(await row('Newer').getAttribute('aria-setsize'))
  await list().box.evaluate((element) => (element.scrollTop = element.scrollHeight / 2))
  const middle = list().place(Math.round(rows / 2))
  await expect.poll(() => middle.innerText()).toMatch(/\S/)
  await expect.poll(() => middle.locator('time').count()).toBe(1)
  app.faults.setFault(undefined)
  app.faults.drop()
})

it('puts its headers right after changes that nobody told of', async () => {
  const { page } = opened
  await page.goto('about:blank')
  const sessions = async (): Promise<unknown> =>
    ((await (await fetch(`${app.url}healthz`)).json()) as { sessions: unknown }).sessions
  await expect.poll(sessions).toBe(0)
  app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', '5:9')
  app.dovecot.doveadm('flags', 'add', '-u', giulia.username, '\\Flagged', 'mailbox', 'INBOX', 'uid', '20:29')
  await page.goto(app.url)
  await row('Newer').waitFor()
  await expect.poll(() => headersCached('INBOX')).toBe(MESSAGES - 4)
  const flagged = app.dovecot.doveadm('search', '-u', giulia.username, 'mailbox', 'INBOX', 'flagged')
  await expect.poll(() => flaggedKept()).toBe(flagged.trim().split('\n').length)
})

/** Headers of a mailbox in this browser's database. */
function headersCached(path: string): Promise<number> {
  return blocksCached(path).then((blocks) => blocks.reduce((sum, { uids }) => sum + uids.length, 0))
}

function flaggedKept(): Promise<number> {
  return blocksCached('INBOX').then(
    (blocks) => blocks.flatMap(({ marks }) => marks).filter((one) => one & 4).length,
  )
}

async function blocksCached(path: string): Promise<{ uids: number[]; marks: number[] }[]> {
  // Opening one that is not there would make it.
  const names = await opened.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  if (!names.includes('ponte-headers')) return []
  return opened.page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const request = indexedDB.open('ponte-headers')
        request.onsuccess = () => {
          const database = request.result
          const store = database.transaction('blocks').objectStore('blocks')
          const keys = store.getAllKeys()
          const values = store.getAll()
          values.onsuccess = () => {
            database.close()
            const own = values.result.filter((_, at) => (keys.result[at] as unknown[])[1] === wanted)
            resolve(own.map(({ uids, marks }) => ({ uids: [...uids], marks: [...marks] })))
          }
        }
      }),
    path,
  )
}

it('finds by sender and subject as one types, without the server', async () => {
  const { page } = opened
  app.dovecot.append(
    giulia.username,
    'INBOX',
    'Subject: =?utf-8?Q?Perch=C3=A9_no?=\r\nFrom: Zoe <zoe@ponte.example>\r\n\r\nHere.\r\n',
  )
  await page.reload()
  await row('Perché no').waitFor()
  await expect.poll(() => headersCached('INBOX')).toBe(MESSAGES - 3)
  const rows = await row('Perché no').getAttribute('aria-setsize')
  app.faults.setFault({ kind: 'blackhole' })
  const result = mailPage(page).search.results.filter({ hasText: 'Perché no' })
  await mailPage(page).search.box.pressSequentially('perche')
  await expect.poll(() => result.getAttribute('aria-setsize')).toBe('1')
  await page.getByText('1 by sender or subject so far').waitFor()
  app.faults.setFault(undefined)
  app.faults.drop()
  // The server knows of no more: what the headers have stays.
  await page.getByText('1 result for perche').first().waitFor()
  expect(await result.getAttribute('aria-setsize')).toBe('1')
  await mailPage(page).search.clear()
  await expect.poll(() => row('Perché no').getAttribute('aria-setsize')).toBe(rows)
})

it('keeps nothing, and asks for nothing it does not show, where that is not wanted', async () => {
  const { page } = opened
  await mailPage(page).settings.open()
  await mailPage(page).settings.keepMail.uncheck()
  await expect.poll(() => headersCached('INBOX')).toBe(0)
  await kept('views', 'INBOX').toBe(false)
  await page.keyboard.press('Escape')
  // It is left by a step back: a reload before that would open it again.
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.reload()
  await row('Perché no').waitFor()
  app.tap.reset()
  await folder(/^Archive/).click()
  await row('Old').waitFor()
  await folder(/^Inbox/).click()
  await row('Perché no').waitFor()
  await kept('views', 'INBOX').toBe(false)
  expect(app.tap.commands().filter((line) => /SEARCH ALL/.test(line))).toEqual([])
  opened.expectQuiet()
})
