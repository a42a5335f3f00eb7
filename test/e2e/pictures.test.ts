import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { violations } from '../support/axe.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { ODD_LETTERS } from '../support/letters.ts'
import { shrinkPng } from '../support/png.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

/**
 * Every screen of the demo, photographed for people and measured by axe. All of it is light and dark on four widths,
 * as test/long has it: here the widest is measured in dark and the narrowest in light, so that
 * each colour and each end of the layout is seen once.
 */
const ALL = WHOLE || process.env['PONTE_README_PICTURES'] === '1'
const PICTURES = fileURLToPath(new URL('./pictures/', import.meta.url))
const VIEWPORTS = [
  { width: 1_440, height: 860 },
  { width: 1_024, height: 768 },
  { width: 768, height: 1_024 },
  { width: 390, height: 844 },
]
/** The README's, by the pictures they are made of: with PONTE_README_PICTURES=1 they are made anew. */
const README = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const IN_README = {
  main: 'reading-1440-light',
  dark: 'thread-1440-dark',
  compose: 'compose-1440-light',
  phone: 'main-390-light',
}
const SCHEMES = ['light', 'dark'] as const

let product: DemoProduct
let browser: TestBrowser
let opened: OpenPage
let page: Page

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  product = await startDemoProduct()
  browser = await startChromium()
  opened = await browser.openPage({ viewport: { width: 1_440, height: 860 }, reducedMotion: 'reduce' })
  page = opened.page
})
// A test that failed leaves the page as it was: the next begins wide and light all the same.
beforeEach(async () => {
  await page.emulateMedia({ colorScheme: 'light' })
  await resize(VIEWPORTS[0]!)
})
afterAll(async () => {
  await browser?.stop()
  await product?.stop()
  if (process.env['PONTE_README_PICTURES'] !== '1') return
  mkdirSync(README, { recursive: true })
  for (const [name, from] of Object.entries(IN_README))
    writeFileSync(`${README}${name}.png`, shrinkPng(readFileSync(`${PICTURES}${from}.png`)))
})

/** A page hears of its size once a frame: of two sizes within one it would hear of the second only. */
async function resize(viewport: (typeof VIEWPORTS)[number]): Promise<void> {
  await page.setViewportSize(viewport)
  await page.evaluate(() => new Promise(requestAnimationFrame))
}

/**
 * Takes the pictures of what is on screen, and has axe look at it wide and narrow. `widths` are those it is there at;
 * the page is left at the widest, in light.
 */
async function shoot(name: string, widths = VIEWPORTS): Promise<void> {
  const found: string[] = []
  const narrowest = widths.at(-1)
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme })
    const measured = ALL ? [widths[0], narrowest] : [scheme === 'dark' ? widths[0] : narrowest]
    for (const viewport of ALL ? widths : widths.filter((one) => measured.includes(one))) {
      await page.setViewportSize(viewport)
      const path = `${PICTURES}${name}-${viewport.width}-${scheme}.png`
      await page.screenshot({ path })
      if (measured.includes(viewport)) {
        const wrong = await violations(page)
        found.push(...wrong.map((line) => `${viewport.width} ${scheme}: ${line}`))
      }
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await resize(VIEWPORTS[0]!)
  // The pictures that follow are worth having too.
  expect.soft(found, name).toEqual([])
}

const list = () => mailPage(page).list
const message = () => mailPage(page).message
const body = () => mailPage(page).message.bodyAt(0)
const composer = () => mailPage(page).composer

async function search(text: string): Promise<void> {
  await mailPage(page).search.run(text)
  await page.getByText(`for ${text} in`).first().waitFor()
}

async function open(subject: string | RegExp, words: string | RegExp): Promise<void> {
  await list().row(subject).first().click()
  await body().getByText(words).first().waitFor()
}

describe('before the mail', () => {
  it('sign-in', async () => {
    await page.goto(product.url)
    await mailPage(page).signIn.button('Sign in', { exact: true }).waitFor()
    await shoot('sign-in')
  })

  it('the guide', async () => {
    await mailPage(page).signIn.button('Sign in with Microsoft').click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await shoot('guide')
    await page.goBack()
  })

  it('a sign-in that failed', async () => {
    product.demo.imap.quirks.authenticatedButNotConnected = true
    await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
    await page.getByRole('alert').first().waitFor()
    await shoot('sign-in-failed')
    product.demo.imap.quirks.authenticatedButNotConnected = false
  })
})

describe('the mail', () => {
  it('main', async () => {
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await list().rows.first().waitFor()
    // What is unread comes behind the rows.
    await mailPage(page).folders.item('Inbox').getByText(/^\d+$/).waitFor()
    await shoot('main')
  })

  it('reading a conversation with blocked images and files', async () => {
    await open('Drawings for the footbridge, revision C', 'The handrail section')
    await message().pane.getByText('3 messages').waitFor()
    await shoot('reading')
  })

  it('reading plain text', async () => {
    await open('Ricevuta di avvenuta trasmissione', 'La presente per confermare')
    await shoot('plain')
  })

  it('a long thread, all of it open', async () => {
    await open('Kyoto: tickets', /Tokyo/)
    await message().pane.getByText('5 messages').waitFor()
    await message().pane.getByRole('button', { name: 'Open all messages' }).click()
    await body().getByText('leave is approved').waitFor()
    await shoot('thread')
    await message().pane.getByRole('button', { name: 'Close all but one' }).click()
  })

  it('a newsletter, found by a search', async () => {
    await search('from:northlight')
    await mailPage(page).search.results.first().click()
    await body().getByText('Northlight Weekly').first().waitFor()
    await shoot('newsletter')
  })

  it.each([
    ['hostile-form', 'casella', 'Per continuare'],
    ['hostile-link', 'riconosciuto', 'Gentile cliente'],
  ])('%s', async (name, words, text) => {
    await search(`subject:${words}`)
    await mailPage(page).search.results.filter({ hasText: words }).first().click()
    await body().getByText(text).first().waitFor()
    await shoot(name)
  })

  it('a search that finds nothing', async () => {
    await page.keyboard.press('Escape')
    await search('subject:zeppelin')
    await page.getByText('No results').first().waitFor()
    await shoot('search-nothing')
    await mailPage(page).search.box.press('Escape')
  })

  it('a search in all folders', async () => {
    await search('in:all subject:bridge')
    await mailPage(page).search.results.first().waitFor()
    await shoot('search-all-folders')
    await mailPage(page).search.box.press('Escape')
  })

  it('the searches of before', async () => {
    await mailPage(page).search.box.blur()
    await mailPage(page).search.box.focus()
    await mailPage(page).search.box.press('ArrowDown')
    await mailPage(page).search.recent.waitFor()
    await shoot('search-recent')
    await mailPage(page).search.box.press('Escape')
  })
})

describe('writing', () => {
  it('a new message', async () => {
    await open('Drawings for the footbridge, revision C', 'The handrail section')
    await message().pane.getByText('3 messages').waitFor()
    await mailPage(page).composer.open()
    const to = composer().to
    for (const one of [marco.username, 'Hana Sato <hana.sato@ponte.example>']) {
      await to.fill(one)
      await to.press('Enter')
    }
    await composer().subject.fill('The walk on Saturday')
    await composer().text.click()
    for (const line of ['Ciao,', 'the train leaves at 8:04 from platform 3. Bring a raincoat.', 'Giulia']) {
      await page.keyboard.type(line)
      await page.keyboard.press('Enter')
    }
    await page.setInputFiles('input[type=file]:not([accept])', [
      { name: 'Map of the valley.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(640_000) },
    ])
    await shoot('compose')
  })

  it('the moment in which it can be called back', async () => {
    await composer().sendButton.click()
    const undo = mailPage(page).toasts.undo
    await undo.waitFor()
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme })
      for (const viewport of [VIEWPORTS[0]!, VIEWPORTS[3]!]) {
        await page.setViewportSize(viewport)
        await page.screenshot({ path: `${PICTURES}countdown-${viewport.width}-${scheme}.png` })
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(VIEWPORTS[0]!)
    await undo.click()
    await composer().discard.click()
  })

  it('an answer with its quotation open', async () => {
    await mailPage(page).message.button('Reply').click()
    await composer().form.getByRole('button', { name: 'Show quoted text' }).click()
    await page.frameLocator('iframe[title="Quoted text"]').getByText('The handrail section').waitFor()
    await shoot('reply')
    await composer().discard.click()
  })
})

describe('the list and the folders', () => {
  it('names and subjects of any length and direction', async () => {
    for (const odd of ODD_LETTERS) product.deliver(odd)
    await page.reload()
    await open(/Verbale/, 'Words of the longest')
    await shoot('odd-names')
  })

  it('the form that builds a search', async () => {
    await mailPage(page).search.optionsButton.click()
    await page.getByLabel('Has the words').waitFor()
    await shoot('search-form', [VIEWPORTS[0]!])
    await page.keyboard.press('Escape')
    await page.getByLabel('Has the words').waitFor({ state: 'detached' })
  })

  it('several chosen', async () => {
    await list()
      .rows.nth(1)
      .click({ modifiers: ['ControlOrMeta'] })
    await list()
      .rows.nth(3)
      .click({ modifiers: ['ControlOrMeta'] })
    await shoot('selection')
    await page.getByRole('button', { name: 'Clear selection' }).click()
    await list().box.focus()
    await page.keyboard.press('Escape')
    await page.getByText('No message is open').waitFor()
  })

  it('the folders over the list', async () => {
    // They close when there are more or fewer panes.
    for (const viewport of VIEWPORTS.slice(1)) {
      await resize(viewport)
      await mailPage(page).folders.button.click()
      await mailPage(page)
        .folders.item(/^Travel/)
        .waitFor()
      await shoot('folders', [viewport])
    }
  })

  it('an empty folder', async () => {
    product.demo.store.account(giulia.username)?.create('Empty one')
    await page.reload()
    await mailPage(page).folders.item('Empty one').click()
    await page.getByText('Nothing here').or(page.getByText('empty')).first().waitFor()
    await shoot('empty')
    await mailPage(page)
      .folders.item(/^Inbox/)
      .click()
  })
})

describe('settings', () => {
  it.each(['General', 'Appearance', 'About'])('%s', async (name) => {
    if (name === 'General') {
      await mailPage(page).settings.open()
    }
    await mailPage(page).settings.tab(name).click()
    await shoot(`settings-${name.toLowerCase()}`)
  })

  it('compact rows', async () => {
    await mailPage(page).settings.tab('Appearance').click()
    await mailPage(page).settings.choice('Compact').check()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await shoot('compact')
    await page.evaluate(() => localStorage.removeItem('ponte.settings'))
    await page.reload()
    await list().rows.first().waitFor()
  })
})

describe('what goes wrong', () => {
  it('a folder that cannot be opened', async () => {
    await mailPage(page).folders.item('Empty one').waitFor()
    // Drawn when LIST has answered: what is kept in the browser is there before it.
    await mailPage(page).folders.newFolder.waitFor()
    product.demo.store.account(giulia.username)?.delete('Empty one')
    await mailPage(page).folders.item('Empty one').click()
    await page.getByRole('alert').first().waitFor()
    await shoot('folder-failed')
    await mailPage(page)
      .folders.item(/^Inbox/)
      .click()
    await list().rows.first().waitFor()
  })

  it('a server that asks to wait', async () => {
    product.demo.imap.quirks.throttle = { afterCommands: 0, backoffMs: 600_000 }
    await mailPage(page)
      .folders.item(/^Archive/)
      .click()
    await mailPage(page)
      .statusLine.getByText(/The mail server asks to wait: \d+:\d\d/)
      .waitFor()
    await shoot('throttled')
    product.demo.imap.quirks.throttle = undefined
    await page.reload()
    await list().rows.first().waitFor()
  })

  it('no network', async () => {
    await product.hangUp()
    await page.context().setOffline(true)
    await mailPage(page).statusLine.getByText('You are offline').first().waitFor()
    await shoot('offline')
  })
})
