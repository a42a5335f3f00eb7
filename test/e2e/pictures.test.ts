import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { violations } from '../support/axe.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { letter } from '../support/letters.ts'
import { shrinkPng } from '../support/png.ts'

/** Every screen of the demo, light and dark, on four widths: photographed for people, measured by axe. */
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

const word = (text: string): string => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`
const ODD = [
  letter({
    subject: word('مراجعة العقد قبل التوقيع: النسخة الأخيرة بعد ملاحظات المكتب القانوني والمهندسين'),
    from: `${word('نور الأمين للاستشارات الهندسية والعقارية')} <noor@alamin.example>`,
    body: 'السلام عليكم',
  }),
  letter({
    subject: word('【重要】来週の打ち合わせの日程変更と新しい図面の確認についてのお願い（第二版）'),
    from: `${word('株式会社北風設計事務所　佐藤花子')} <hana@kita-design.example>`,
    body: 'よろしくお願いします。',
  }),
  letter({
    subject: word(
      'Verbale della riunione di coordinamento della sicurezza per il cantiere della passerella sul Brenta, settimana 47, con allegati_e_planimetrie_aggiornate_al_20_novembre.pdf',
    ),
    from: `${word('Dipartimento di Ingegneria Civile, Edile e Ambientale, Università degli Studi di Padova')} <segreteria.amministrativa.dipartimento.ingegneria@unipd-esempio-molto-lungo.example>`,
    to: Array.from({ length: 14 }, (_, at) => `"Person Number ${at + 1}" <person${at + 1}@example.org>`).join(
      ', ',
    ),
    body: 'Words of the longest.',
  }),
]

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
  page.setDefaultTimeout(10_000)
})
// A test that failed leaves the page as it was: the next begins wide and light all the same.
beforeEach(async () => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(VIEWPORTS[0]!)
})
afterAll(async () => {
  await browser?.stop()
  await product?.stop()
  if (process.env['PONTE_README_PICTURES'] !== '1') return
  mkdirSync(README, { recursive: true })
  for (const [name, from] of Object.entries(IN_README))
    writeFileSync(`${README}${name}.png`, shrinkPng(readFileSync(`${PICTURES}${from}.png`)))
})

/**
 * Takes the eight pictures of what is on screen, and has axe look at it wide and narrow. `widths` are those it is
 * there at; the page is left at the widest, in light.
 */
async function shoot(name: string, widths = VIEWPORTS): Promise<void> {
  const found: string[] = []
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const viewport of widths) {
      await page.setViewportSize(viewport)
      const path = `${PICTURES}${name}-${viewport.width}-${scheme}.png`
      await page.screenshot({ path })
      if (viewport === widths[0] || viewport === widths.at(-1)) {
        const wrong = await violations(page)
        found.push(...wrong.map((line) => `${viewport.width} ${scheme}: ${line}`))
      }
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(VIEWPORTS[0]!)
  // The pictures that follow are worth having too.
  expect.soft(found, name).toEqual([])
}

const list = (): Locator => page.getByRole('listbox', { name: 'Messages' })
const message = (): Locator => page.getByRole('region', { name: 'Message', exact: true })
const body = () => page.frameLocator('iframe[title="Message body"]').first().locator('body')
const form = (): Locator => page.getByRole('form', { name: 'New message' })

async function search(text: string): Promise<void> {
  await page.getByRole('searchbox').fill(text)
  await page.getByRole('searchbox').press('Enter')
  await page.getByText(`for ${text} in`).first().waitFor()
}

async function open(subject: string | RegExp, words: string | RegExp): Promise<void> {
  await list().getByRole('option', { name: subject }).first().click()
  await body().getByText(words).first().waitFor()
}

describe('before the mail', () => {
  it('sign-in', async () => {
    await page.goto(product.url)
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
    await shoot('sign-in')
  })

  it('the guide', async () => {
    await page.getByRole('button', { name: 'Sign in with Microsoft' }).click()
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
    await list().getByRole('option').first().waitFor()
    // What is unread comes behind the rows.
    await page.getByRole('treeitem', { name: 'Inbox' }).getByText(/^\d+$/).waitFor()
    await shoot('main')
  })

  it('reading a conversation with blocked images and files', async () => {
    await open('Drawings for the footbridge, revision C', 'The handrail section')
    await message().getByText('3 messages').waitFor()
    await shoot('reading')
  })

  it('reading plain text', async () => {
    await open('Ricevuta di avvenuta trasmissione', 'La presente per confermare')
    await shoot('plain')
  })

  it('a long thread, all of it open', async () => {
    await open('Kyoto: tickets', /Tokyo/)
    await message().getByText('5 messages').waitFor()
    await message().getByRole('button', { name: 'Open all messages' }).click()
    await body().getByText('leave is approved').waitFor()
    await shoot('thread')
    await message().getByRole('button', { name: 'Close all but one' }).click()
  })

  it('a newsletter, found by a search', async () => {
    await search('from:northlight')
    await list().getByRole('option').first().click()
    await body().getByText('Northlight Weekly').first().waitFor()
    await shoot('newsletter')
  })

  it.each([
    ['hostile-form', 'casella', 'Per continuare'],
    ['hostile-link', 'riconosciuto', 'Gentile cliente'],
  ])('%s', async (name, words, text) => {
    await search(`subject:${words}`)
    await open(new RegExp(words), text)
    await shoot(name)
  })

  it('a search that finds nothing', async () => {
    await page.keyboard.press('Escape')
    await search('subject:zeppelin')
    await page.getByText('No results').first().waitFor()
    await shoot('search-nothing')
    await page.getByRole('searchbox').press('Escape')
  })

  it('a search in all folders', async () => {
    await search('in:all subject:bridge')
    await page.getByRole('region', { name: 'Results in all folders' }).getByRole('listitem').first().waitFor()
    await shoot('search-all-folders')
    await page.getByRole('searchbox').press('Escape')
  })

  it('the searches of before', async () => {
    await page.getByRole('searchbox').blur()
    await page.getByRole('searchbox').focus()
    await page.getByRole('searchbox').press('ArrowDown')
    await page.getByRole('listbox', { name: 'Recent searches' }).waitFor()
    await shoot('search-recent')
    await page.getByRole('searchbox').press('Escape')
  })
})

describe('writing', () => {
  it('a new message', async () => {
    await open('Drawings for the footbridge, revision C', 'The handrail section')
    await message().getByText('3 messages').waitFor()
    await page.getByRole('button', { name: 'New message' }).click()
    const to = form().getByRole('textbox', { name: 'To', exact: true })
    for (const one of [marco.username, 'Hana Sato <hana.sato@ponte.example>']) {
      await to.fill(one)
      await to.press('Enter')
    }
    await form().getByRole('textbox', { name: 'Subject' }).fill('The walk on Saturday')
    await form().getByRole('textbox', { name: 'Message text' }).click()
    for (const line of ['Ciao,', 'the train leaves at 8:04 from platform 3. Bring a raincoat.', 'Giulia']) {
      await page.keyboard.type(line)
      await page.keyboard.press('Enter')
    }
    await page.setInputFiles('input[type=file]', [
      { name: 'Map of the valley.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(640_000) },
    ])
    await shoot('compose')
  })

  it('the moment in which it can be called back', async () => {
    await form().getByRole('button', { name: 'Send', exact: true }).click()
    const undo = page.getByRole('button', { name: 'Undo' })
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
    await form().getByRole('button', { name: 'Discard' }).click()
  })

  it('an answer with its quotation open', async () => {
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    await form().getByRole('button', { name: 'Show quoted text' }).click()
    await page.frameLocator('iframe[title="Quoted text"]').getByText('The handrail section').waitFor()
    await shoot('reply')
    await form().getByRole('button', { name: 'Discard' }).click()
  })
})

describe('the list and the folders', () => {
  it('names and subjects of any length and direction', async () => {
    for (const odd of ODD) product.deliver(odd)
    await page.reload()
    await open(/Verbale/, 'Words of the longest')
    await shoot('odd-names')
  })

  it('the form that builds a search', async () => {
    await page.getByRole('button', { name: 'Search options' }).click()
    await page.getByLabel('Has the words').waitFor()
    await shoot('search-form', [VIEWPORTS[0]!])
    await page.keyboard.press('Escape')
    await page.getByLabel('Has the words').waitFor({ state: 'detached' })
  })

  it('several chosen', async () => {
    await list()
      .getByRole('option')
      .nth(1)
      .click({ modifiers: ['ControlOrMeta'] })
    await list()
      .getByRole('option')
      .nth(3)
      .click({ modifiers: ['ControlOrMeta'] })
    await shoot('selection')
    await page.getByRole('button', { name: 'Clear selection' }).click()
    await list().focus()
    await page.keyboard.press('Escape')
    await page.getByText('No message is open').waitFor()
  })

  it('the folders over the list', async () => {
    // They close when there are more or fewer panes.
    for (const viewport of VIEWPORTS.slice(1)) {
      await page.setViewportSize(viewport)
      await page.getByRole('button', { name: 'Folders' }).click()
      await page.getByRole('treeitem', { name: /^Travel/ }).waitFor()
      await shoot('folders', [viewport])
    }
  })

  it('an empty folder', async () => {
    product.demo.store.account(giulia.username)?.create('Empty one')
    await page.reload()
    await page.getByRole('treeitem', { name: 'Empty one' }).click()
    await page.getByText('Nothing here').or(page.getByText('empty')).first().waitFor()
    await shoot('empty')
    await page.getByRole('treeitem', { name: /^Inbox/ }).click()
  })
})

describe('settings', () => {
  it.each(['General', 'Appearance', 'About'])('%s', async (name) => {
    if (name === 'General') {
      await page.getByRole('button', { name: 'Account' }).click()
      await page.getByRole('menuitem', { name: 'Settings' }).click()
    }
    await page.getByRole('tab', { name }).click()
    await shoot(`settings-${name.toLowerCase()}`)
  })

  it('compact rows', async () => {
    await page.getByRole('tab', { name: 'Appearance' }).click()
    await page.getByRole('radio', { name: 'Compact' }).check()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await shoot('compact')
    await page.evaluate(() => localStorage.removeItem('ponte.view'))
    await page.reload()
    await list().getByRole('option').first().waitFor()
  })
})

describe('what goes wrong', () => {
  it('a folder that cannot be opened', async () => {
    await page.getByRole('treeitem', { name: 'Empty one' }).waitFor()
    // Drawn when LIST has answered: what is kept in the browser is there before it.
    await page.getByRole('button', { name: 'New folder' }).waitFor()
    product.demo.store.account(giulia.username)?.delete('Empty one')
    await page.getByRole('treeitem', { name: 'Empty one' }).click()
    await page.getByRole('alert').first().waitFor()
    await shoot('folder-failed')
    await page.getByRole('treeitem', { name: /^Inbox/ }).click()
    await list().getByRole('option').first().waitFor()
  })

  it('a server that asks to wait', async () => {
    product.demo.imap.quirks.throttle = { afterCommands: 0, backoffMs: 600_000 }
    await page.getByRole('treeitem', { name: /^Archive/ }).click()
    await page
      .locator('footer')
      .getByText(/The mail server asks to wait: \d+:\d\d/)
      .waitFor()
    await shoot('throttled')
    product.demo.imap.quirks.throttle = undefined
    await page.reload()
    await list().getByRole('option').first().waitFor()
  })

  it('no network', async () => {
    await product.hangUp()
    await page.context().setOffline(true)
    await page.locator('footer').getByText('You are offline').first().waitFor()
    await shoot('offline')
  })
})
