import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

const mail = (headers: Record<string, string>, ...body: string[]): string =>
  [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', ...body, ''].join('\r\n')

const plain = (subject: string): string =>
  mail(
    {
      From: `${marco.name} <${marco.username}>`,
      To: giulia.username,
      Subject: subject,
      Date: 'Sun, 22 Nov 2026 09:58:00 +0100',
      'Message-ID': `<${subject.replace(/\W/g, '')}@ponte.example>`,
    },
    `Body of ${subject}`,
  )

const PAYLOAD = `<img src=x onerror="document.title='pwned'">`
const FILE = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 256))
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const withFiles = [
  'From: Anna <anna@example.org>',
  `To: ${giulia.username}, third@example.org`,
  'Subject: With files',
  'Date: Sat, 21 Nov 2026 09:58:00 +0100',
  'Message-ID: <files@ponte.example>',
  'References: <root@ponte.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/related; boundary=r',
  '',
  '--r',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>See <img src="cid:pic@x"> and <a href="https://evil.example/">https://bank.example</a></p><img src="https://tracker.example/1.gif">',
  '--r',
  'Content-Type: image/png',
  'Content-ID: <pic@x>',
  'Content-Transfer-Encoding: base64',
  '',
  PIXEL,
  '--r',
  'Content-Type: image/png; name=fake.png',
  'Content-ID: <fake@x>',
  '',
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  '--r--',
  '--m',
  'Content-Type: application/octet-stream',
  'Content-Disposition: attachment; filename="..\\\\evil\\\\data.bin"',
  'Content-Transfer-Encoding: base64',
  '',
  ...(FILE.toString('base64').match(/.{1,76}/g) ?? []),
  '--m--',
  '',
].join('\r\n')

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'full', kinds: ['oidc'] })
  const numbered = Array.from({ length: 300 }, (_, at) => plain(`Number ${at + 1}`))
  app.dovecot.append(giulia.username, 'INBOX', ...numbered)
  app.dovecot.append(giulia.username, 'Archive', plain('Archived'))
  app.dovecot.append(giulia.username, 'Doomed', plain('In a folder that goes'))
  app.dovecot.append(giulia.username, 'Trash', plain('Thrown away'))
  app.dovecot.append(giulia.username, '<img src=x onerror=alert(1)>', plain('In an odd folder'))
  app.dovecot.append(
    giulia.username,
    'Odd',
    mail({ 'X-Nothing': 'at all' }),
    mail({ From: `"${PAYLOAD.replaceAll('"', '')}" <evil@example.org>`, Subject: PAYLOAD }, PAYLOAD),
    mail({ From: '"valid@example.net" <attacker@example.org>', Subject: 'Spoofed' }, 'x'),
    withFiles,
  )
})
afterAll(() => app?.stop())
beforeEach(async () => {
  opened = await app.signIn()
  page = opened.page
  await options().first().waitFor()
})
afterEach(async () => {
  opened.expectQuiet()
  await opened.close()
})

const list = () => mailPage(page).list
const options = (): Locator => list().rows
const row = (subject: string): Locator => list().row(subject)
const message = () => mailPage(page).message
const body = () => mailPage(page).message.body
const composer = () => mailPage(page).composer
const setSize = (): Promise<number> => list().size()
const folder = (name: string): Locator => mailPage(page).folders.item(name, { exact: true })
async function openFolder(name: string, first: string): Promise<void> {
  await folder(name).click()
  await row(first).first().waitFor()
}
async function openMessage(subject: string): Promise<void> {
  await row(subject).first().click()
  await message().heading(subject).waitFor()
}

describe('folders', () => {
  it('are a tree with special ones first; names are text (threat 6)', async () => {
    await folder('Archive').waitFor()
    const names = await mailPage(page).folders.tree.getByRole('treeitem').allInnerTexts()
    expect(names.map((name) => name.split('\n')[0])).toEqual([
      'Inbox',
      'Drafts',
      'Sent',
      'Archive',
      'Junk',
      'Deleted',
      '<img src=x onerror=alert(1)>',
      'Doomed',
      'Odd',
    ])
    await openFolder('<img src=x onerror=alert(1)>', 'In an odd folder')
    expect(await page.getByRole('heading', { name: '<img src=x onerror=alert(1)>' }).count()).toBe(1)
  })

  it('are reached by keyboard', async () => {
    await folder('Inbox').focus()
    await page.keyboard.press('End')
    for (let times = 0; times < 3; times++) await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await row('Thrown away').waitFor()
    expect(await folder('Deleted').getAttribute('aria-selected')).toBe('true')
  })
})

describe('the list', () => {
  it('reaches any place, by scrolling and by keyboard', async () => {
    expect(await setSize()).toBeGreaterThanOrEqual(300)
    await list().box.focus()
    await page.keyboard.press('End')
    await message().heading('Number 1', { exact: true }).waitFor()
    const selected = list().chosen
    expect(await selected.getAttribute('aria-posinset')).toBe(await selected.getAttribute('aria-setsize'))
    await page.keyboard.press('ArrowUp')
    await message().heading('Number 2', { exact: true }).waitFor()
    await list().box.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
    await row('Number 150').first().waitFor()
  })

  it('follows what comes and goes on the server, and keeps what is on screen in its place', async () => {
    const size = await setSize()
    await list().scrollTo(100 * 76)
    const anchor = row('Number 198')
    await anchor.waitFor()
    const top = async () => Math.round((await anchor.boundingBox())?.y ?? -1)
    const before = await top()
    app.dovecot.append(giulia.username, 'INBOX', plain('Just arrived'))
    await until('the new message', async () => (await setSize()) === size + 1 || undefined)
    expect(await top()).toBe(before)
    await list().scrollTo(0)
    await row('Just arrived').waitFor()

    app.dovecot.doveadm(
      'flags',
      'add',
      '-u',
      giulia.username,
      '\\Flagged',
      'mailbox',
      'INBOX',
      'subject',
      'Just arrived',
    )
    await row('Just arrived').getByRole('img', { name: 'Flagged' }).waitFor()
    app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', 'INBOX', 'subject', 'Just arrived')
    await row('Just arrived').waitFor({ state: 'detached' })
    expect(await setSize()).toBe(size)
  })
})

describe('reading', () => {
  it('names what a message lacks', async () => {
    await openFolder('Odd', 'Spoofed')
    const bare = row('(no subject)')
    expect(await bare.innerText()).toContain('(no sender)')
    await bare.click()
    await message().heading('(no subject)').waitFor()
    await message().pane.getByText('(no sender)').waitFor()
    await message().pane.getByText('This message has no text.').waitFor()
  })

  it('shows headers as letters and the real address beside the name (threats 6, 23)', async () => {
    await openFolder('Odd', 'Spoofed')
    await openMessage(PAYLOAD)
    await message().pane.getByText('evil@example.org').first().waitFor()
    await body().getByText(PAYLOAD).waitFor()
    await openMessage('Spoofed')
    await message()
      .pane.getByText('The name shows valid@example.net, but the message is from attacker@example.org.')
      .waitFor()
    expect(await page.title()).not.toBe('pwned')
  })

  it('shows the message’s own pictures, blocks remote ones, warns of links, and hands out files', async () => {
    await openFolder('Odd', 'Spoofed')
    await openMessage('With files')
    await message().pane.getByText('One remote picture is blocked', { exact: false }).waitFor()
    await message().pane.getByText('A link shows one address and opens another', { exact: false }).waitFor()
    expect(
      await body()
        .locator('img')
        .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth)),
    ).toEqual([1])
    const files = message().pane.getByRole('list', { name: 'Attachments' }).getByRole('listitem')
    // What calls itself a picture and is none is a file; the path is gone from the other's name.
    expect(
      (await files.allInnerTexts()).map((text) => text.split('\n').find((line) => line.includes('.'))),
    ).toEqual(['data.bin', 'fake.png'])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download data.bin' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('data.bin')
    const saved = readFileSync(await download.path())
    expect(hash(saved)).toBe(hash(FILE))
  })

  it('marks as read what was shown, and as unread again', async () => {
    await openMessage('Number 290')
    await until('it to be read', () => flagsOf('Number 290').includes('\\Seen') || undefined)
    await mailPage(page).message.button('Mark as unread').click()
    await until('it to be unread', () => !flagsOf('Number 290').includes('\\Seen') || undefined)
    await mailPage(page).message.button('Flag').click()
    await until('it to be flagged', () => flagsOf('Number 290').includes('\\Flagged') || undefined)
  })
})

describe('what is done to a message', () => {
  it('deletes, opens the next, and puts back', async () => {
    const size = await setSize()
    await openMessage('Number 298')
    await mailPage(page).message.button('Delete').click()
    await message().heading('Number 297').waitFor()
    await row('Number 298').waitFor({ state: 'detached' })
    await until('it to be in Trash', () => inFolder('Trash', 'Number 298') || undefined)
    expect(await setSize()).toBe(size - 1)
    await mailPage(page).toasts.undo.click()
    await until('it to be back', () => inFolder('INBOX', 'Number 298') || undefined)
    expect(inFolder('Trash', 'Number 298')).toBe(false)
    await until('the list to show it', async () => (await setSize()) === size || undefined)
  })

  it('archives, moves by the menu, and deletes for good from Deleted', async () => {
    await openMessage('Number 296')
    await mailPage(page).message.button('Archive').click()
    await until('it to be in Archive', () => inFolder('Archive', 'Number 296') || undefined)
    await openMessage('Number 295')
    await mailPage(page).message.button('Move').click()
    await page.getByRole('menuitem', { name: 'Deleted' }).press('Enter')
    await until('it to be in Trash', () => inFolder('Trash', 'Number 295') || undefined)
    await openFolder('Deleted', 'Number 295')
    await openMessage('Number 295')
    await mailPage(page).message.button('Delete for good').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
    await until('it to be gone', () => !inFolder('Trash', 'Number 295') || undefined)
  })

  it('puts the row back and says why when the server refuses', async () => {
    const size = await setSize()
    await openMessage('Number 294')
    // Another client deletes the folder; a server without NOTIFY does not tell.
    app.dovecot.doveadm('mailbox', 'delete', '-u', giulia.username, '-s', 'Doomed')
    await mailPage(page).message.button('Move').click()
    await page.getByRole('menuitem', { name: 'Doomed' }).click()
    await mailPage(page).toasts.saying('The message stays where it was.', { exact: false }).waitFor()
    await row('Number 294').waitFor()
    expect(await setSize()).toBe(size)
  })
})

describe('writing', () => {
  const send = async (): Promise<void> => {
    await composer().sendButton.click()
    await mailPage(page).composer.sendNow()
  }

  it('answers all but oneself, within the thread', async () => {
    await openFolder('Odd', 'Spoofed')
    await openMessage('With files')
    await mailPage(page).message.button('Reply all').click()
    await composer().text.waitFor()
    expect(await composer().chips.allInnerTexts()).toEqual(['Anna', 'third@example.org'])
    const before = app.smtp.messages.length
    await send()
    const sent = await until('the answer', () => app.smtp.messages[before])
    expect(sent.to).toEqual(['anna@example.org', 'third@example.org'])
    expect(sent.raw.toString()).toMatch(/^References: <root@ponte\.example>\s+<files@ponte\.example>/m)
    expect(sent.raw.toString()).toMatch(/^> See/m)
  })

  it('forwards with the files of the original, and tells what is wrong with a recipient', async () => {
    await openFolder('Odd', 'Spoofed')
    await openMessage('With files')
    await mailPage(page).message.button('Forward').click()
    await composer().attached.getByText('data.bin').waitFor()
    await composer().to.fill('nobody, "open <x@y.z>')
    await composer().sendButton.click()
    await composer().form.getByText('“nobody” has no @.').waitFor()
    await composer().form.getByText('has a quotation mark that is not closed', { exact: false }).waitFor()
    await composer().discard.click()
  })

  it('keeps the draft through a refusal, a broken connection and a reload, and never says sent', async () => {
    await mailPage(page).composer.open()
    await composer().to.fill(marco.username)
    await composer().subject.fill('Important')
    await composer().text.fill('Do not lose this.')
    app.smtp.behaviour.refuseMessage = true
    await send()
    await composer().form.getByText('The message was not sent. It is still here.').waitFor()
    await composer().form.getByText('The server said: ', { exact: false }).waitFor()
    app.smtp.behaviour.refuseMessage = false
    app.smtp.behaviour.dropAfterData = true
    const before = app.smtp.messages.length
    await send()
    await composer().form.getByText('The message may have been sent.').waitFor()
    app.smtp.behaviour.dropAfterData = false
    expect(await mailPage(page).toasts.saying('Message sent').count()).toBe(0)

    await page.reload()
    await options().first().waitFor()
    expect(await composer().text.innerText()).toBe('Do not lose this.')
    await composer().form.getByText('The message may have been sent.').waitFor()
    await composer().form.getByRole('button', { name: 'Send again anyway' }).first().click()
    await mailPage(page).composer.sendNow()
    await mailPage(page).toasts.saying('Message sent').waitFor()
    const ids = app.smtp.messages
      .slice(before)
      .map((one) => /^Message-ID: (.*)$/im.exec(one.raw.toString())?.[1])
    expect(ids).toEqual([ids[0], ids[0]])
  })
})

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function inFolder(name: string, subject: string): boolean {
  const found = app.dovecot.doveadm(
    'fetch',
    '-u',
    giulia.username,
    'hdr.subject',
    'mailbox',
    name,
    'subject',
    subject,
  )
  return found.split('\n').some((line) => line.trim().endsWith(subject))
}

function flagsOf(subject: string): string {
  return app.dovecot.doveadm('fetch', '-u', giulia.username, 'flags', 'mailbox', 'INBOX', 'subject', subject)
}
