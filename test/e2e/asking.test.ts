/** Mail that asks for something: mailings to leave, invitations to answer. */
import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { readInvitation } from '../../web/mime/invitation.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { letter, part } from '../support/letters.ts'
import { until } from '../support/net.ts'
import { startOutsideServer, type OutsideServer } from '../support/outsideServer.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const RECEIVED =
  'Received: from out.example (192.0.2.1) by mx.ponte.example with ESMTP; Fri, 20 Nov 2026 09:00:00 +0000'
const VERIFIED =
  'Authentication-Results: mx.ponte.example; dkim=pass header.d=ponte.example; dmarc=pass header.from=ponte.example'
const SIGNED =
  'DKIM-Signature: v=1; a=rsa-sha256; d=ponte.example; s=s1; h=From:List-Unsubscribe:List-Unsubscribe-Post; bh=x; b=y'
const POST = 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'
const RECEIPT = `Disposition-Notification-To: <${marco.username}>`
const MAIL = '<mailto:leave@shop.example?subject=Leave%20me&body=Please.>'

function mailing(subject: string, links: string, headers: string[]): string {
  const ids = [`List-Id: <${subject.toLowerCase()}.example>`, `List-Unsubscribe: ${links}`, POST]
  return letter({ subject, headers: [...headers, ...ids], body: 'News.' })
}

const SAFE = 'https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&amp;data=x'
const PAYLOAD = '<img src=x onerror=alert(1)>'
function calendar(method: string, ...lines: string[]): string {
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, 'BEGIN:VEVENT'],
    ...[`ORGANIZER;CN=${marco.name}:mailto:${marco.username}`, 'LOCATION:Room 2', `DESCRIPTION:${PAYLOAD}`],
    `ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=${giulia.name}:mailto:${giulia.username}`,
    ...lines,
    ...['END:VEVENT', 'END:VCALENDAR'],
  ].join('\r\n')
}
function invitation(subject: string, ics: string, method = 'REQUEST'): string {
  const form = [`Content-Type: text/calendar; charset=utf-8; method=${method}`, '', ics].join('\r\n')
  return letter({ subject, subtype: 'alternative', parts: [part('text/plain', 'You are invited.'), form] })
}
const REVIEW = [
  'UID:review',
  'SUMMARY:Design review',
  'DTSTART;TZID=America/New_York:20261201T090000',
  'DURATION:PT1H',
]

let app: App
let shop: OutsideServer
let opened: OpenPage
let page: OpenPage['page']

beforeAll(async () => {
  shop = await startOutsideServer()
  app = await startApp({ profile: 'full', kinds: ['oidc'], outside: shop.outside })
  const trusted = [SIGNED, VERIFIED, RECEIVED]
  app.dovecot.append(
    giulia.username,
    'INBOX',
    mailing('Proven', `<${shop.url}/proven>, ${MAIL}`, trusted),
    mailing('Refusing', `<${shop.url}/refusing>, ${MAIL}`, trusted),
    mailing('Unsigned', `<${shop.url}/unsigned>, ${MAIL}`, [VERIFIED, RECEIVED]),
    mailing('Linking', `<${shop.url}/page>`, [VERIFIED, RECEIVED]),
    letter({ subject: 'Personal', body: 'Just me.' }),
    invitation(
      'Invitation: Design review',
      calendar('REQUEST', ...REVIEW, 'SEQUENCE:0', 'DTSTAMP:20261120T090000Z'),
    ),
    invitation(
      'Invitation: Lunch',
      calendar('REQUEST', 'UID:lunch', 'SUMMARY:Lunch', 'DTSTART:20261201T143000Z', 'DTEND:20261201T153000Z'),
    ),
    invitation(
      'Cancelled: Design review',
      calendar('CANCEL', ...REVIEW, 'SEQUENCE:1', 'DTSTAMP:20261121T090000Z'),
      'CANCEL',
    ),
    letter({
      subject: 'Links',
      type: 'text/html',
      body: `<p><a href="${SAFE}">Wrapped</a> <a href="${shop.url}/p?utm_source=mail&amp;id=7">Tracked</a>
<a href="mailto:anna@ponte.example?subject=Hello">Anna</a></p>`,
    }),
    letter({ subject: 'Receipt wanted', headers: [RECEIPT], body: 'Have you seen it?' }),
    letter({ subject: 'Receipt refused', headers: [RECEIPT], body: 'And this?' }),
    letter({
      subject: 'Receipt elsewhere',
      headers: ['Return-Path: <other@ponte.example>', RECEIPT],
      body: 'And that?',
    }),
    invitation('Invitation: nonsense', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:'),
  )
})
afterAll(async () => {
  await app.stop()
  await shop.stop()
})
beforeEach(async () => {
  app.smtp.messages.length = 0
  opened = await app.signIn()
  page = opened.page
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const unsubscribe = () => mailPage(page).message.pane.getByRole('button', { name: 'Unsubscribe' })
const dialog = () => page.getByRole('dialog')

describe('a mailing', () => {
  it('is left by one click where its signature covers both fields, and says so', async () => {
    await mailPage(page).open('Proven')
    await unsubscribe().click()
    await dialog().getByText('Ponte tells localhost that you want no more of this mailing.').waitFor()
    expect(shop.requests).toEqual([])
    await dialog().getByRole('button', { name: 'Unsubscribe' }).click()
    await mailPage(page).toasts.saying(`You are unsubscribed from ${marco.name}.`).waitFor()
    expect(shop.requests).toMatchObject([
      { method: 'POST', path: '/proven', body: 'List-Unsubscribe=One-Click' },
    ])
    await mailPage(page).message.pane.getByText('Unsubscribed', { exact: true }).waitFor()
    expect(await unsubscribe().count()).toBe(0)
  })

  it('whose server refuses offers the next way', async () => {
    shop.answers.set('/refusing', { status: 404 })
    await mailPage(page).open('Refusing')
    await unsubscribe().click()
    await dialog().getByRole('button', { name: 'Unsubscribe' }).click()
    await dialog().getByRole('heading', { name: 'localhost did not accept that.' }).waitFor()
    await dialog().getByText('You leave this mailing with a message to leave@shop.example.').waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    expect(await unsubscribe().count()).toBe(1)
  })

  it('is left by a message that is seen first, where nothing proves the link', async () => {
    const before = shop.requests.length
    await mailPage(page).open('Unsigned')
    await unsubscribe().click()
    await dialog().getByRole('button', { name: 'Show the message' }).click()
    const { composer } = mailPage(page)
    await composer.form.getByText('leave@shop.example').waitFor()
    expect(await composer.subject.inputValue()).toBe('Leave me')
    expect(await composer.text.innerText()).toContain('Please.')
    expect(shop.requests.length).toBe(before)
    await composer.discard.click()
  })

  it('without an address leads to its page in a new tab', async () => {
    // The browser trusts no server of a test.
    await page.context().route(`${shop.url}/**`, (route) => route.fulfill({ body: 'Sorry to see you go.' }))
    await mailPage(page).open('Linking')
    await unsubscribe().click()
    await dialog().getByText('on a page of localhost').waitFor()
    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      dialog().getByRole('button', { name: 'Open the page' }).click(),
    ])
    await tab.waitForURL(`${shop.url}/page`)
    await tab.close()
    await page.context().unroute(`${shop.url}/**`)
  })

  it('is what other mail is not', async () => {
    await mailPage(page).open('Personal')
    await mailPage(page).message.body.getByText('Just me.').waitFor()
    expect(await unsubscribe().count()).toBe(0)
  })
})

describe('an invitation', () => {
  const card = () => page.getByRole('region', { name: 'Invitation' })

  it('is one card, answered by mail, which can be called back', async () => {
    await mailPage(page).open('Invitation: Design review')
    await card().getByRole('heading', { name: 'Design review' }).waitFor()
    await card().getByText('There: ', { exact: false }).waitFor()
    expect(await card().innerText()).toMatch(/America\/New_York[\s\S]*Room 2[\s\S]*Marco/)
    // Called back, nothing went and nothing is claimed.
    await card().getByRole('button', { name: 'Decline' }).click()
    await card().getByText('Your answer is on its way: Decline.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await mailPage(page).composer.discard.click()
    await card().getByText('Your answer is on its way').waitFor({ state: 'detached' })
    expect(app.smtp.messages).toEqual([])

    await card().getByRole('button', { name: 'Accept' }).click()
    await mailPage(page).composer.sendNow()
    await card().getByText('You answered: Accept.').waitFor()
    const sent = await until('the answer', () => app.smtp.messages[0])
    expect(sent.to).toEqual([marco.username])
    const mail = await PostalMime.parse(sent.raw, { attachmentEncoding: 'utf8' })
    expect(mail.subject).toBe('Accepted: Design review')
    expect(sent.raw.toString()).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REPLY/i)
    const answer = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
    expect(readInvitation(String(answer?.content))).toMatchObject({
      ...{ method: 'REPLY', key: 'review', sequence: 0 },
      guests: [{ address: giulia.username, status: 'ACCEPTED' }],
    })
    // Another device learns it from the flag, and what it was from the copy in Sent.
    const other = await app.signIn()
    await mailPage(other.page).open('Invitation: Design review')
    const otherCard = other.page.getByRole('region', { name: 'Invitation' })
    await otherCard.getByText('You accepted.').waitFor()
    expect(await otherCard.getByRole('button', { name: 'Accept' }).getAttribute('aria-pressed')).toBe('true')
    await other.close()
    // Another one at that time.
    await mailPage(page).open('Invitation: Lunch')
    await card().getByText('At the same time: Design review.').waitFor()
    // And its end, which the first message then tells too.
    await mailPage(page).open('Cancelled: Design review')
    await card().getByText('You had accepted this. There is nothing to answer.').waitFor()
    expect(await card().getByRole('button', { name: 'Accept' }).count()).toBe(0)
    await mailPage(page).open('Invitation: Design review')
    await card().getByText('The organiser has cancelled this since.').waitFor()
    expect(await card().getByRole('button', { name: 'Accept' }).count()).toBe(0)
  })

  it('that cannot be read says so, and leaves the text', async () => {
    await mailPage(page).open('Invitation: nonsense')
    await card().getByText('a calendar file that cannot be read', { exact: false }).waitFor()
    await mailPage(page).message.body.getByText('You are invited.').waitFor()
  })
})

describe('a link', () => {
  const link = (name: string) => mailPage(page).message.body.getByRole('link', { name })
  const status = (text: string) => page.locator('.link-status').getByText(text)

  it('tells where it truly leads, by pointer and by keyboard', async () => {
    await mailPage(page).open('Links')
    await link('Wrapped').hover()
    await status('https://example.org/a').waitFor()
    await status('through Microsoft Safe Links').waitFor()
    await link('Tracked').focus()
    await status('localhost').waitFor()
    await mailPage(page).message.heading('Links').hover()
    await link('Tracked').blur()
    await page.locator('.link-status').waitFor({ state: 'detached' })
  })

  it('is followed without what tells who follows it, unless a setting says otherwise', async () => {
    await mailPage(page).open('Links')
    await link('Tracked').hover()
    expect(await link('Tracked').getAttribute('href')).toBe(`${shop.url}/p?id=7`)
    // What protects the reader is left alone.
    await link('Wrapped').hover()
    expect(await link('Wrapped').getAttribute('href')).toContain('safelinks')
  })

  it('to an address begins a message with its subject', async () => {
    await mailPage(page).open('Links')
    await link('Anna').click()
    const { composer } = mailPage(page)
    await composer.form.getByText('anna@ponte.example').waitFor()
    expect(await composer.subject.inputValue()).toBe('Hello')
    await composer.discard.click()
  })
})

describe('a read receipt', () => {
  const bar = () => page.locator('.receipt')

  it('goes to who asks once the reader says so, and is asked about once', async () => {
    await mailPage(page).open('Receipt wanted')
    await bar().getByText('The sender asks for a read receipt.').waitFor()
    expect(app.smtp.messages).toEqual([])
    await bar().getByRole('button', { name: 'Send' }).click()
    await bar().getByText('The receipt is sent.').waitFor()
    const [sent] = app.smtp.messages
    expect(sent).toMatchObject({ from: '', to: [marco.username] })
    expect(sent?.raw.toString()).toMatch(
      /multipart\/report; report-type=disposition-notification[^]*Original-Message-ID: <Receiptwanted@/,
    )
    await mailPage(page).open('Personal')
    await mailPage(page).open('Receipt wanted')
    await mailPage(page).message.body.getByText('Have you seen it?').waitFor()
    expect(await bar().count()).toBe(0)
  })

  it('does not go where the reader says no, which other devices learn too', async () => {
    await mailPage(page).open('Receipt refused')
    await bar().getByRole('button', { name: 'Don’t' }).click()
    await bar().waitFor({ state: 'detached' })
    const other = await app.signIn()
    await mailPage(other.page).open('Receipt refused')
    await mailPage(other.page).message.body.getByText('And this?').waitFor()
    expect(await other.page.locator('.receipt').count()).toBe(0)
    await other.close()
    expect(app.smtp.messages).toEqual([])
  })

  it('that would go elsewhere says where, and none is asked about after “never”', async () => {
    await mailPage(page).open('Receipt elsewhere')
    await bar().getByText(`not go to the sender but to ${marco.username}`).waitFor()
    await mailPage(page).settings.open()
    await page.getByRole('radio', { name: 'Never send one' }).click()
    await page.keyboard.press('Escape')
    await bar().waitFor({ state: 'detached' })
  })
})
