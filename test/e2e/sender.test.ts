import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp, type App } from '../support/app.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'

let app: App

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['password'] })
})
afterAll(() => app.stop())

it('asks who signs in without an @ for an address, once, and sends from it', async () => {
  const opened = await app.pages.take()
  const { page } = opened
  const { signIn, composer } = mailPage(page)
  await page.goto(app.url)
  await signIn.address.fill('anna')
  await signIn.password.fill(app.dovecot.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
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
