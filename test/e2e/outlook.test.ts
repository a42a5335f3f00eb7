import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Switched } from '../../demo/behaviours.ts'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { mailPage } from '../support/pages/mailPage.ts'

/** What Outlook does beyond the standard, each by its switch, and what a person sees of it: mostly nothing. */

const SUBJECT = 'Drawings for the footbridge, revision C'

let product: DemoProduct
let browser: TestBrowser
let opened: OpenPage
let page: Page

beforeAll(async () => {
  product = await startDemoProduct()
  browser = await startChromium()
})
afterAll(async () => {
  await browser?.stop()
  await product?.stop()
})
afterEach(async () => {
  product.demo.behave()
  await opened.close()
})

/** Signed in, with rows on screen, at a mail service that does this. */
async function openWith(...switched: Switched[]) {
  product.demo.behave(...switched)
  opened = await browser.openPage()
  page = opened.page
  await page.goto(product.url)
  await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
  const { list } = mailPage(page)
  await list.row(SUBJECT).waitFor()
  return mailPage(page)
}

describe('nothing is noticed of a mail service that', () => {
  it.each([
    'idle',
    'noSaslIr',
    'imap4rev2',
    'silentTokenExpiry',
    'wrongSize',
    'bodystructureDefects',
    'nilBody',
    'bareInline',
    'strayDescription',
    'connectionLimit:1',
    'slow:100',
  ] as const)('%s: mail is listed, opened and found', async (behaviour) => {
    const { list, message, search } = await openWith(behaviour)
    await list.row(SUBJECT).click()
    await message.heading(SUBJECT).waitFor()
    await expect.poll(() => message.bodyAt(0).innerText()).toMatch(/\w{3}/)
    await search.run('subject:footbridge')
    await search.results.filter({ hasText: SUBJECT }).first().waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    opened.expectQuiet()
  })

  it.each(['workFolderNames', 'localisedFolderNames'] as const)(
    '%s: each folder is known for what it is',
    async (behaviour) => {
      const { folders, list, toasts } = await openWith(behaviour)
      for (const name of [/^Drafts/, /^Sent/, /^Archive/, /^Junk/, /^Deleted/])
        await folders.item(name).first().waitFor()
      await list.row(SUBJECT).click()
      await page.keyboard.press('e')
      await toasts.saying('Moved to Archive').waitFor()
      await toasts.undo.click()
      await list.row(SUBJECT).waitFor()
    },
  )
})

describe('a mail service that', () => {
  it('emptyCopyuid: does not tell where messages went: they are found again by their Message-IDs', async () => {
    const { list, toasts } = await openWith('emptyCopyuid')
    await list.row(SUBJECT).click()
    await page.keyboard.press('e')
    await list.row(SUBJECT).waitFor({ state: 'detached' })
    await toasts.undo.click()
    await list.row(SUBJECT).waitFor()
  })

  it('moveFails: refuses to move: the message stays where it was, in its words', async () => {
    const { list } = await openWith('moveFails')
    await list.row(SUBJECT).click()
    await page.keyboard.press('e')
    await page.getByText('The message stays where it was.', { exact: false }).waitFor()
    await list.row(SUBJECT).waitFor()
  })

  it('controlCharacterFolder: lists a folder nobody can write: the others are there', async () => {
    const { folders } = await openWith('controlCharacterFolder')
    await folders.item(/^Invoices/).waitFor()
    await folders.item(/^Archive/).waitFor()
  })

  it('throttledBye: asks to wait and ends the connection: one comes back by itself', async () => {
    const { folders, list } = await openWith()
    await folders.item(/^Archive/).waitFor()
    product.demo.imap.quirks.throttle = { afterCommands: 0, backoffMs: 3_000, bye: true }
    await folders.item(/^Archive/).click()
    await mailPage(page)
      .statusLine.getByText(/asks to wait|Trying again|again in/)
      .first()
      .waitFor()
    product.demo.behave()
    await page.getByRole('heading', { name: 'Archive', level: 1 }).waitFor()
    await list.rows.first().waitFor()
  })
})
