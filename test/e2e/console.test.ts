import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { protocolConsole } from '../support/pages/protocolConsole.ts'
import { REFERENCE_PAGE } from '../support/referencePage.ts'

describe('the protocol console', () => {
  let product: DemoProduct
  let browser: TestBrowser
  let opened: OpenPage
  /** What the page sent over its socket. */
  const sent: string[] = []

  beforeAll(async () => {
    product = await startDemoProduct()
    browser = await startChromium()
    opened = await browser.openPage()
    const { page } = opened
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => void (typeof payload === 'string' && sent.push(payload))),
    )
    await page.goto(product.url)
    await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
    await mailPage(page).list.rows.first().waitFor()
  })
  afterAll(async () => {
    await browser.stop()
    await product.stop()
  })

  /** What the console exports of what it lists. */
  async function exported(): Promise<{ entries: { line?: string }[] }> {
    const { page } = opened
    const download = page.waitForEvent('download')
    await protocolConsole(page)
      .region.getByRole('button', { name: 'Export what is recorded as JSON' })
      .click()
    return JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { entries: { line?: string }[] }
  }

  it('shows what passes, without mail unless asked, and runs it again; closed, it asks for nothing', async () => {
    const { page } = opened
    const { region, entries, details, ...console } = protocolConsole(page)
    expect(sent.some((frame) => frame.includes('"trace"'))).toBe(false)
    await console.open()
    await mailPage(page)
      .list.row(/Drawings for the footbridge/)
      .first()
      .click()
    const body = entries.filter({ hasText: /^[\s\S]*fetchBody/ })
    await body.first().waitFor()
    await entries.filter({ hasText: 'BODY[' }).first().waitFor()

    // A command with its answer, and the time that took.
    await region.getByRole('combobox', { name: 'Show' }).selectOption('call')
    await entries
      .filter({ hasText: /fetchBody.*ms/s, hasNotText: 'failed' })
      .first()
      .getByRole('button')
      .click()
    await details.getByText('"state": "ok"').waitFor()
    await details.getByRole('button', { name: 'Run again' }).click()
    await console.result.getByText('Done.').waitFor()
    expect(await console.result.innerText()).not.toContain('From:')
    await region.getByRole('switch', { name: 'Show mail' }).click()
    await console.result.getByText('From:').first().waitFor()
    await region.getByRole('switch', { name: 'Show mail' }).click()

    // A command by its form: a message's envelope, which is mail.
    expect(await console.run('fetch')).toContain('"subject": "… (')

    await console.tab('Traffic').click()
    const file = await exported()
    expect(file.entries.length).toBeGreaterThan(2)
    expect(JSON.stringify(file)).not.toContain('footbridge')

    await region.getByRole('button', { name: 'Close the console' }).click()
    const tracing = sent.map(
      (frame) => JSON.parse(frame) as { command?: string; tag?: number; cancel?: number },
    )
    const { tag } = tracing.find(({ command }) => command === 'trace') ?? {}
    await expect.poll(() => sent.includes(JSON.stringify({ cancel: tag }))).toBe(true)
  })

  it('runs every command of Outlook.com’s reference page, in both forms where IMAP has two', async () => {
    const { page } = opened
    const { region, entries, ...console } = protocolConsole(page)
    await console.open()
    await console.tab('Run a command').click()
    const state = { mailbox: { path: 'Console', uidValidity: '1' } }
    for (const { imap, command, args, refused } of REFERENCE_PAGE) {
      const told = await console.run(command, args?.(state))
      expect(told, imap).toContain(refused === undefined ? 'Done.' : `"code": "${refused}"`)
      if (command === 'select')
        state.mailbox.uidValidity = /"uidValidity": "(\d+)"/.exec(told)?.[1] ?? state.mailbox.uidValidity
    }
    await console.tab('Traffic').click()
    await region.getByRole('combobox', { name: 'Show' }).selectOption('line')
    // The last of them to come.
    await entries.filter({ hasText: 'DELETE "Console 2"' }).first().waitFor()
    // All of them: the list shows the newest only.
    const passed = (await exported()).entries.map(({ line = '' }) => line)
    const unseen = REFERENCE_PAGE.filter(({ line }) => line && !passed.some((one) => line.test(one)))
    expect(unseen.map(({ imap }) => imap)).toEqual([])
    // No token of AUTHENTICATE, nor of anything else.
    await region.getByRole('combobox', { name: 'Show' }).selectOption('call')
    const token = sent.map((frame) => /"accessToken":"([^"]+)"/.exec(frame)?.[1]).find(Boolean)
    expect(token).toBeTruthy()
    expect(await region.innerText()).not.toContain(token)
    opened.expectQuiet()
  })
})
