import { afterAll, beforeAll, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'

let app: App
let opened: OpenPage
beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'], pollIntervalMs: 500 })
  app.dovecot.append(
    giulia.username,
    'INBOX',
    letter('plan', 'The plan'),
    letter('bills', 'Bills'),
    letter('plan2', 'Re: The plan', 'plan'),
    letter('apples', 'Apples'),
    letter('plan3', 'Re: The plan', 'plan2'),
  )
  opened = await app.signIn()
  // Every list that is drawn, from the first on: how many rows it says it has, and the subject at its top.
  await opened.page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    const look = (): void => {
      const first = document.querySelector('#message-list [role=option]')
      const top = first?.querySelector('.subject')?.textContent
      const now = `${first?.getAttribute('aria-setsize')} ${top}`
      if (top !== undefined && seen.at(-1) !== now) seen.push(now)
    }
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true })
  })
})
afterAll(() => app.stop())

function letter(id: string, subject: string, references?: string): string {
  return [
    `From: ${marco.name} <${marco.username}>`,
    `Subject: ${subject}`,
    `Message-ID: <${id}@ponte.example>`,
    ...(references === undefined ? [] : [`References: <${references}@ponte.example>`]),
    '',
    `Body of ${subject}`,
    '',
  ].join('\r\n')
}

const options = () => mailPage(opened.page).list.rows
const subjects = () => options().locator('.subject').allTextContents()
const seen = () => opened.page.evaluate(() => (window as unknown as { seen: string[] }).seen)
const whole = (subject: string) =>
  options().filter({ hasText: subject }).first().getByText('3 messages in this conversation').waitFor()
/** How many rows the kept list of INBOX has, by the arrangement that is kept beside it. */
const kept = () =>
  opened.page.evaluate(async () => {
    const request = indexedDB.open('ponte-views')
    await new Promise((resolve) => (request.onsuccess = resolve))
    const stores = request.result.objectStoreNames
    if (!stores.contains('arrangements')) return -1
    const transaction = request.result.transaction(['views', 'arrangements'])
    const views = transaction.objectStore('views').getAll()
    const arrangements = transaction.objectStore('arrangements').getAll()
    await new Promise((resolve) => (transaction.oncomplete = resolve))
    request.result.close()
    const view = views.result[0] as { summaries?: unknown[]; mailbox: { exists: number } } | undefined
    const found = arrangements.result[0] as
      { arrangement: { uids: Uint32Array; members: Uint32Array } } | undefined
    const same = found?.arrangement.members.length === view?.mailbox.exists
    return same && view?.summaries?.length === found?.arrangement.uids.length
      ? found?.arrangement.uids.length
      : 0
  })

it('a reload draws the conversations as they were at once, without the server', async () => {
  await expect.poll(subjects).toEqual(['Re: The plan', 'Apples', 'Bills'])
  await whole('Re: The plan')
  await expect.poll(kept).toBe(3)
  app.faults.setFault({ kind: 'blackhole' })
  app.faults.drop()
  await opened.page.reload()
  await whole('Re: The plan')
  expect(await subjects()).toEqual(['Re: The plan', 'Apples', 'Bills'])
  expect(await seen()).toEqual(['3 Re: The plan'])
})

it('the index takes over, and nothing moves', async () => {
  app.faults.setFault(undefined)
  app.faults.drop()
  app.tap.reset()
  await opened.page.reload()
  await whole('Re: The plan')
  // What follows the sync of the folder.
  await expect
    .poll(() => app.tap.commands().some((line) => /STATUS "Sent" \(UIDVALIDITY/.test(line)))
    .toBe(true)
  await mailPage(opened.page).list.box.focus()
  await opened.page.keyboard.press('ArrowDown')
  await opened.page.keyboard.press('ArrowRight')
  await expect.poll(subjects).toEqual(['Re: The plan', 'Re: The plan', 'The plan', 'Apples', 'Bills'])
  await opened.page.keyboard.press('ArrowLeft')
  await expect.poll(subjects).toEqual(['Re: The plan', 'Apples', 'Bills'])
  expect((await seen()).filter((one) => !one.startsWith('5 '))).toEqual(['3 Re: The plan', '3 Re: The plan'])
})

it('what changed meanwhile is put right in place: never a list of single messages', async () => {
  await expect.poll(kept).toBe(3)
  await opened.page.goto('about:blank')
  app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', 'subject', 'Apples')
  app.dovecot.doveadm(
    'flags',
    'add',
    '-u',
    giulia.username,
    '\\Flagged',
    'mailbox',
    'INBOX',
    'subject',
    'Bills',
  )
  app.dovecot.append(giulia.username, 'INBOX', letter('bills2', 'Re: Bills', 'bills'))
  await opened.page.goto(app.url)
  // Rows whose words are still to come count too.
  await expect.poll(async () => (await seen()).at(-1)).toBe('2 Re: Bills')
  await expect.poll(subjects).toEqual(['Re: Bills', 'Re: The plan'])
  await whole('Re: The plan')
  const lists = await seen()
  expect(lists[0]).toBe('3 Re: The plan')
  expect(lists.at(-1)).toBe('2 Re: Bills')
  // In between the new one stands by itself, and what is gone may be there still: three or four rows, never all five messages.
  expect(lists.filter((one) => /^5 /.test(one))).toEqual([])
  expect(lists.some((one) => /^[34] Re: Bills/.test(one))).toBe(true)
})

it('conversations that are switched off are not drawn', async () => {
  await mailPage(opened.page).list.sort.click()
  await opened.page.getByRole('menuitemcheckbox', { name: 'Group by conversation' }).click()
  const all = ['Re: Bills', 'Re: The plan', 'Re: The plan', 'Bills', 'The plan']
  await expect.poll(subjects).toEqual(all)
  await opened.page.reload()
  await expect.poll(subjects).toEqual(all)
  expect((await seen()).filter((one) => !one.startsWith('5 '))).toEqual([])
  // Of the script above, in the frame that runs none.
  opened.expectQuiet(/Blocked script execution/)
})
