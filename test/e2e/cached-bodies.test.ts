import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider, startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { inShort } from '../support/whole.ts'

const LETTERS = 12
const BULK = 150
/** The product's bound, in messages. */
const MOST = 1_000

let app: App
let opened: OpenPage
beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'], pollIntervalMs: 500 })
  app.dovecot.seedBulk(giulia.username, 'INBOX', BULK)
  for (let n = 1; n <= LETTERS; n++)
    app.dovecot.append(giulia.username, 'INBOX', { raw: letter(n), flags: ['\\Seen'] })
  app.dovecot.doveadm('mailbox', 'create', '-u', giulia.username, 'Projects')
  app.dovecot.append(giulia.username, 'Projects', letter(20), letter(21))
  opened = await app.signIn()
  await row(LETTERS).waitFor()
})
afterAll(() => app.stop())
afterEach(() => {
  app.faults.setFault(undefined)
})

function letter(n: number): string {
  return [
    `Subject: Number ${n}.`,
    'From: anna@ponte.example',
    `Cc: copied-${n}@ponte.example`,
    'Content-Type: multipart/alternative; boundary=b',
    '',
    `--b\r\nContent-Type: text/plain\r\n\r\nPlain of number ${n}.`,
    `--b\r\nContent-Type: text/html\r\n\r\n<p>Body of number ${n}.</p>`,
    '--b--\r\n',
  ].join('\r\n')
}

const uidOf = (n: number): number => BULK + n
const row = (n: number) => opened.page.getByRole('option', { name: `Number ${n}.` })
const folder = (name: RegExp) => mailPage(opened.page).folders.item(name)
const message = () => mailPage(opened.page).message
const shown = (text: string) => mailPage(opened.page).message.body.getByText(text).waitFor()
const connected = () => expect.poll(() => mailPage(opened.page).statusLine.innerText()).toMatch(/Connected/)
/** Commands that ask for the bodies of messages. */
const fetched = () =>
  app.tap.commands().filter((line) => /FETCH.*BODY\.PEEK\[/.test(line) && !/ENVELOPE/.test(line))

type Key = [account: string, path: string, uidValidity: string, uid: number, form: string]

/** What this browser's database holds; nothing where there is none, which opening it would make. */
function onDisk(): Promise<Key[]> {
  return opened.page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name)
    if (!names.includes('ponte-bodies')) return []
    return new Promise<Key[]>((resolve) => {
      const request = indexedDB.open('ponte-bodies')
      request.onsuccess = () => {
        const transaction = request.result.transaction(['bodies', 'uses'])
        const bodies = transaction.objectStore('bodies').getAllKeys()
        const uses = transaction.objectStore('uses').getAllKeys()
        transaction.oncomplete = () => {
          request.result.close()
          // Of each body its use is known, or the bounds would not hold.
          if (JSON.stringify(bodies.result) !== JSON.stringify(uses.result)) throw new Error('they differ')
          resolve(bodies.result as unknown as Key[])
        }
      }
    })
  })
}
/** UIDs whose bodies are kept; of INBOX the letters, for of the bulk some are unread and come ahead. */
const cachedIn = (path: string) =>
  expect.poll(async () =>
    (await onDisk())
      .filter((key) => key[1] === path && key[4] === 'html')
      .map((key) => key[3])
      .filter((uid) => path !== 'INBOX' || uid > BULK)
      .sort((one, other) => one - other),
  )

function headersCached(): Promise<number> {
  return opened.page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name)
    if (!names.includes('ponte-headers')) return 0
    return new Promise<number>((resolve) => {
      const request = indexedDB.open('ponte-headers')
      request.onsuccess = () => {
        const all = request.result.transaction('blocks').objectStore('blocks').getAll()
        all.onsuccess = () => {
          request.result.close()
          resolve(all.result.reduce((sum: number, { uids }: { uids: unknown[] }) => sum + uids.length, 0))
        }
      }
    })
  })
}

/** Cuts the mail server off, and loads the page anew. */
async function reloadWithoutServer(): Promise<void> {
  app.faults.setFault({ kind: 'blackhole' })
  app.faults.drop()
  app.tap.reset()
  await opened.page.reload()
}

/** And back. */
async function reload(): Promise<void> {
  app.faults.setFault(undefined)
  app.faults.drop()
  app.tap.reset()
  await opened.page.reload()
  await connected()
}

it('what was read, or read ahead, is opened after a reload without the server', async () => {
  await row(8).click()
  await shown('Body of number 8.')
  await cachedIn('INBOX').toEqual([6, 7, 8, 9].map(uidOf))
  await reloadWithoutServer()
  for (const n of [8, 7, 6, 9]) {
    await row(n).click()
    await shown(`Body of number ${n}.`)
  }
  expect(await message().pane.getByRole('alert').count()).toBe(0)
  expect(fetched()).toEqual([])
})

it('nothing that is kept is read ahead again', async () => {
  await reload()
  await row(LETTERS).waitFor()
  app.tap.reset()
  await row(8).click()
  await shown('Body of number 8.')
  // Its neighbours are at hand; those of the next one are not, but for two.
  await row(6).click()
  await shown('Body of number 6.')
  await cachedIn('INBOX').toEqual([4, 5, 6, 7, 8, 9].map(uidOf))
  const uids = fetched().map((line) => Number(/^UID FETCH (\d+) /.exec(line)?.[1]))
  expect(uids.filter((uid) => uid > BULK).sort()).toEqual([4, 5].map(uidOf))
})

it('both forms of a message are kept, each by itself', async () => {
  const { page } = opened
  const asPlain = async (name: string) => {
    await message().pane.getByRole('button', { name: 'More actions' }).first().click()
    await page.getByRole('menuitem', { name }).click()
  }
  await asPlain('Show as plain text')
  await shown('Plain of number 6.')
  await expect.poll(async () => (await onDisk()).filter((key) => key[4] === 'plain').length).toBe(1)
  await reloadWithoutServer()
  await row(6).click()
  await shown('Body of number 6.')
  await asPlain('Show as plain text')
  await shown('Plain of number 6.')
  await reload()
})

it('a row that only the header index knows is opened too', async () => {
  const { page } = opened
  const { list } = mailPage(page)
  const deep = () => list.place(100)
  /** All headers are here, and the list is as they arrange it. */
  const indexed = async () => {
    await reload()
    await expect.poll(headersCached).toBe(BULK + LETTERS)
    await reload()
    await row(LETTERS).waitFor()
    // Compared with the server again, so it is in use.
    await expect.poll(() => app.tap.commands().some((line) => /SEARCH.*DRAFT/.test(line))).toBe(true)
  }
  const deepRow = async () => {
    // In the middle of the list.
    await list.box.evaluate((element) => {
      const height = element.querySelector('[role=option]')?.getBoundingClientRect().height ?? 0
      element.scrollTop = 95 * height
    })
    await expect.poll(() => deep().locator('time').count()).toBe(1)
  }
  const text = () => mailPage(page).message.body.innerText()
  await indexed()
  const before = await onDisk()
  await deepRow()
  await deep().click()
  await expect.poll(async () => (await onDisk()).length).toBeGreaterThan(before.length)
  const read = await text()
  expect(read).toMatch(/\S/)
  await indexed()
  app.faults.setFault({ kind: 'blackhole' })
  app.tap.reset()
  await deepRow()
  await deep().click()
  await expect.poll(text).toBe(read)
  expect(app.tap.commands().filter((line) => /FETCH/.test(line))).toEqual([])
  await reload()
})

describe('what is gone is dropped', () => {
  it('a message that was expunged while it was looked on', async () => {
    await row(6).waitFor()
    app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', 'subject', 'Number 5.')
    await expect.poll(async () => (await onDisk()).map((key) => key[3])).not.toContain(uidOf(5))
    expect((await onDisk()).map((key) => key[3])).toContain(uidOf(6))
  })

  it('one that was expunged while nobody looked', async () => {
    await opened.page.goto('about:blank')
    app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', 'subject', 'Number 4.')
    await opened.page.goto(app.url)
    await row(6).waitFor()
    await expect.poll(async () => (await onDisk()).map((key) => key[3])).not.toContain(uidOf(4))
    expect((await onDisk()).map((key) => key[3])).toContain(uidOf(6))
  })

  it('all of a mailbox that was made anew under its name', async () => {
    await folder(/^Projects/).click()
    await row(21).click()
    await shown('Body of number 21.')
    await cachedIn('Projects').toEqual([1, 2])
    const before = (await onDisk()).find((key) => key[1] === 'Projects')?.[2]
    await folder(/^Inbox/).click()
    await row(6).waitFor()
    app.dovecot.doveadm('mailbox', 'delete', '-u', giulia.username, 'Projects')
    app.dovecot.doveadm('mailbox', 'create', '-u', giulia.username, 'Projects')
    app.dovecot.append(giulia.username, 'Projects', { raw: letter(30), flags: ['\\Seen'] })
    await folder(/^Projects/).click()
    // The same UID is another message.
    await row(30).click()
    await shown('Body of number 30.')
    await expect
      .poll(async () => (await onDisk()).filter((key) => key[1] === 'Projects').map((key) => key[3]))
      .toEqual([1])
    expect((await onDisk()).find((key) => key[1] === 'Projects')?.[2]).not.toBe(before)
  })

  it('all of a mailbox that is no more', async () => {
    await folder(/^Inbox/).click()
    await row(6).waitFor()
    app.dovecot.doveadm('mailbox', 'delete', '-u', giulia.username, 'Projects')
    await opened.page.reload()
    await cachedIn('Projects').toEqual([])
    await cachedIn('INBOX').not.toEqual([])
  })

  it('the longest unused, where there are too many', async () => {
    await opened.page.evaluate(async (most) => {
      const request = indexedDB.open('ponte-bodies')
      await new Promise((resolve) => (request.onsuccess = resolve))
      const transaction = request.result.transaction(['bodies', 'uses'], 'readwrite')
      const known = transaction.objectStore('uses').getAllKeys()
      known.onsuccess = () => {
        for (let n = 1; n <= most - known.result.length; n++) {
          const key = ['another account', 'INBOX', '1', n, 'html']
          transaction.objectStore('bodies').put({}, key)
          transaction.objectStore('uses').put({ key, at: n, bytes: 1 })
        }
      }
      await new Promise((resolve) => (transaction.oncomplete = resolve))
      request.result.close()
    }, MOST)
    await row(2).click()
    await shown('Body of number 2.')
    await expect
      .poll(
        async () =>
          (await onDisk()).filter((key) => key[3] === uidOf(2) && key[0] !== 'another account').length,
      )
      .toBe(1)
    const all = await onDisk()
    expect(all).toHaveLength(MOST)
    const others = all.filter((key) => key[0] === 'another account').map((key) => key[3])
    expect(others).not.toContain(1)
    expect(others).toContain(MOST - 20)
  })
})

describe('a database that', () => {
  it.each(
    inShort(1, [
      ['never answers', 'silent'],
      ['is forbidden', 'forbidden'],
      ['is full', 'full'],
    ]),
  )('%s keeps nobody from reading', async (_, how) => {
    const other = await app.browser.openPage()
    await other.page.addInitScript((how) => {
      const isOurs = (name: string): boolean => name === 'ponte-bodies'
      const { open } = IDBFactory.prototype
      IDBFactory.prototype.open = function (name, version) {
        if (how === 'forbidden' && isOurs(name)) throw new DOMException('no', 'SecurityError')
        if (how === 'silent' && isOurs(name)) return new EventTarget() as IDBOpenDBRequest
        return open.call(this, name, version)
      }
      const { put } = IDBObjectStore.prototype
      IDBObjectStore.prototype.put = function (value, key) {
        if (how === 'full' && isOurs(this.transaction.db.name))
          throw new DOMException('no', 'QuotaExceededError')
        return put.call(this, value, key)
      }
    }, how)
    const was = opened
    opened = other
    try {
      await other.page.goto(app.url)
      await signInThroughProvider(other.page, { user: giulia })
      await row(2).click()
      await shown('Body of number 2.')
      await row(3).click()
      await shown('Body of number 3.')
      expect(await message().pane.getByRole('alert').count()).toBe(0)
      other.expectQuiet()
    } finally {
      opened = was
      await other.close()
    }
  })
})

it('keeps nothing where that is not wanted', async () => {
  const { page } = opened
  await mailPage(page).settings.open()
  await mailPage(page).settings.keepMail.uncheck()
  await expect.poll(onDisk).toEqual([])
  await page.keyboard.press('Escape')
  // It is left by a step back: a reload before that would open it again.
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.reload()
  await row(3).click()
  await shown('Body of number 3.')
  // The server is asked anew: neither what was read nor what is read now is kept.
  await row(2).click()
  await shown('Body of number 2.')
  await page.waitForFunction(() => new Promise((resolve) => requestIdleCallback(() => resolve(true))))
  expect(await onDisk()).toEqual([])
  opened.expectQuiet()
})
