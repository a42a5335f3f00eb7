import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import { violations } from '../support/axe.ts'
import type { OpenPage } from '../support/chromium.ts'
import { letter } from '../support/letters.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { pngOf, startPictureServer, type PictureServer } from '../support/pictureServer.ts'

const SHOP = 'news@shop.example'
const VERIFIED = [
  'Authentication-Results: mx.ponte.example; dmarc=pass header.from=shop.example',
  'Received: from out.example (192.0.2.1) by mx.ponte.example with ESMTP; Fri, 20 Nov 2026 09:00:00 +0000',
]

let app: App
let pictures: PictureServer
let opened: OpenPage
let page: Page
/** Requests of the browser to where the pictures are. */
let fromBrowser: string[] = []
/** Lets go of the picture that waits. */
let release: (() => void) | undefined
let broken = true

beforeAll(async () => {
  pictures = await startPictureServer({
    '/slow.png': (response) => void (release = () => response.end(pngOf(30, 30))),
    '/broken.png': (response) => void (broken ? response.writeHead(500).end() : response.end(pngOf(20, 20))),
  })
  app = await startApp({ profile: 'full', kinds: ['oidc'], pictureHosts: [pictures.host] })
  const at = (path: string): string => pictures.origin + path
  const newsletter = [
    `<style>.hero{background:url(${at('/hero.png')}) no-repeat #eee;height:60px}</style>`,
    `<table background="${at('/paper.png')}"><tr><td><div class="hero">Autumn sale</div>`,
    `<img src="${at('/120x40.png')}" width="120" height="40" alt="A coat">`,
    `<img src="${at('/120x40.png')}" width="120" height="40" alt="A coat again">`,
    `<img srcset="${at('/small.png')} 1x, ${at('/large.png')} 2x" alt="A hat">`,
    `<img src="${at('/track.png')}" width="1" height="1"><img src="${at('/hidden.png')}" style="display:none">`,
    '</td></tr></table>',
  ].join('')
  const send = (subject: string, body: string, options: { headers?: string[]; from?: string } = {}): void => {
    app.dovecot.append(
      giulia.username,
      'INBOX',
      letter({ subject, type: 'text/html', body, from: `Shop <${SHOP}>`, ...options }),
    )
  }
  send('Newsletter', newsletter)
  send('First', `<p>One</p><img src="${at('/first.png')}" alt="Boots" width="8" height="8">`, {
    headers: VERIFIED,
  })
  send('Second', `<p>Two</p><img src="${at('/second.png')}" alt="Gloves" width="8" height="8">`, {
    headers: VERIFIED,
  })
  send('Forged', `<p>Three</p><img src="${at('/forged.png')}" alt="Scarf" width="8" height="8">`)
  send('Slow', `<p>Four</p><img src="${at('/slow.png')}" alt="Slow" width="30" height="30">`)
  send('Broken', `<p>Five</p><img src="${at('/broken.png')}" alt="Broken" width="20" height="20">`)
  send('Watched', `<p>Six</p><img src="${at('/track.png')}" width="1" height="1">`)
  opened = await app.signIn()
  page = opened.page
  page.on('request', (request) => {
    if (request.url().startsWith(pictures.origin)) fromBrowser.push(request.url())
  })
})
beforeEach(() => {
  pictures.take()
  fromBrowser = []
})
afterAll(async () => {
  await opened?.close()
  await app?.stop()
  await pictures?.close()
})

const message = () => mailPage(page).message
const body = () => message().body
const showButton = () => message().button('Show pictures')
const alwaysButton = () => message().button(`Always from ${SHOP}`)
/** What was fetched, and that the bridge did it. */
function fetched(): string[] {
  const all = pictures.take()
  expect(all.filter(({ headers }) => headers['user-agent'] !== 'Mozilla/5.0 (compatible)')).toEqual([])
  expect(fromBrowser).toEqual([])
  return all.map(({ path }) => path).sort()
}
const widths = () =>
  body().evaluate((element) => [...element.ownerDocument.images].map((image) => image.naturalWidth))

it('are shown once: nothing is fetched before the press, each once after it, by the bridge alone', async () => {
  await mailPage(page).open('Newsletter')
  await message().pane.getByText('4 remote pictures are blocked', { exact: false }).waitFor()
  await body().getByText('A coat again').waitFor()
  expect(await alwaysButton().count()).toBe(0)
  await message().pane.getByText('What happens then').click()
  await message().pane.getByText('2 hidden pictures are never loaded', { exact: false }).waitFor()
  await message().pane.getByText('Only this once', { exact: false }).waitFor()
  expect(await violations(page)).toEqual([])
  expect(fetched()).toEqual([])

  await showButton().click()
  await expect.poll(widths).toEqual([120, 120, 8])
  await showButton().waitFor({ state: 'detached' })
  expect(fetched()).toEqual(['/120x40.png', '/hero.png', '/paper.png', '/small.png'])
  expect(
    await body().evaluate((element) => {
      const hero = element.querySelector('.hero')
      return [
        hero && element.ownerDocument.defaultView?.getComputedStyle(hero).backgroundImage.slice(0, 9),
        element.querySelector('table')?.getAttribute('background')?.slice(0, 5),
      ]
    }),
  ).toEqual(['url("blob', 'blob:'])

  // Once is once.
  await mailPage(page).open('Watched')
  await message().pane.getByText('One hidden picture is never loaded', { exact: false }).waitFor()
  expect(await showButton().count()).toBe(0)
  await mailPage(page).open('Newsletter')
  await showButton().waitFor()
  expect(await widths()).toEqual([])
  expect(fetched()).toEqual([])
})

it('are shown at once from a verified sender who was allowed, until they no longer are', async () => {
  await mailPage(page).open('First')
  await alwaysButton().click()
  await expect.poll(widths).toEqual([8])
  await mailPage(page).open('Second')
  await expect.poll(widths).toEqual([8])
  expect(fetched()).toEqual(['/first.png', '/second.png'])
  // The same address, and nobody who vouches for it.
  await mailPage(page).open('Forged')
  await showButton().waitFor()
  expect(await alwaysButton().count()).toBe(0)
  expect(fetched()).toEqual([])

  const { settings } = mailPage(page)
  await settings.open()
  await settings.dialog.getByText(SHOP).waitFor()
  expect(await violations(page)).toEqual([])
  await settings.dialog.getByRole('button', { name: `Ask again for pictures from ${SHOP}` }).click()
  await settings.dialog.getByText('Nobody yet.', { exact: false }).waitFor()
  await page.keyboard.press('Escape')
  await mailPage(page).open('Second')
  await alwaysButton().waitFor()
  expect(await widths()).toEqual([])
  expect(fetched()).toEqual([])
})

it('never, where the settings say so', async () => {
  const { settings } = mailPage(page)
  await settings.open()
  await settings.dialog.getByLabel('Remote pictures in messages').selectOption('never')
  await page.keyboard.press('Escape')
  await mailPage(page).open('First')
  await message().pane.getByText('Your settings say never to show them.', { exact: false }).waitFor()
  expect(await showButton().count()).toBe(0)
  await settings.open()
  await settings.dialog.getByLabel('Remote pictures in messages').selectOption('ask')
  await page.keyboard.press('Escape')
  await showButton().waitFor()
  expect(await alwaysButton().count()).toBe(0)
  expect(fetched()).toEqual([])
})

it('that cannot be had are said so, and asked for again', async () => {
  await mailPage(page).open('Broken')
  await showButton().click()
  await message().pane.getByText('One picture could not be loaded.').waitFor()
  broken = false
  await message().button('Try again').click()
  await expect.poll(widths).toEqual([20])
  expect(fetched()).toEqual(['/broken.png', '/broken.png'])
})

it('are waited for by what is printed', async () => {
  await mailPage(page).open('Slow')
  await showButton().click()
  await expect.poll(() => release !== undefined).toBe(true)
  await message().choose('Print')
  await message().pane.getByText('Loading one picture…').waitFor()
  expect(await page.locator('iframe.print-frame').count()).toBe(0)
  release?.()
  const paper = page.frameLocator('iframe.print-frame').locator('body')
  await expect
    .poll(() => paper.evaluate((sheet) => [...sheet.querySelectorAll('img')].map((one) => one.naturalWidth)))
    .toEqual([30])
  expect(fetched()).toEqual(['/slow.png'])
  opened.expectQuiet()
})
