import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer } from '../../bridge/http/server.ts'
import { createLog } from '../../bridge/log.ts'
import { startApp, type App } from '../support/app.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

let app: App

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['password'] })
})
afterAll(() => app.stop())

async function signInAt(url: string, page: Page): Promise<void> {
  const { signIn } = mailPage(page)
  await page.goto(url)
  await signIn.address.fill('anna')
  await signIn.password.fill(app.dovecot.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

it('asks who signs in without an @ for an address, once, and sends from it', async () => {
  const opened = await app.pages.take()
  const { page } = opened
  const { composer } = mailPage(page)
  await signInAt(app.url, page)
  await composer.write()
  await composer.to.fill('marco@example.org')
  await composer.subject.fill('Lunch')
  await composer.text.pressSequentially('At one?')
  await composer.sendButton.click()
  await page.getByText('Say first which address you write from.').waitFor()
  await composer.form.getByRole('textbox', { name: 'Your address' }).fill('anna@example.org')
  await composer.form.getByRole('button', { name: 'Use this address' }).click()
  await composer.send()
  const sent = await until('the message', () => app.smtp.messages[0])
  expect(sent).toMatchObject({ user: 'anna', from: 'anna@example.org' })
  await composer.write()
  expect(await composer.form.getByText('anna@example.org').count()).toBe(1)
  await opened.close()
})

it('sends as whom the settings list, first by default, and as whom a draft says', async () => {
  const opened = await app.pages.take()
  const { page } = opened
  await signInAt(app.url, page)
  const { composer, settings } = mailPage(page)
  await settings.open()
  const { dialog } = settings
  const senders = dialog.getByRole('list', { name: 'Send as' })
  const add = async (typed: string): Promise<void> => {
    await dialog.getByRole('textbox', { name: 'Another address to send from' }).fill(typed)
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  }
  await add('no address')
  await dialog.getByText('Write it like anna@example.org.').waitFor()
  await add('Anna Home <anna@home.example>')
  await add('anna@work.example')
  await dialog.getByRole('button', { name: 'Use anna@work.example by default' }).click()
  expect(await senders.getByRole('listitem').first().textContent()).toContain('anna@work.example')
  await page.keyboard.press('Escape')

  await composer.write()
  const from = composer.form.getByRole('combobox', { name: 'From' })
  expect(await from.inputValue()).toBe('anna@work.example')
  await from.selectOption('anna@home.example')
  await composer.to.fill('marco@example.org')
  await composer.subject.fill('From home')
  await composer.text.pressSequentially('Hello.')
  await composer.saveAndClose.click()
  await mailPage(page).toasts.saying('Saved in Drafts').first().waitFor()

  // The draft keeps its own From, though another is the default.
  await mailPage(page)
    .folders.item(/^Drafts/)
    .click()
  await mailPage(page).list.row('From home').click()
  await composer.subject.waitFor()
  expect(await from.inputValue()).toBe('anna@home.example')
  await composer.send()
  const sent = await until('the message', () =>
    app.smtp.messages.find(({ raw }) => raw.includes('Subject: From home')),
  )
  expect(sent).toMatchObject({ user: 'anna', from: 'anna@home.example' })
  expect(sent.raw.toString()).toMatch(/^From: Anna Home <anna@home\.example>\r$/m)
  await opened.close()
})

it('makes an address of a login without an @ where the host names the domain', async () => {
  const server = await startServer({
    config: {
      listen: { host: '127.0.0.1', port: 0 },
      trustProxy: [],
      providers: app.providers.map((provider) => ({ ...provider, mailDomain: 'ponte.example' })),
      demo: false,
    },
    pageFolder: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    version: 'test',
    log: createLog('silent'),
  })
  const opened = await app.browser.openPage()
  try {
    const { page } = opened
    const { account, composer } = mailPage(page)
    await signInAt(`http://localhost:${server.port}/`, page)
    await account.button.getByText('anna@ponte.example').waitFor()
    await composer.write()
    await composer.to.fill('marco@example.org')
    await composer.subject.fill('By domain')
    await composer.send()
    const sent = await until('the message', () =>
      app.smtp.messages.find(({ raw }) => raw.includes('Subject: By domain')),
    )
    expect(sent).toMatchObject({ user: 'anna', from: 'anna@ponte.example' })
  } finally {
    await opened.close()
    await server.close()
  }
})
