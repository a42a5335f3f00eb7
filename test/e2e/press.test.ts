import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** Long enough to be seen on its way. */
const LARGE = `${'A line of a long letter.\r\n'.repeat(11_000)}`

describe('at the press', () => {
  let app: App
  let opened: OpenPage
  /** Frames from the page to the bridge. */
  let sent: string[]

  beforeAll(async () => {
    app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
    for (let n = 1; n <= 12; n++) {
      const body = n % 2 === 0 ? LARGE : `Body of number ${n}.`
      const raw = `Subject: Number ${n}.\r\nFrom: anna@ponte.example\r\n\r\n${body}\r\n`
      app.dovecot.append(giulia.username, 'INBOX', { raw, flags: ['\\Seen'] })
    }
  })
  afterAll(() => app?.stop())
  beforeEach(async () => {
    sent = []
    opened = await app.signIn()
    await row(12).waitFor()
    const session = await opened.page.context().newCDPSession(opened.page)
    await session.send('Network.enable')
    session.on('Network.webSocketFrameSent', ({ response }) => void sent.push(response.payloadData))
  })
  afterEach(async () => {
    opened.expectQuiet()
    await opened.close()
  })

  const row = (n: number): Locator => opened.page.getByRole('option', { name: `Number ${n}.` })
  const asked = (uid: number): string[] =>
    sent.filter((frame) => frame.includes('"fetchBody"') && frame.includes(`"uid":${uid},`))
  const cancels = (): string[] => sent.filter((frame) => frame.includes('"cancel"'))

  it('a message is asked for before the button is let go, and once', async () => {
    const { page } = opened
    await row(4).hover()
    await page.mouse.down()
    await until('the message', () => asked(4).length > 0 || undefined)
    expect(await mailPage(page).message.heading('Number 4.').count()).toBe(0)
    await page.mouse.up()
    await mailPage(page).message.heading('Number 4.').waitFor()
    await mailPage(page).message.body.getByText('A line of a long letter.').first().waitFor()
    expect(asked(4)).toHaveLength(1)
    expect(cancels()).toEqual([])
  })

  it('who only passes over rows asks nothing, and what was pressed and left need not come', async () => {
    const { page } = opened
    app.delay.setDelay(1_000)
    try {
      await row(6).hover()
      await row(8).hover()
      await page.mouse.down()
      await until('the message', () => asked(8).length > 0 || undefined)
      expect(asked(6)).toEqual([])
      await mailPage(page).search.box.hover()
      await until('the cancel', () => cancels().length > 0 || undefined)
      await page.mouse.up()
    } finally {
      app.delay.setDelay(0)
    }
    expect(await mailPage(page).message.heading('Number 8.').count()).toBe(0)
  })

  it('the list says in its head that headers are still to come, until they are here', async () => {
    await opened.close()
    app.delay.setDelay(700)
    try {
      opened = await app.signIn()
      const word = opened.page.getByText(/^Headers \d+%$/)
      await word.waitFor()
      await word.waitFor({ state: 'detached' })
    } finally {
      app.delay.setDelay(0)
    }
  })

  it('what searches have found is pressed in the same way, in whatever folder', async () => {
    const { page } = opened
    const raw = `Subject: Elsewhere\r\nFrom: anna@ponte.example\r\n\r\n${LARGE}\r\n`
    app.dovecot.append(giulia.username, 'Archive', { raw, flags: ['\\Seen'] })
    await mailPage(page).search.run('subject:elsewhere')
    await page.getByText('1 result for subject:elsewhere in All mail').first().waitFor()
    await mailPage(page).search.results.first().hover()
    await page.mouse.down()
    await until('the message', () => asked(1).length > 0 || undefined)
    await page.mouse.up()
    await mailPage(page).message.heading('Elsewhere').waitFor()
    await mailPage(page).message.body.getByText('A line of a long letter.').first().waitFor()
  })
})
