import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { file, letter, part } from '../support/letters.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="top.document.title=\'pwned\'"/>'
const PAYLOAD = `<img src=x onerror="top.document.title='pwned'">`
const EVENT = [
  'BEGIN:VCALENDAR',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'SUMMARY:Design review',
  'DTSTART:20261124T150000Z',
  `DESCRIPTION:${PAYLOAD}`,
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n')

/** What the border writes; its results stand above it, and a forger's below. */
const RECEIVED =
  'Received: from out.example (192.0.2.1) by mx.ponte.example with ESMTP; Fri, 20 Nov 2026 09:00:00 +0000'

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'full', kinds: ['oidc'] })
  app.dovecot.append(
    giulia.username,
    'INBOX',
    letter({ subject: 'Bridge', id: 'one', body: 'The first drawing.' }),
    letter({
      subject: 'Re: Bridge',
      id: 'three',
      references: ['one', 'two'],
      minute: 20,
      body: 'The third drawing.',
    }),
    letter({
      subject: 'Verified',
      headers: ['Authentication-Results: mx.ponte.example; dmarc=pass header.from=ponte.example', RECEIVED],
      body: 'All is well.',
    }),
    letter({
      subject: 'Doubted',
      headers: ['Authentication-Results: mx.ponte.example; dmarc=fail header.from=ponte.example', RECEIVED],
      body: 'Beware.',
    }),
    letter({
      subject: 'Unsure',
      headers: ['Authentication-Results: mx.ponte.example; dmarc=none; compauth=fail reason=001', RECEIVED],
      body: 'x',
    }),
    letter({
      subject: 'Forged',
      headers: [RECEIVED, 'Authentication-Results: mx.ponte.example; dmarc=pass header.from=ponte.example'],
      body: 'x',
    }),
    letter({
      subject: 'Re: Asking',
      body: 'My answer.\r\n\r\nOn 20 November Anna wrote:\r\n> The question,\r\n> in two lines.',
    }),
    letter({
      subject: 'Re: Quoting HTML',
      type: 'text/html',
      body: `<p>My answer.</p><div class="gmail_quote">Anna wrote:<blockquote>The question. ${PAYLOAD}</blockquote></div>`,
    }),
    letter({
      subject: 'Both forms',
      subtype: 'alternative',
      parts: [
        part('text/plain', 'The plain form.'),
        part('text/html', '<p style="background:#ddeeff">The <b>rich</b> form.</p>'),
      ],
    }),
    letter({
      subject: 'Simple letter',
      type: 'text/html',
      body: '<p style="color:#222">Words on the page.</p>',
    }),
    letter({
      subject: 'Files',
      parts: [
        part('text/plain', 'See the files.'),
        file('image/png', 'dot.png', PIXEL),
        file('image/png', 'fake.png', Buffer.from(SVG)),
        part('text/plain', PAYLOAD, 'notes.txt'),
        part('text/calendar', EVENT, 'review.ics'),
        [
          'Content-Type: message/rfc822',
          'Content-Disposition: attachment; filename="inner.eml"',
          '',
          letter({
            subject: 'The inner one',
            type: 'text/html',
            body: `<p>Inner words.</p>${PAYLOAD}<img src="https://evil.example/1">`,
          }),
        ].join('\r\n'),
      ],
    }),
    letter({
      subject: 'Namespace',
      type: 'text/html',
      body: `<style>@namespace svg url(http://www.w3.org/2000/svg); p{color:red}</style><p>Drawn all the same.</p>`,
    }),
    letter({
      subject: 'Undrawable',
      type: 'text/html',
      body: `<style>p{--undrawable:1}</style><p>Its first line.</p><p>Its <b>second</b> &amp; last.</p>`,
    }),
    letter({ subject: 'Doomed', body: 'Soon gone.' }),
    letter({ subject: 'Long words', body: `${'word '.repeat(20)}\r\n`.repeat(40_000) }),
    letter({ subject: 'Deep', type: 'text/html', body: `${'<div>'.repeat(10_000)}down here` }),
    letter({ subject: 'Newest', minute: 50, body: 'The last.' }),
  )
  app.dovecot.append(
    giulia.username,
    'Sent',
    letter({
      subject: 'Re: Bridge',
      id: 'two',
      references: ['one'],
      minute: 10,
      from: giulia.username,
      to: marco.username,
      body: 'Thicker, please.',
    }),
  )
})
afterAll(() => app?.stop())
beforeEach(async () => {
  opened = await app.signIn()
  page = opened.page
  await options().first().waitFor()
})
afterEach(async () => {
  // Chromium's own word that the frame runs nothing, when a letter with a handler is parsed there.
  opened.expectQuiet(/Blocked script execution in '[^']*reader\.html'/)
  expect(await page.title()).not.toBe('pwned')
  await opened.close()
})

const options = (): Locator => mailPage(page).list.rows
const message = () => mailPage(page).message
const body = (at = 0) => mailPage(page).message.bodyAt(at)
const dialog = (): Locator => page.getByRole('dialog')
async function open(subject: string): Promise<void> {
  await options().filter({ hasText: subject }).first().click()
  await message().heading(subject, { exact: true }).waitFor()
}
async function choose(item: string): Promise<void> {
  await message().pane.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: item }).press('Enter')
}

describe('a conversation', () => {
  it('gathers its messages from the list and from Sent, opens and closes them in place', async () => {
    await open('Re: Bridge')
    await body().getByText('The third drawing.').waitFor()
    await message().pane.getByText('Inbox · 3 messages').waitFor()
    const lines = message().pane.getByRole('button', { name: /^Open the message from/ })
    expect(await lines.allInnerTexts()).toEqual([
      expect.stringContaining('The first drawing.'),
      expect.stringContaining('Thicker, please.'),
    ])
    await lines.nth(1).press('Enter')
    await body().getByText('Thicker, please.').waitFor()
    // Its place has the focus, and closes it again.
    const close = message().pane.getByRole('button', { name: 'Close this message' })
    expect(await close.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await close.waitFor({ state: 'detached' })
    expect(await lines.count()).toBe(2)
    await message().pane.getByRole('button', { name: 'Open all messages' }).click()
    await body(0).getByText('The first drawing.').waitFor()
    await body(1).getByText('Thicker, please.').waitFor()
    await message().pane.getByRole('button', { name: 'Close all but one' }).click()
    expect(await lines.count()).toBe(2)
  })

  it('answers the member whose menu was used', async () => {
    await open('Re: Bridge')
    const first = message().pane.getByRole('button', { name: /^Open the message from Marco/ })
    await first.click()
    await body(0).getByText('The first drawing.').waitFor()
    await message()
      .pane.getByRole('button', { name: /^Actions for the message/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Reply', exact: true }).press('Enter')
    const { composer } = mailPage(page)
    expect(await composer.subject.inputValue()).toBe('Re: Bridge')
    await composer.form.getByText('The first drawing.').waitFor()
  })

  it.runIf(WHOLE)('is one message when switched off, and stays so', async () => {
    await open('Re: Bridge')
    await message().pane.getByText('Inbox · 3 messages').waitFor()
    await message().pane.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Group by conversation' }).press('Enter')
    await message().pane.getByText('Inbox', { exact: true }).waitFor()
    await page.reload()
    await open('Re: Bridge')
    await body().getByText('The third drawing.').waitFor()
    expect(await message().pane.getByText('Inbox', { exact: true }).count()).toBe(1)
  })
})

describe('who sent it', () => {
  it('is verified by the receiving server’s word', async () => {
    await open('Verified')
    await message().pane.getByText(marco.username).first().waitFor()
    await message()
      .pane.getByRole('button', { name: /^ponte\.example, verified$/ })
      .click()
    await message()
      .pane.getByText('Your mail server confirmed that ponte.example sent this message.')
      .waitFor()
    await message()
      .pane.getByRole('button', { name: `Copy ${marco.username}` })
      .waitFor()
  })

  it('is doubted by it', async () => {
    await open('Doubted')
    await message().pane.getByText('This may not be from ponte.example', { exact: false }).click()
    await message().pane.getByText('could not confirm', { exact: false }).waitFor()
    expect(
      await message()
        .pane.getByRole('button', { name: /verified$/ })
        .count(),
    ).toBe(0)
  })

  it.runIf(WHOLE)('is doubted mildly where the server has no rule to go by', async () => {
    await open('Unsure')
    await message().pane.getByText('Your mail server is not sure that this is from ponte.example.').click()
    await message().pane.getByText('found no proof', { exact: false }).waitFor()
  })

  it('is nobody’s word when the sender wrote it', async () => {
    await open('Forged')
    await message()
      .pane.getByRole('button', { name: /Details of this message$/ })
      .click()
    await message().pane.getByText('Your mail server says nothing about who sent this message.').waitFor()
    expect(
      await message()
        .pane.getByRole('button', { name: /verified$/ })
        .count(),
    ).toBe(0)
  })
})

describe('the words', () => {
  it.each([
    ['Re: Asking', 'in two lines.'],
    ['Re: Quoting HTML', 'The question.'],
  ])('%s: the quotation at the end is folded, and opens without being cut', async (subject, quoted) => {
    await open(subject)
    await body().getByText('My answer.').waitFor()
    expect(await body().getByText(quoted).isVisible()).toBe(false)
    const frame = message().pane.locator('iframe').first()
    const height = (await frame.boundingBox())?.height ?? 0
    await body().getByLabel('Show the quoted text').click()
    await body().getByText(quoted).waitFor()
    await expect.poll(async () => (await frame.boundingBox())?.height ?? 0).toBeGreaterThan(height)
    const cut = await frame.evaluate((element) => {
      const inner = (element as HTMLIFrameElement).contentDocument
      return (inner?.documentElement.scrollHeight ?? 0) > (element as HTMLIFrameElement).clientHeight
    })
    expect(cut).toBe(false)
  })

  it('are shown in the form the reader wants', async () => {
    await open('Both forms')
    await body().getByText('rich').waitFor()
    await choose('Show as plain text')
    await body().getByText('The plain form.').waitFor()
    await choose('Show as HTML')
    await body().getByText('rich').waitFor()
  })

  it('take the page’s colours in the dark where they bring none, and stay on paper where they do', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    const look = () =>
      body().evaluate((element) => {
        const view = element.ownerDocument.defaultView
        const word = element.querySelector('p') ?? element
        return {
          ground: element.ownerDocument.documentElement.dataset['ground'],
          light: (view?.getComputedStyle(word).color.match(/[\d.]+/g) ?? []).map(Number),
        }
      })
    await open('Simple letter')
    await body().getByText('Words on the page.').waitFor()
    const simple = await look()
    expect(simple.ground).toBe('theme')
    // Its own ink, #222, could not be read there.
    expect(simple.light).not.toEqual([34, 34, 34])
    await open('Both forms')
    await body().getByText('rich').waitFor()
    expect((await look()).ground).toBe('paper')
  })

  it('too many to be drawn are explained, too deep ones are shown', async () => {
    await open('Long words')
    await message().pane.getByText('too large to be shown whole', { exact: false }).waitFor()
    await open('Deep')
    await body().getByText('down here').waitFor()
  })
})

describe('files', () => {
  const look = (name: string) =>
    message()
      .pane.getByRole('button', { name: `Open ${name}` })
      .click()

  it('are looked at for what they are, as letters or in the frame (threats 9, 11)', async () => {
    await open('Files')
    await look('dot.png')
    const picture = dialog().getByRole('img', { name: 'dot.png' })
    await expect.poll(() => picture.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(1)
    await page.keyboard.press('Escape')
    await look('fake.png')
    await dialog().getByText('not the picture it claims to be', { exact: false }).waitFor()
    await page.keyboard.press('Escape')
    await look('notes.txt')
    await dialog().getByText(PAYLOAD).waitFor()
    await page.keyboard.press('Escape')
    await look('review.ics')
    await dialog().getByRole('heading', { name: 'Design review' }).nth(0).waitFor()
    await dialog().getByText(PAYLOAD).waitFor()
    await page.keyboard.press('Escape')
    await look('inner.eml')
    await dialog().getByRole('heading', { name: 'The inner one' }).waitFor()
    await dialog().frameLocator('iframe').getByText('Inner words.').waitFor()
    await dialog().getByText('One remote picture is blocked', { exact: false }).waitFor()
    expect(opened.complaints.external).toEqual([])
  })
})

describe('the message as it is', () => {
  it('shows its source as letters, and saves it byte for byte', async () => {
    await open('Re: Quoting HTML')
    await choose('View source')
    await dialog().getByText(`<blockquote>The question. ${PAYLOAD}`, { exact: false }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog().getByRole('button', { name: 'Download .eml' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('Re_ Quoting HTML.eml')
    expect(readFileSync(await download.path(), 'utf8')).toContain(PAYLOAD)
  })

  it('shows its headers in a table', async () => {
    await open('Verified')
    await choose('View headers')
    const row = dialog().getByRole('row', { name: /^Authentication-Results/ })
    expect(await row.getByRole('cell').innerText()).toBe(
      'mx.ponte.example; dmarc=pass header.from=ponte.example',
    )
  })

  it.runIf(WHOLE)('is printed by Ctrl+P too, with the focus in its words', async () => {
    await open('Files')
    await body().getByText('See the files.').click()
    await page.keyboard.press('Control+p')
    const paper = page.frameLocator('iframe.print-frame').locator('body')
    await paper.getByRole('heading', { name: 'Files', includeHidden: true }).waitFor({ state: 'attached' })
  })

  it('is printed alone, with its header lines', async () => {
    await open('Files')
    await body().getByText('See the files.').waitFor()
    await choose('Print')
    const paper = page.frameLocator('iframe.print-frame').locator('body')
    await paper.getByRole('heading', { name: 'Files', includeHidden: true }).waitFor({ state: 'attached' })
    const text = await paper.innerText()
    expect(text).toContain(`From: ${marco.name} <${marco.username}>`)
    expect(text).toContain('Attachments: dot.png, fake.png, notes.txt, review.ics')
    expect(text).toContain('See the files.')
    // The page itself, printed by the browser: the message and nothing around it.
    await page.emulateMedia({ media: 'print' })
    expect(await mailPage(page).list.box.isVisible()).toBe(false)
    expect(await message().heading('Files').isVisible()).toBe(true)
    const pdf = (await page.pdf()).toString('latin1')
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
  })
})

describe('in the list', () => {
  // Two of no conversation: their rows are neighbours whether the list has folded or not.
  it('the message before and the one behind are a press away', async () => {
    await open('Doubted')
    const heading = message().pane.getByRole('heading', { level: 2 })
    await message().pane.getByRole('button', { name: 'Next message' }).click()
    await expect.poll(() => heading.innerText()).toBe('Verified')
    await message().pane.getByRole('button', { name: 'Previous message' }).click()
    await expect.poll(() => heading.innerText()).toBe('Doubted')
  })

  it('are a swipe away, and its keys work from inside the letter', async () => {
    await open('Doubted')
    await body().getByText('Beware.').waitFor()
    const heading = message().pane.getByRole('heading', { level: 2 })
    const swipe = (from: number, to: number) =>
      body().evaluate(
        (element, [from, to]) => {
          const touch = (x: number) => new Touch({ identifier: 1, target: element, clientX: x, clientY: 50 })
          const tell = (type: string, x: number, touches: Touch[]) =>
            element.dispatchEvent(
              new TouchEvent(type, { bubbles: true, touches, changedTouches: [touch(x)] }),
            )
          tell('touchstart', from, [touch(from)])
          tell('touchend', to, [])
        },
        [from, to] as const,
      )
    await swipe(200, 60)
    await expect.poll(() => heading.innerText()).toBe('Verified')
    await body().getByText('All is well.').waitFor()
    await swipe(60, 200)
    await expect.poll(() => heading.innerText()).toBe('Doubted')
    await body().getByText('Beware.').click()
    await page.keyboard.press('r')
    await mailPage(page).composer.form.waitFor()
  })

  it('what another program deletes stays on screen, and says so', async () => {
    await open('Doomed')
    await body().getByText('Soon gone.').waitFor()
    app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', 'subject', 'Doomed')
    await message()
      .pane.getByText('Another program deleted or moved this message', { exact: false })
      .waitFor()
    expect(await body().innerText()).toContain('Soon gone.')
    expect(await message().button('Delete').isDisabled()).toBe(true)
    await open('Newest')
    expect(await message().pane.getByText('Another program', { exact: false }).count()).toBe(0)
  })
})

describe('while the page’s host is away', () => {
  it('a letter is drawn once its frame is there, and never in what stands in for it', async () => {
    const answers: string[] = []
    await page.route('**/reader.html', async (route) => {
      answers.push(['aborted', 'a proxy’s page'][answers.length] ?? 'reader.html')
      if (answers.length === 1) await route.abort('connectionrefused')
      else if (answers.length === 2)
        await route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' })
      else await route.continue()
    })
    await open('Newest')
    await body().getByText('The last.').waitFor()
    expect(answers).toEqual(['aborted', 'a proxy’s page', 'reader.html'])
    expect(await body().getByText('Bad gateway').count()).toBe(0)
    await page.unroute('**/reader.html')
    for (const line of opened.complaints.console.splice(0)) expect(line).toContain('Failed to load resource')
  })
})

describe('a letter that makes drawing throw', () => {
  it('is drawn when it only names a namespace', async () => {
    await open('Simple letter')
    await body().getByText('Words on the page.').waitFor()
    await open('Namespace')
    await body().getByText('Drawn all the same.').waitFor()
    expect(await body().innerText()).not.toContain('Words on the page.')
  })

  it('leaves nothing of the last one, says so, and is read as text or source', async () => {
    // No letter known today does this: the browser is made to refuse one, as it refused to delete @namespace.
    await page.evaluate(() => {
      const replaceSync = CSSStyleSheet.prototype.replaceSync
      CSSStyleSheet.prototype.replaceSync = function (text) {
        if (text.includes('--undrawable')) throw new DOMException('Refused', 'InvalidStateError')
        replaceSync.call(this, text)
      }
    })
    await open('Simple letter')
    await body().getByText('Words on the page.').waitFor()
    await open('Undrawable')
    const alert = message().pane.getByRole('alert')
    await alert.getByText('This message could not be shown.').waitFor()
    expect(await body().innerText()).toBe('')
    await alert.getByRole('button', { name: 'View source' }).click()
    const source = page.getByRole('dialog', { name: 'Source' })
    await source.getByText('--undrawable:1').waitFor()
    await page.keyboard.press('Escape')
    await alert.getByRole('button', { name: 'Show as plain text' }).click()
    await body().getByText('Its first line.').waitFor()
    expect(await body().innerText()).toMatch(/^Its first line\.\s+Its second & last\.$/)
    await message().pane.getByText('This is the text alone').waitFor()
    // The next letter is drawn as ever.
    await open('Simple letter')
    await body().getByText('Words on the page.').waitFor()
    expect(await message().pane.getByText('This is the text alone').count()).toBe(0)
  })
})
