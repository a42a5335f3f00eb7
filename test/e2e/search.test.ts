import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider, startApp, type App } from '../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startProduct, type Product } from '../support/product.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

const letter = (from: string, subject: string, ...more: string[]): string =>
  [
    `From: ${from}`,
    `To: ${giulia.username}`,
    `Subject: ${subject}`,
    ...more,
    '',
    `Text of ${subject}`,
    '',
  ].join('\r\n')

const options = (page: Page): Locator => mailPage(page).list.rows

async function look(page: Page, text: string): Promise<void> {
  await mailPage(page).search.runHere(text)
}

describe('search on Dovecot', () => {
  let app: App
  let opened: OpenPage
  let page: Page

  beforeAll(async () => {
    app = await startApp({ profile: 'full', kinds: ['oidc'] })
    app.dovecot.append(
      giulia.username,
      'INBOX',
      letter('Anna <anna@example.org>', 'Bridge plans'),
      letter('Anna <anna@example.org>', 'Lunch'),
      letter(
        'Bruno <bruno@example.org>',
        'Bridge costs',
        'Content-Type: multipart/mixed; boundary=b',
        'MIME-Version: 1.0',
      ),
      letter('=?utf-8?q?Jos=C3=A9?= <jose@example.org>', '=?utf-8?q?Perch=C3=A9_no=3F?='),
    )
    app.dovecot.append(giulia.username, 'Archive', letter('Anna <anna@example.org>', 'Old bridge'))
    app.dovecot.doveadm(
      'flags',
      'add',
      '-u',
      giulia.username,
      '\\Seen',
      'mailbox',
      'INBOX',
      'subject',
      'Lunch',
    )
  })
  afterAll(() => app?.stop())
  beforeEach(async () => {
    opened = await app.signIn()
    page = opened.page
    await options(page).getByText('Lunch').first().waitFor()
    await mailPage(page)
      .folders.item(/^Archive/)
      .waitFor()
  })
  afterEach(async () => {
    opened.expectQuiet()
    await opened.close()
  })

  it('finds by sender, subject, state, file and date, in any script', async () => {
    const asked: [string, string[]][] = [
      ['from:anna', ['Lunch', 'Bridge plans']],
      ['from:anna is:unread', ['Bridge plans']],
      ['subject:bridge -from:anna', ['Bridge costs']],
      ['has:attachment', ['Bridge costs']],
      ['José', ['Perché no?']],
      ['subject:perché', ['Perché no?']],
      ['before:2001-01-01', []],
    ]
    for (const [text, subjects] of asked) {
      await look(page, text)
      const count = subjects.length
      await page
        .getByText(`${count === 0 ? 'No' : count} result${count === 1 ? '' : 's'} for ${text} in Inbox`)
        .first()
        .waitFor()
      for (const subject of subjects) await options(page).getByText(subject, { exact: true }).waitFor()
      expect(await options(page).count(), text).toBe(count)
    }
  })

  it('finds what lies in another folder without being told where, and acts on it', async () => {
    const { search, message, toasts } = mailPage(page)
    await search.box.fill('old bridge')
    const found = search.results.filter({ hasText: 'Old bridge' })
    await found.waitFor()
    expect(await found.locator('.place').innerText()).toBe('Archive')
    await search.box.press('Enter')
    await page.getByText('1 result for old bridge in All mail').first().waitFor()
    await page.keyboard.press('j')
    await message.heading('Old bridge').waitFor()
    await page.keyboard.press('s')
    await found.getByRole('img', { name: 'Flagged' }).waitFor()
    await page.keyboard.press('#')
    await page.getByText('Nothing found').waitFor()
    await message.heading('Old bridge').waitFor({ state: 'detached' })
    await page.keyboard.press('z')
    await found.waitFor()
    await toasts.saying('Put back').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('s')
    await found.getByRole('img', { name: 'Flagged' }).waitFor({ state: 'detached' })
  })

  it('is a list like any: opens, goes on, and Escape takes it back', async () => {
    await look(page, 'from:anna')
    await page.getByText('2 results for from:anna in Inbox').first().waitFor()
    const heading = (name: string): Locator => mailPage(page).message.pane.getByRole('heading', { name })
    await page.keyboard.press('j')
    await heading('Lunch').waitFor()
    await page.keyboard.press('j')
    await heading('Bridge plans').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.press('Escape')
    await options(page).getByText('Bridge costs', { exact: true }).waitFor()
    expect(await mailPage(page).search.box.inputValue()).toBe('')
  })

  it('searches in another folder, and says what it does not understand', async () => {
    await mailPage(page).search.run('in:archive bridge')
    await mailPage(page).search.results.getByText('Old bridge', { exact: true }).waitFor()
    await page.getByRole('heading', { name: 'Archive', exact: true }).waitFor()
    await look(page, 'larger:big')
    await page.getByText('“big” is no size.').waitFor()
    await look(page, 'in:nowhere x')
    await page.getByText('There is no folder “nowhere”.').waitFor()
  })

  it.runIf(WHOLE)('offers the searches of before, until the mail of this computer is forgotten', async () => {
    const recent = mailPage(page).search.recent
    const offered = (...texts: string[]): Promise<void> =>
      expect.poll(() => recent.getByRole('option').allInnerTexts()).toEqual(texts) as unknown as Promise<void>
    for (const text of ['subject:plans', 'from:bruno']) {
      await mailPage(page).search.run(text)
      await page.getByText(`1 result for ${text} in All mail`).first().waitFor()
    }
    // A reload leads back to the search: cleared, it leaves the box to those of before.
    await page.reload()
    await page.getByText('1 result for from:bruno in All mail').first().waitFor()
    await mailPage(page).search.clear()
    await options(page).getByText('Lunch').first().waitFor()
    await mailPage(page).search.box.blur()
    await mailPage(page).search.box.focus()
    await offered('from:bruno', 'subject:plans')
    await mailPage(page).search.box.press('ArrowDown')
    await mailPage(page).search.box.press('ArrowDown')
    const active = (await mailPage(page).search.box.getAttribute('aria-activedescendant')) ?? ''
    expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true')
    await mailPage(page).search.box.press('Enter')
    await page.getByText('1 result for subject:plans in All mail').first().waitFor()
    await mailPage(page).search.clear()
    await mailPage(page).search.box.focus()
    await offered('subject:plans', 'from:bruno')
    await mailPage(page).search.box.press('Escape')
    await recent.waitFor({ state: 'detached' })
    const kept = (): Promise<string[]> =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('ponte.searches')))
    expect(await kept()).toHaveLength(1)
    await mailPage(page).settings.open()
    await mailPage(page).settings.keepMail.uncheck()
    await expect.poll(kept).toEqual([])
  })

  it('is built by its options', async () => {
    await mailPage(page).search.optionsButton.click()
    const fields = mailPage(page).search.options
    await fields.getByRole('textbox', { name: 'From' }).fill('anna')
    await fields.getByRole('checkbox', { name: 'Unread' }).check()
    await fields.getByRole('button', { name: 'Search' }).click()
    await page.getByText('for from:anna is:unread in All mail').first().waitFor()
    expect(await mailPage(page).search.box.inputValue()).toBe('from:anna is:unread')
  })
})

describe('search where the server takes ASCII alone', () => {
  let product: Product
  let browser: TestBrowser

  beforeAll(async () => {
    product = await startProduct()
    browser = await startChromium()
  })
  afterAll(async () => {
    await browser?.stop()
    await product?.stop()
  })

  it('what a newcomer types is found, though it lies in a folder of its own', async () => {
    const opened = await browser.openPage()
    const { page } = opened
    await page.goto(product.url)
    await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
    const { search, message, list } = mailPage(page)
    await list.rows.getByText('Marco Bellini').first().waitFor()
    await search.box.fill('invoice')
    await page.getByRole('button', { name: 'Open the folder Invoices' }).waitFor()
    await search.run('fattura')
    await page
      .getByText(/^\d+ results for fattura in All mail/)
      .first()
      .waitFor()
    const places = new Set(await search.results.locator('.place').allInnerTexts())
    expect([places.has('Invoices'), places.has('Junk')]).toEqual([true, false])
    const first = search.results.first()
    await first.click()
    await message.heading(await first.locator('.subject').innerText()).waitFor()
    opened.expectQuiet()
    await opened.close()
  })

  it('compares headers in the page, and says so', async () => {
    const opened = await browser.openPage()
    const { page } = opened
    await page.goto(product.url)
    await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
    await options(page).getByText('Marco Bellini').first().waitFor()
    await look(page, 'subject:العقد')
    await page.getByText('This mail server cannot search for “العقد”.', { exact: false }).waitFor()
    await options(page).getByText('مراجعة العقد قبل التوقيع').first().waitFor()
    opened.expectQuiet()
    await opened.close()
  })

  it.runIf(WHOLE)(
    'reads the texts that are not here on wish, in any script, and says how far it is',
    async () => {
      const opened = await browser.openPage()
      const { page } = opened
      await page.goto(product.url)
      await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
      const { search, list } = mailPage(page)
      await list.rows.getByText('Marco Bellini').first().waitFor()
      await search.run('in:"Clients/Rossi & Figli" più')
      const read = page.getByRole('button', { name: 'Read the rest and look' })
      await read.waitFor()
      const before = await search.results.count()
      await read.click()
      await page
        .getByText(/^.*Read \d+ of \d+ more texts…$/)
        .first()
        .waitFor()
      await page
        .getByText(/All \d+ other texts have been read\.$/)
        .first()
        .waitFor()
      await expect.poll(() => search.results.count()).toBeGreaterThan(before)
      opened.expectQuiet()
      await opened.close()
    },
  )

  it('compares the headers at hand of all messages, once they are there', async () => {
    const opened = await browser.openPage()
    const { page } = opened
    await page.goto(product.url)
    await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
    await options(page).getByText('Marco Bellini').first().waitFor()
    const note = page.getByText(
      /Sender, first recipient and subject of all [\d,]+ messages were compared here/,
    )
    await expect
      .poll(
        async () => {
          await look(page, 'مراجعة العقد')
          await page.getByText('This mail server cannot search for', { exact: false }).waitFor()
          return note.count()
        },
        { interval: 1_000 },
      )
      .toBe(1)
    await options(page).getByText('مراجعة العقد قبل التوقيع').first().waitFor()
    await mailPage(page).search.scope('All mail').check()
    await mailPage(page).search.results.getByText('مراجعة العقد قبل التوقيع').first().waitFor()
    await page.getByText('This mail server cannot search for', { exact: false }).waitFor()
    opened.expectQuiet()
    await opened.close()
  })
})
