import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { BehaviourName, Switched } from '../../../demo/behaviours.ts'
import { giulia } from '../../../demo/identity/users.ts'
import { signInThroughProvider } from '../../support/app.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../../support/demoProduct.ts'
import { mailPage } from '../../support/pages/mailPage.ts'

/**
 * One product and one signed-in page for all of Outlook's behaviours: a row of the table turns its switch on, does what a
 * person does, and reads the page. `PONTE_OUTLOOK_PICTURES=1` takes the pictures of docs/outlook.md on the way.
 */
export class Outlook {
  readonly product: DemoProduct
  readonly #browser: TestBrowser
  readonly #opened: OpenPage

  private constructor(product: DemoProduct, browser: TestBrowser, opened: OpenPage) {
    this.product = product
    this.#browser = browser
    this.#opened = opened
  }

  static async start(): Promise<Outlook> {
    const product = await startDemoProduct()
    const browser = await startChromium()
    const opened = await browser.openPage()
    await opened.page.goto(product.url)
    await signInThroughProvider(opened.page, { user: giulia, button: 'Sign in' })
    const outlook = new Outlook(product, browser, opened)
    await outlook.ui.list.rows.first().waitFor()
    await outlook.ui.folders.item(/^Archive/).waitFor()
    return outlook
  }

  async stop(): Promise<void> {
    await this.#browser.stop()
    await this.product.stop()
  }

  get page(): Page {
    return this.#opened.page
  }
  get ui(): ReturnType<typeof mailPage> {
    return mailPage(this.page)
  }
  expectQuiet(): void {
    this.#opened.expectQuiet()
  }

  behave(...switched: Switched[]): void {
    this.product.demo.behave(...switched)
  }
  /** As a night's sleep does: the page comes back by itself, and all it then learns is under what was switched. */
  reconnect(): void {
    this.product.demo.imap.disconnectAll()
  }

  /** A message on top of the inbox that no cache has seen; it comes with the next connection. */
  async arrive(subject: string): Promise<Locator> {
    this.product.deliver(fresh(subject))
    this.reconnect()
    const row = this.ui.list.row(subject).first()
    await row.waitFor()
    return row
  }

  /** The inbox, once more from the server, with nothing open over it. */
  async toInbox(): Promise<void> {
    await this.ui.folders
      .item(/^Inbox/)
      .first()
      .click()
    await this.page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor()
    await this.ui.list.rows.first().waitFor()
  }

  async isConnected(): Promise<void> {
    await this.ui.statusLine
      .getByText(/^Connected to/)
      .first()
      .waitFor()
  }

  async write(subject: string): Promise<void> {
    const { composer } = this.ui
    await composer.write()
    await composer.to.fill('anna@example.org')
    await composer.subject.fill(subject)
    await composer.text.pressSequentially('Kept.')
    await composer.send()
  }

  get sending(): Locator {
    return this.page.getByRole('region', { name: 'Messages being sent' })
  }
  get sentCount(): number {
    return this.product.demo.smtp.messages.count
  }

  async picture(name: BehaviourName, of: Locator): Promise<void> {
    if (process.env['PONTE_OUTLOOK_PICTURES'] === undefined) return
    const folder = fileURLToPath(new URL('../../../docs/pictures/outlook/', import.meta.url))
    mkdirSync(folder, { recursive: true })
    // Of rows before, what was sent is still told of, beside what this one shows.
    const style = name.endsWith('Fails') ? '' : '.toasts { visibility: hidden }'
    await of.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', style })
  }
}

/** On top in every order. */
const fresh = (subject: string): string =>
  [
    `From: Anna <anna@example.org>`,
    `To: ${giulia.username}`,
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${subject.replace(/\W/g, '')}@example.org>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'All of it is here.',
    '',
  ].join('\r\n')

/** A behaviour that a person notices nothing of: what comes is listed, opened and found. */
export async function unnoticed(outlook: Outlook, name: string): Promise<void> {
  const { list, message, search } = outlook.ui
  const row = await outlook.arrive(`Through ${name}`)
  await row.click()
  await message.heading(`Through ${name}`).waitFor()
  await expect.poll(() => message.bodyAt(0).innerText()).toMatch(/\w{3}/)
  await search.run(`subject:"Through ${name}"`)
  await search.results
    .filter({ hasText: `Through ${name}` })
    .first()
    .waitFor()
  await search.clear()
  await list.rows.first().waitFor()
  expect(await outlook.page.getByRole('alert').count()).toBe(0)
  outlook.expectQuiet()
}

/** A refusal for good: its words, the draft whole, and the same message goes out once it is over. */
export async function refused(
  outlook: Outlook,
  { name, title, advice }: { name: BehaviourName; title: string; advice: RegExp },
): Promise<void> {
  const { composer } = outlook.ui
  await outlook.write(`Kept through ${name}`)
  const alert = composer.form.getByRole('alert')
  await alert.getByText(title).waitFor()
  await alert.getByText(advice).first().waitFor()
  await alert.getByText('It is still here', { exact: false }).waitFor()
  await alert.getByRole('link', { name: 'More about this' }).waitFor()
  expect(await composer.subject.inputValue()).toBe(`Kept through ${name}`)
  expect(await composer.text.innerText()).toContain('Kept.')
  await outlook.picture(name, alert)
  outlook.behave()
  const before = outlook.sentCount
  await composer.send()
  await composer.form.waitFor({ state: 'detached' })
  await expect.poll(() => outlook.sentCount).toBe(before + 1)
}

/** What passes: never called a refused sign-in; the message waits with its time, and goes. */
export async function passes(
  outlook: Outlook,
  { name, words }: { name: BehaviourName; words: RegExp },
): Promise<void> {
  const before = outlook.sentCount
  await outlook.write(`Later, ${name}`)
  await outlook.sending.getByText(words).waitFor()
  await outlook.sending.getByText(/Sending again in \d+ s/).waitFor()
  expect(await outlook.page.getByText(/sign-in was not accepted|does not let you send/).count()).toBe(0)
  await outlook.picture(name, outlook.sending)
  outlook.behave()
  await outlook.ui.composer.sendNow()
  await outlook.sending.waitFor({ state: 'detached' })
  expect(outlook.sentCount).toBe(before + 1)
}
