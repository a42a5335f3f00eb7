import { afterAll, beforeAll, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'

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

const list = () => opened.page.getByRole('listbox', { name: 'Messages' })
const row = (name: string) => list().getByRole('option', { name })
const folder = (name: RegExp) => opened.page.getByRole('treeitem', { name })
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
  await expect.poll(() => opened.page.getByRole('contentinfo').innerText()).toMatch(/Connected/)
  app.faults.setFault({ kind: 'blackhole' })
  await folder(/^Archive/).click()
  await row('Old').waitFor()
  app.faults.setFault(undefined)
  app.faults.drop()
})
