import { createHash, randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { parseMail, structureOf, uidsIn } from '../support/composing.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const FILE = randomBytes(10 * 1024 * 1024)
const hash = (bytes: Uint8Array | ArrayBuffer | string): string =>
  createHash('sha256')
    .update(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes)
    .digest('hex')

const withFile = [
  `From: ${marco.name} <${marco.username}>`,
  `To: ${giulia.username}`,
  'Subject: The drawings',
  'Date: Sun, 22 Nov 2026 09:58:00 +0100',
  'Message-ID: <drawings@ponte.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p onclick="alert(1)">Here they are.</p><img src="https://tracker.example/1.gif"><script>alert(1)</script>',
  '--b',
  'Content-Type: application/octet-stream; name=drawings.bin',
  'Content-Disposition: attachment; filename=drawings.bin',
  'Content-Transfer-Encoding: base64',
  '',
  ...(FILE.toString('base64').match(/.{1,76}/g) ?? []),
  '--b--',
  '',
].join('\r\n')

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  app.dovecot.append(giulia.username, 'INBOX', withFile)
})
afterAll(() => app?.stop())
beforeEach(async () => {
  app.smtp.messages.length = 0
  opened = await app.signIn()
  page = opened.page
  await mailPage(page).list.row('The drawings').waitFor()
})
afterEach(async () => {
  // The sandbox says so of each script in foreign mail; that is what it is for.
  opened.expectQuiet(/Blocked script execution/)
  await opened.close()
})

const arrived = (at = 0) => until('the message to arrive', () => app.smtp.messages[at])

describe('rich text', () => {
  it('arrives as multipart/alternative, small and clean, with a text that says the same', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.to.fill(`${marco.name} <${marco.username}>, `)
    await composer.subject.fill('Perché no?')
    await composer.text.click()
    await page.keyboard.type('Ciao Marco,')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('martedì')
    await page.keyboard.press('Control+b')
    await page.keyboard.type(' va bene <sic>.')
    await page.keyboard.press('Enter')
    await page.keyboard.type('- uno')
    await page.keyboard.press('Enter')
    await page.keyboard.type('due')
    await composer.send()
    const { raw, to } = await arrived()
    expect(to).toEqual([marco.username])
    expect(structureOf(raw)).toBe('multipart/alternative text/plain text/html')
    const mail = await parseMail(raw)
    expect(mail.subject).toBe('Perché no?')
    expect(mail.to).toEqual([{ name: marco.name, address: marco.username }])
    expect(mail.html?.trim()).toBe(
      '<p>Ciao Marco,</p><p><strong>martedì</strong> va bene &lt;sic&gt;.</p><ul><li>uno</li><li>due</li></ul>',
    )
    expect(mail.text?.trim()).toBe('Ciao Marco,\n\nmartedì va bene <sic>.\n\n- uno\n- due')
    await mailPage(page).toasts.saying('Message sent').waitFor()
  })

  it('can be called back while it counts down', async () => {
    const composer = mailPage(page).composer
    const { connections } = app.smtp
    await composer.write()
    await composer.to.fill(marco.username)
    await composer.subject.fill('Too early')
    await composer.text.fill('Wait.')
    await composer.sendButton.click()
    await composer.form.waitFor({ state: 'detached' })
    await page
      .getByRole('region', { name: 'Messages being sent' })
      .getByRole('button', { name: 'Undo' })
      .click()
    expect(await composer.text.innerText()).toBe('Wait.')
    expect(app.smtp.connections).toBe(connections)
    await composer.discard.click()
  })

  it('turns into plain text and back without losing a word', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.text.click()
    await page.keyboard.type('> quoted? no, typed')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+i')
    await page.keyboard.type('italic')
    await page.getByRole('button', { name: 'Plain text' }).click()
    await page.getByText('Plain text cannot keep the formatting.').waitFor()
    await page.getByRole('button', { name: 'Switch' }).click()
    expect(await composer.text.inputValue()).toContain('italic')
    await page.getByRole('button', { name: 'Formatted text' }).click()
    await composer.text.getByText('italic').waitFor()
    await composer.discard.click()
  })
})

describe('the clipboard', () => {
  it('brings words and shapes, never scripts, styles or remote pictures (threat 24)', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.text.click()
    await composer.text.evaluate((element) => {
      const data = new DataTransfer()
      data.setData(
        'text/html',
        `<style>p{background:url(https://tracker.example/css)}</style><h1 style="color:red" onclick="__pwned=1">Title</h1>
        <p>Some <b>bold</b> <img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqPtfDwADhgGAHQkqkQAAAABJRU5ErkJggg=="> <a href="javascript:__pwned=1">script</a> <a href="https://good.example/">link</a>
        <img src="https://tracker.example/pixel.gif" onerror="__pwned=1"><img src=x onerror=__pwned=1>
        <svg onload="__pwned=1"><a xlink:href="javascript:1">x</a></svg><iframe srcdoc="<script>parent.__pwned=1</script>"></iframe></p>
        <form action="https://evil.example"><input name=a></form><script>__pwned=1</script>
        <noscript><p title="</noscript><img src=x onerror=__pwned=1>"></noscript>`,
      )
      data.setData('text/plain', 'fallback')
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    })
    await composer.text.getByRole('heading', { name: 'Title' }).waitFor()
    const html = await composer.text.evaluate((element) => element.innerHTML)
    expect(html).toContain('<strong>bold</strong>')
    expect(html).toContain('href="https://good.example/"')
    expect(html).not.toMatch(
      /javascript:|onerror|onclick|onload|<svg|<iframe|<form|<input|<style|style=|tracker|evil/i,
    )
    expect(await composer.text.locator('img[src^="blob:"]').count()).toBe(1)
    expect(await page.evaluate(() => '__pwned' in window)).toBe(false)
    await composer.to.fill(marco.username)
    await composer.subject.fill('Pasted')
    await composer.send()
    const { raw } = await arrived()
    const mail = await parseMail(raw)
    expect(structureOf(raw)).toBe('multipart/alternative text/plain multipart/related text/html image/png')
    const id = /src="cid:([^"]+)"/.exec(mail.html ?? '')?.[1]
    expect(mail.attachments.map((one) => one.contentId)).toEqual([`<${id}>`])
    expect(mail.html).not.toMatch(/javascript:|tracker|evil|on\w+=/i)
  })

  it('lists of addresses become recipients; what is none says why', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.to.fill('"Rossi, Anna" <anna@example.org>; bruno@example.org, nobody\n')
    await composer.subject.click()
    expect(await composer.chips.allInnerTexts()).toEqual(['Rossi, Anna', 'bruno@example.org', 'nobody'])
    await composer.form.getByText('“nobody” has no @.').waitFor()
    await composer.sendButton.click()
    await composer.form.getByText('An address needs a correction.').waitFor()
    await composer.to.press('Backspace')
    await page.keyboard.press('Backspace')
    await composer.form.getByText('“nobody” has no @.').waitFor({ state: 'detached' })
    // Who wrote a message on screen can be completed.
    await composer.to.pressSequentially(marco.name.slice(0, 4).toLowerCase())
    await page.getByRole('option', { name: marco.username }).waitFor()
    await composer.to.press('ArrowDown')
    await composer.to.press('Enter')
    expect((await composer.chips.allInnerTexts()).at(-1)).toBe(marco.name)
    await composer.discard.click()
    await composer.form.waitFor({ state: 'detached' })
  })
})

describe('files', () => {
  it('of 10 MB go along with an answer, which marks the original', async () => {
    await mailPage(page).open('The drawings')
    await mailPage(page).message.button('Reply').first().click()
    const composer = mailPage(page).composer
    await composer.text.pressSequentially('Here is mine.')
    await composer.fileInput.setInputFiles({ name: 'mine.bin', mimeType: 'application/x-mine', buffer: FILE })
    await composer.form.getByText('mine.bin').waitFor()
    await composer.send()
    const { raw } = await arrived()
    const mail = await parseMail(raw)
    expect(mail.subject).toBe('Re: The drawings')
    expect(mail.inReplyTo).toBe('<drawings@ponte.example>')
    expect(mail.attachments.map((one) => [one.filename, one.mimeType])).toEqual([
      ['mine.bin', 'application/x-mine'],
    ])
    expect(hash(mail.attachments[0]?.content ?? '')).toBe(hash(FILE))
    // The quote is what was read, without what could run or tell that it was read (threat 24).
    expect(mail.html).toContain('Here they are.')
    expect(mail.html).not.toMatch(/script|onclick|tracker/)
    expect(mail.text).toContain('> Here they are.')
    await until('the copy in Sent', () => uidsIn(app, 'Sent').length > 0 || undefined)
    await until('the original to be marked', () => {
      const flags = app.dovecot.doveadm(
        'fetch',
        '-u',
        giulia.username,
        'flags',
        'mailbox',
        'INBOX',
        'subject',
        'drawings',
      )
      return flags.includes('\\Answered') || undefined
    })
  })

  it('of a forwarded message never pass the browser', async () => {
    let bytes = 0
    const client = await page.context().newCDPSession(page)
    await client.send('Network.enable')
    client.on('Network.webSocketFrameSent', ({ response }) => (bytes += response.payloadData.length))
    client.on('Network.webSocketFrameReceived', ({ response }) => (bytes += response.payloadData.length))
    await mailPage(page).open('The drawings')
    await mailPage(page).message.button('Forward').first().click()
    const composer = mailPage(page).composer
    await composer.attached.getByText('drawings.bin').waitFor()
    await composer.to.fill(marco.username)
    await composer.text.pressSequentially('See below.')
    const filed = uidsIn(app, 'Sent').length
    await composer.send()
    const { raw } = await arrived()
    // Before the file is looked at, which takes as long as the toast stays on a busy machine.
    await mailPage(page).toasts.saying('Message sent').waitFor()
    const mail = await parseMail(raw)
    expect(mail.subject).toBe('Fwd: The drawings')
    expect(mail.attachments.map((one) => one.filename)).toEqual(['drawings.bin'])
    expect(hash(mail.attachments[0]?.content ?? '')).toBe(hash(FILE))
    await until('the copy in Sent', () => uidsIn(app, 'Sent').length > filed || undefined)
    expect(bytes).toBeGreaterThan(1_000)
    expect(bytes).toBeLessThan(500_000)
  })
})

describe('what may have been forgotten', () => {
  it('is asked about once, in the form', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.text.fill('Please see the attached plan.')
    await composer.sendButton.click()
    await composer.form.getByText('Add at least one recipient.').waitFor()
    await composer.to.fill(marco.username)
    await composer.sendButton.click()
    await composer.form.getByText('There is no subject.').waitFor()
    await composer.form.getByText('You mention an attachment, but no file is attached.').waitFor()
    await composer.sendAnyway.click()
    await mailPage(page).composer.sendNow()
    expect((await parseMail((await arrived()).raw)).text?.trim()).toBe('Please see the attached plan.')
  })

  it('a refused message is still here, with the server’s words; a recipient the server refused is named', async () => {
    const composer = mailPage(page).composer
    await composer.write()
    await composer.to.fill(`${marco.username}, ghost@ponte.example`)
    await composer.subject.fill('Half')
    await composer.text.fill('To one and a half.')
    app.smtp.behaviour.refuseMessage = true
    await composer.send()
    await composer.form.getByText('The message was not sent. It is still here.').waitFor()
    await composer.form.getByText('5.6.0 Message refused', { exact: false }).waitFor()
    expect(await composer.text.innerText()).toBe('To one and a half.')
    app.smtp.behaviour.refuseMessage = false
    app.smtp.behaviour.refuseRecipient = (address) => address.startsWith('ghost')
    await composer.send()
    await mailPage(page).toasts.saying('Sent, but not to ghost@ponte.example', { exact: false }).waitFor()
    app.smtp.behaviour.refuseRecipient = () => false
    expect(app.smtp.messages.map((one) => one.to)).toEqual([[marco.username]])
  })
})
