/** Files of a message, looked at in the page: pictures, PDF, people; and saved together. */
import { execFileSync } from 'node:child_process'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { pdf } from '../../demo/mail/files/pdf.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { file, letter, part } from '../support/letters.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const PLAN = pdf([
  { texts: [{ x: 80, y: 700, text: 'Handrail, sheet four', size: 24 }] },
  { texts: [{ x: 80, y: 700, text: 'The second page', size: 24 }] },
])
const CARD = [
  ...['BEGIN:VCARD', 'VERSION:3.0', 'FN:Anna Rossi', 'ORG:Studio Ponte', 'EMAIL:anna@ponte.example'],
  ...['TEL;TYPE=CELL:+39 041 5550199', 'NOTE:<img src=x onerror=alert(1)>', 'END:VCARD'],
].join('\r\n')

let app: App
let opened: OpenPage
let page: OpenPage['page']

beforeAll(async () => {
  app = await startApp({ profile: 'full', kinds: ['oidc'] })
  app.dovecot.append(
    giulia.username,
    'INBOX',
    letter({
      subject: 'Drawings',
      parts: [
        part('text/plain', 'See the drawings.'),
        file('image/png', 'dot.png', PIXEL),
        file('application/pdf', 'plan.pdf', PLAN),
        file('application/octet-stream', 'broken.pdf', Buffer.from('%PDF-1.7 and nothing more')),
        part('text/vcard', CARD, 'anna.vcf'),
        file('image/png', 'dot.png', PIXEL),
      ],
    }),
  )
})
afterAll(() => app.stop())
beforeEach(async () => {
  opened = await app.signIn()
  page = opened.page
  await mailPage(page).open('Drawings')
  await mailPage(page).message.body.getByText('See the drawings.').waitFor()
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const dialog = () => page.getByRole('dialog')
const look = (name: string) =>
  mailPage(page)
    .message.pane.getByRole('button', { name: `Open ${name}` })
    .first()
    .click()

it('a picture is enlarged, and the arrows turn to the next file and back', async () => {
  await look('dot.png')
  const picture = dialog().getByRole('img', { name: 'dot.png' })
  await picture.waitFor()
  const width = () => picture.evaluate((one) => one.clientWidth)
  const before = await width()
  await dialog().getByRole('button', { name: 'Larger' }).click()
  await dialog().getByText('150%').waitFor()
  await page.keyboard.press('+')
  await dialog().getByText('225%').waitFor()
  await expect.poll(width).toBeGreaterThan(before)
  await dialog().getByRole('button', { name: 'Whole picture' }).click()
  await dialog().getByText('100%').waitFor()
  await dialog().getByText('1 of 5').waitFor()
  await page.keyboard.press('ArrowRight')
  await dialog().getByRole('heading', { name: 'plan.pdf' }).waitFor()
  await page.keyboard.press('ArrowLeft')
  await dialog().getByRole('heading', { name: 'dot.png' }).waitFor()
})

it('a PDF is drawn by the page, in its own worker, with text that can be selected', async () => {
  await look('plan.pdf')
  const sheet = dialog().getByRole('img', { name: 'Page 1' })
  // Something is on the paper.
  await expect
    .poll(() =>
      sheet.evaluate((element) => {
        const canvas = element as HTMLCanvasElement
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
          data: [],
        }
        return data.some((value, at) => at % 4 === 0 && value < 128)
      }),
    )
    .toBe(true)
  const words = dialog().getByText('Handrail, sheet four')
  await words.waitFor()
  await words.selectText()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('Handrail, sheet four')
  await dialog().getByRole('img', { name: 'Page 2' }).scrollIntoViewIfNeeded()
  await dialog().getByText('The second page').waitFor()
  expect(await page.locator('embed, object, iframe[src*=".pdf"]').count()).toBe(0)
})

it('a PDF that is none is explained', async () => {
  await look('broken.pdf')
  await dialog().getByText('This PDF is damaged, or is none.', { exact: false }).waitFor()
})

it('a vCard shows who it is, and begins a message to them', async () => {
  await look('anna.vcf')
  await dialog().getByRole('heading', { name: 'Anna Rossi' }).waitFor()
  await dialog().getByText('+39 041 5550199').waitFor()
  await dialog().getByText('<img src=x onerror=alert(1)>').waitFor()
  await dialog().getByRole('button', { name: 'Write to anna@ponte.example' }).click()
  const { composer } = mailPage(page)
  await composer.form.getByText('anna@ponte.example').waitFor()
  await composer.discard.click()
})

it('all are saved as one archive, no two of one name', async () => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    mailPage(page).message.pane.getByRole('button', { name: 'Save all as zip' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('Drawings.zip')
  // Read by somebody else's program: all lengths and checksums are right.
  const read = [
    'import sys, zipfile, json',
    'z = zipfile.ZipFile(sys.argv[1])',
    'assert z.testzip() is None',
    'print(json.dumps([[i.filename, i.file_size] for i in z.infolist()]))',
  ].join('\n')
  const listed = execFileSync('python3', ['-c', read, await download.path()], { encoding: 'utf8' })
  expect(JSON.parse(listed)).toEqual([
    ['dot.png', PIXEL.length],
    ['plan.pdf', PLAN.length],
    ['broken.pdf', 25],
    ['anna.vcf', CARD.length],
    ['dot (2).png', PIXEL.length],
  ])
})
