import { afterAll, beforeAll, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

let app: App
let opened: OpenPage
beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  for (let n = 1; n <= 12; n++) {
    const raw = `Subject: Number ${n}.\r\nFrom: anna@ponte.example\r\n\r\nBody of number ${n}.\r\n`
    app.dovecot.append(giulia.username, 'INBOX', { raw, flags: n < 12 ? ['\\Seen'] : [] })
  }
  opened = await app.signIn()
  await row(12).waitFor()
})
afterAll(() => app.stop())

const row = (n: number) => opened.page.getByRole('option', { name: `Number ${n}.` })
const shown = (n: number) => mailPage(opened.page).message.body.getByText(`Body of number ${n}.`).waitFor()
/** Bodies asked for so far. */
const fetched = () =>
  app.tap.commands().filter((line) => /FETCH.*BODY\.PEEK\[1\]/.test(line) && !/ENVELOPE/.test(line))
const quiet = () => {
  let last = -1
  return until('quiet', async () => {
    const now = app.tap.commands().length
    await opened.page.waitForTimeout(300)
    const still = now === app.tap.commands().length && now === last
    last = now
    return still || undefined
  })
}

it('the newest unread and the neighbours of what is read are at hand: opened without the server', async () => {
  await until('the newest unread', () => fetched().length >= 1 || undefined)
  // Asked for is not yet here.
  await quiet()
  await row(12).click()
  await shown(12)
  expect(fetched().filter((line) => line.startsWith('UID FETCH 12 '))).toHaveLength(1)
  await row(8).click()
  await shown(8)
  await until(
    'its neighbours',
    () =>
      [7, 6, 9].every((uid) => fetched().some((line) => line.startsWith(`UID FETCH ${uid} `))) || undefined,
  )
  await quiet()
  app.faults.setFault({ kind: 'blackhole' })
  for (const n of [7, 6, 9, 12, 8]) {
    await row(n).click()
    await shown(n)
  }
  expect(await mailPage(opened.page).message.pane.getByRole('alert').count()).toBe(0)
  app.faults.setFault(undefined)
  app.faults.drop()
})

it('where every byte is paid for, nothing comes that was not asked for', async () => {
  await opened.page.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
  )
  await opened.page.reload()
  await row(3).waitFor()
  await quiet()
  app.tap.reset()
  await row(3).click()
  await shown(3)
  await quiet()
  expect(fetched().map((line) => line.split(' ')[2])).toEqual(['3'])
})
