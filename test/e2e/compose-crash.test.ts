import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { uidsIn } from '../support/composing.ts'
import { startDovecot, type Dovecot } from '../support/dovecot.ts'
import { FONTS, fontEnvironment } from '../support/fonts.ts'
import { startIntrospection, type Introspection } from '../support/introspection.ts'
import { freePort, until } from '../support/net.ts'
import { startProduct, type Product } from '../support/product.ts'
import { startSmtpSink, type SmtpSink } from '../support/smtpSink.ts'
import { CHROMIUM, requireSystem } from '../support/system.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'

/** Processes that die at the worst moment: the browser while someone writes, the bridge while it sends. */
let folder: string
let introspection: Introspection
let dovecot: Dovecot
let smtp: SmtpSink
let product: Product
let port: number

const start = () => startProduct({ PONTE_CONFIG: join(folder, 'config.json'), PORT: String(port) })

beforeAll(async () => {
  requireSystem(CHROMIUM, ...FONTS)
  folder = mkdtempSync(join(tmpdir(), 'ponte-crash-'))
  introspection = await startIntrospection()
  dovecot = await startDovecot({
    profile: 'outlook',
    introspectionUrl: introspection.url,
    users: [giulia.username, marco.username],
    passwords: true,
  })
  dovecot.append(giulia.username, 'INBOX', 'Subject: Anything\r\nFrom: anna@example.org\r\n\r\nHi.\r\n')
  smtp = await startSmtpSink({ ca: dovecot.ca, password: dovecot.password })
  port = await freePort()
  writeFileSync(join(folder, 'ca.pem'), dovecot.ca.cert)
  configure({ sentIsFiledByServer: false })
  product = await start()
})

/** For the next bridge that starts. */
function configure({ sentIsFiledByServer }: { sentIsFiledByServer: boolean }): void {
  const server = (at: number) => ({ host: '127.0.0.1', port: at, ca: 'ca.pem' })
  const provider = {
    id: 'plain',
    name: 'Password',
    auth: { kind: 'password' },
    imap: server(dovecot.imapPort),
    smtp: server(smtp.port),
    sentIsFiledByServer,
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ providers: [provider] }))
}

afterAll(async () => {
  await product?.stop('SIGKILL')
  await smtp?.stop()
  await dovecot?.stop()
  await introspection?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
})

// What a process that died had sent still arrives: not while the next test counts.
afterEach(() => until('the mail server to be done', () => !smtp.isBusy || undefined))

async function openBrowser(profile: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(join(folder, profile), {
    executablePath: CHROMIUM.proof,
    env: fontEnvironment(),
    args: ['--no-sandbox', '--disable-gpu', '--headless=new'],
    viewport: { width: 1280, height: 800 },
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(product.url)
  return { context, page }
}

async function signIn(page: Page): Promise<void> {
  await mailPage(page).signIn.address.fill(giulia.username)
  await mailPage(page).signIn.password.fill(dovecot.password)
  await mailPage(page).signIn.button().first().click()
  await mailPage(page).list.row('Anything').waitFor()
}

/** The process that has this profile and was not started by another one of the browser's. */
function browserOf(profile: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const pid = pids.find((one) => {
    try {
      const line = readFileSync(`/proc/${one}/cmdline`, 'utf8')
      return line.includes(`--user-data-dir=${profile}`) && !line.includes('--type=')
    } catch {
      return false // ended meanwhile
    }
  })
  if (pid === undefined) throw new Error(`No browser has the profile ${profile}.`)
  return Number(pid)
}

/** The browser's own process and all of its children, by SIGKILL: no page hears of it. */
async function killBrowser(context: BrowserContext, profile: string): Promise<void> {
  const pid = browserOf(join(folder, profile))
  const closed = new Promise((resolve) => context.once('close', resolve))
  process.kill(pid, 'SIGKILL')
  await closed
  rmSync(join(folder, profile, 'SingletonLock'), { force: true })
}

async function startWriting(page: Page, subject: string) {
  const composer = mailPage(page).composer
  await composer.write()
  await composer.to.fill(marco.username)
  await composer.subject.fill(subject)
  await composer.text.fill('Do not lose this.')
  return composer
}

describe('the browser dies while someone writes', () => {
  it('the draft is there again after signing in, its file too', async () => {
    const first = await openBrowser('one')
    await signIn(first.page)
    const composer = await startWriting(first.page, 'Interrupted')
    await composer.fileInput.setInputFiles({
      name: 'c.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('C'),
    })
    await composer.text.pressSequentially(' Not even this.')
    await until('the browser to have it', async () => {
      const kept = await first.page.evaluate(keptText)
      return kept.includes('Not even this.') || undefined
    })
    await killBrowser(first.context, 'one')

    const second = await openBrowser('one')
    await signIn(second.page)
    const again = mailPage(second.page).composer
    await again.form.getByText('Draft restored').waitFor()
    expect(await again.text.innerText()).toBe('Do not lose this. Not even this.')
    expect(await again.subject.inputValue()).toBe('Interrupted')
    await again.form.getByText('c.txt').waitFor()
    await again.discard.click()
    await again.form.waitFor({ state: 'detached' })
    await second.context.close()
  })

  it('while it sends: what may have been sent is unknown, and not sent again', async () => {
    smtp.messages.length = 0
    smtp.behaviour.delayMs = 6_000
    const first = await openBrowser('two')
    await signIn(first.page)
    const composer = await startWriting(first.page, 'Killed sending')
    const { connections } = smtp
    await composer.send()
    await until('the submission to begin', () => smtp.connections > connections || undefined)
    await killBrowser(first.context, 'two')
    smtp.behaviour.delayMs = 0

    const second = await openBrowser('two')
    await signIn(second.page)
    const again = mailPage(second.page).composer
    await again.form.getByText('The message may have been sent.').waitFor()
    await again.form.getByText('This page puts the copy into Sent itself', { exact: false }).waitFor()
    expect(await mailPage(second.page).toasts.saying('Message sent').count()).toBe(0)
    expect(await again.sendButton.count()).toBe(0)
    expect(smtp.messages.length).toBeLessThanOrEqual(1)
    expect(smtp.connections).toBe(connections + 1)
    await again.discard.click()
    await second.context.close()
  })
})

describe('the bridge dies while it sends', () => {
  it('says that nobody knows, finds the message in Sent where it is, and never sends it twice', async () => {
    await product.stop('SIGTERM')
    configure({ sentIsFiledByServer: true })
    product = await start()
    smtp.messages.length = 0
    smtp.behaviour.delayMs = 8_000
    const { context, page } = await openBrowser('three')
    await signIn(page)
    const composer = await startWriting(page, 'Bridge killed')
    const { connections } = smtp
    await composer.send()
    await until('the submission to begin', () => smtp.connections > connections || undefined)
    await product.stop('SIGKILL')
    await composer.form.getByText('The message may have been sent.').waitFor()
    expect(await composer.text.innerText()).toBe('Do not lose this.')
    smtp.behaviour.delayMs = 0

    product = await start()
    await composer.form.getByText('It is not in Sent, or not yet.').waitFor()
    expect(smtp.connections).toBe(connections + 1)
    expect(smtp.messages.length).toBeLessThanOrEqual(1)
    // The server files it after all: looking again finds it, and it counts as sent.
    const kept = await page.evaluate(keptText)
    const id = /"messageId":"(<[^"]+>)"/.exec(kept)?.[1] ?? ''
    dovecot.append(giulia.username, 'Sent', `Subject: Bridge killed\r\nMessage-ID: ${id}\r\n\r\nx\r\n`)
    await composer.form.getByRole('button', { name: 'Check Sent' }).click()
    await mailPage(page).toasts.saying('Message sent').waitFor()
    await composer.form.waitFor({ state: 'detached' })
    expect(uidsIn({ dovecot }, 'Sent')).toHaveLength(1)
    expect(smtp.connections).toBe(connections + 1)
    await context.close()
    await product.stop('SIGTERM')
    configure({ sentIsFiledByServer: false })
    product = await start()
  })

  it.runIf(WHOLE)(
    'before all of a file has left: certainly not sent, says so, and sends it with the next bridge',
    async () => {
      const { context, page } = await openBrowser('four')
      await signIn(page)
      const composer = await startWriting(page, 'Half uploaded')
      smtp.messages.length = 0
      const big = join(folder, 'big.bin')
      writeFileSync(big, Buffer.alloc(30 * 1024 * 1024, 7))
      await composer.fileInput.setInputFiles(big)
      await composer.attached.getByText('big.bin').waitFor()
      await composer.sendButton.click()
      await composer.sendAnyway.click()
      await mailPage(page).composer.sendNow()
      await page.getByRole('progressbar').waitFor()
      await product.stop('SIGKILL')
      await page.getByText(/The connection broke before all of it had left|may have been sent/).waitFor()
      const notSent = await page.getByText('The connection broke before all of it had left').count()
      product = await start()
      // Whichever it was: what it says agrees with what arrives.
      if (notSent > 0) {
        await mailPage(page).toasts.saying('Message sent').waitFor()
        expect(smtp.messages).toHaveLength(1)
      } else expect(await mailPage(page).toasts.saying('Message sent').count()).toBe(0)
      await context.close()
    },
  )
})

describe('the bridge is asked to stop while it sends', () => {
  it('the message goes out and its copy is filed; what is done meanwhile waits for the next bridge', async () => {
    smtp.messages.length = 0
    let release = (): void => undefined
    smtp.behaviour.hold = new Promise((resolve) => (release = resolve))
    const { context, page } = await openBrowser('five')
    await signIn(page)
    const filed = uidsIn({ dovecot }, 'Sent').length
    const first = await startWriting(page, 'Just in time')
    const { arrived } = smtp
    await first.send()
    await until('the message to arrive', () => smtp.arrived > arrived || undefined)
    const ended = product.stop('SIGTERM')
    await until(
      'the bridge to be going',
      async () => (await fetch(`${product.url}healthz`)).status === 503 || undefined,
    )

    // A message that is sent now does not leave, and waits. One that is opened comes later.
    const second = await startWriting(page, 'Too late')
    await second.send()
    await page.getByText('The connection broke before all of it had left').waitFor()
    await mailPage(page).list.row('Anything').click()
    release()
    await mailPage(page).toasts.saying('Message sent').waitFor()
    expect(await ended).toBe(0)
    const subjects = (): unknown[] =>
      smtp.messages.map(({ raw }) => /^Subject: (.*)\r$/m.exec(String(raw))?.[1])
    expect(subjects()).toEqual(['Just in time'])
    expect(uidsIn({ dovecot }, 'Sent')).toHaveLength(filed + 1)

    smtp.behaviour.hold = undefined
    product = await start()
    await mailPage(page).message.body.getByText('Hi.').waitFor()
    await until('the second message', () => smtp.messages.length === 2 || undefined)
    expect(subjects()).toEqual(['Just in time', 'Too late'])
    await context.close()
  })
})

/** All that this browser keeps of drafts. */
function keptText(): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('ponte-drafts')
    opening.onerror = () => reject(opening.error as DOMException)
    opening.onsuccess = () => {
      const all = opening.result.transaction('drafts').objectStore('drafts').getAll()
      all.onsuccess = () => {
        opening.result.close()
        resolve(
          JSON.stringify(all.result.map((one: { data: unknown }) => JSON.parse(String(one.data)) as unknown)),
        )
      }
      all.onerror = () => reject(all.error as DOMException)
    }
  })
}
