import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { signInThroughProvider } from '../support/app.ts'
import { startChromium, type TestBrowser } from '../support/chromium.ts'
import { startDemoProduct, type DemoProduct } from '../support/demoProduct.ts'
import { pasted } from '../support/clipboard.ts'
import { account } from '../support/pages/account.ts'
import { mailPage } from '../support/pages/mailPage.ts'

describe('the connection doctor', () => {
  let product: DemoProduct
  let browser: TestBrowser

  beforeAll(async () => {
    product = await startDemoProduct()
    browser = await startChromium()
  })
  afterAll(async () => {
    await browser.stop()
    await product.stop()
  })

  it('goes every step, names what is in the way and what to do, and lets a report be copied', async () => {
    const opened = await browser.openPage()
    const { page } = opened
    await page.context().grantPermissions(['clipboard-write'])
    await page.goto(product.url)
    await signInThroughProvider(page, { user: giulia, button: 'Sign in' })
    await mailPage(page).list.rows.first().waitFor()

    await account(page).button.click()
    await account(page).item('Connection doctor').click()
    const dialog = page.getByRole('dialog', { name: 'Connection doctor' })
    await dialog.getByText('Every step went well.').waitFor()
    expect(await dialog.getByRole('listitem').count()).toBe(16)

    product.demo.smtp.quirks.refusal = {
      at: 'authenticate',
      code: 535,
      text: '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant',
      times: Infinity,
    }
    await dialog.getByRole('button', { name: 'Run again' }).click()
    await dialog.getByText('Something is in the way: see the step marked below.').waitFor()
    const wrong = dialog.getByRole('listitem').filter({ hasText: 'Not right' })
    expect(await wrong.count()).toBe(1)
    await wrong.getByText('SmtpClientAuthentication is disabled for the Tenant').waitFor()
    await wrong.getByRole('link', { name: 'More about this' }).waitFor()

    await dialog.getByRole('button', { name: 'Copy the report' }).click()
    await dialog.getByText('Report copied').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const report = await pasted(page)
    expect(report).toContain('Not right: smtpAuthenticate')
    expect(report).not.toContain(giulia.username)
    opened.expectQuiet()
    await opened.close()
  })

  it('is at hand before anyone has signed in, and leaves out what needs that', async () => {
    const { page, close } = await browser.openPage()
    await page.goto(`${product.url}#/doctor`)
    await page.getByRole('button', { name: 'Look at the connection' }).click()
    await page.getByText('Every step went well.').waitFor()
    const left = page.getByRole('listitem').filter({ hasText: 'Left out' })
    expect(await left.filter({ hasText: 'Sign in' }).count()).toBe(2)
    await close()
  })
})
