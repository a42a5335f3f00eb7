import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WCAG, violations } from '../support/axe.ts'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { startProduct, type Product } from '../support/product.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { inShort } from '../support/whole.ts'

/** Every component in every state, as `/kitchen` shows them: measured by axe, photographed for people. */
const PICTURES = fileURLToPath(new URL('./pictures/', import.meta.url))
const KITCHEN = '?kitchen#/kitchen'

const LOOKS = [
  { name: 'light', theme: 'light', scheme: 'light' },
  { name: 'dark', theme: 'dark', scheme: 'light' },
  { name: 'contrast-light', theme: 'contrast', scheme: 'light' },
  { name: 'contrast-dark', theme: 'contrast', scheme: 'dark' },
] as const

let product: Product
let browser: TestBrowser
let opened: OpenPage
let page: Page

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  product = await startProduct()
  browser = await startChromium()
  opened = await browser.openPage({ reducedMotion: 'reduce' })
  page = opened.page
})
afterAll(async () => {
  await browser.stop()
  await product.stop()
})
beforeEach(async () => {
  await page.setViewportSize({ width: 1100, height: 3_600 })
  await page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null })
})
afterEach(() => opened.expectQuiet())

async function openKitchen(): Promise<void> {
  await page.goto(product.url + KITCHEN)
  // As for the first time.
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await page.getByRole('heading', { name: 'Kitchen' }).waitFor()
}

describe('the components', () => {
  it.each(inShort(2, LOOKS))('are accessible in $name', async ({ name, theme, scheme }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await openKitchen()
    await page.getByRole('group', { name: 'Theme' }).first().getByRole('radio', { name: theme }).check()
    await page.screenshot({ path: `${PICTURES}kitchen-${name}.png` })
    expect(await violations(page, [...WCAG, 'best-practice'])).toEqual([])
  })

  it.each(inShort(1, ['light', 'dark'] as const))(
    'are accessible while something is open, in %s',
    async (scheme) => {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width: 1100, height: 900 })
      await openKitchen()
      // Behind what is modal the page is out of reach: what is good practice for whole pages does not apply.
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).waitFor()
      await page.screenshot({ path: `${PICTURES}kitchen-menu-${scheme}.png` })
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Question' }).click()
      await page.getByRole('dialog', { name: 'Empty “Deleted”?' }).waitFor()
      await page.screenshot({ path: `${PICTURES}kitchen-question-${scheme}.png` })
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Popover' }).click()
      await page.getByRole('dialog', { name: 'Sender' }).waitFor()
      expect(await violations(page)).toEqual([])
    },
  )

  it('look as the system asks: contrast, forced colours', async () => {
    await page.emulateMedia({ contrast: 'more', colorScheme: 'dark' })
    await openKitchen()
    const contrast = () => page.evaluate(() => document.documentElement.dataset['contrast'])
    await expect.poll(contrast).toBe('more')
    await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'active' })
    await expect.poll(contrast).toBe('normal')
    await page.screenshot({ path: `${PICTURES}kitchen-forced-colours.png` })
  })
})

describe('their behaviour', () => {
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim(),
    )

  it('a menu is opened, walked and left by keyboard, and gives the focus back', async () => {
    await openKitchen()
    await page.getByRole('button', { name: 'More' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('menuitem', { name: 'Reply' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText('Chosen: rename').waitFor()
    expect(await focused()).toBe('More')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitemcheckbox', { name: 'Subscribed', checked: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    expect(await focused()).toBe('More')
  })

  it('a question holds the focus, and Escape is a no', async () => {
    await openKitchen()
    await page.getByRole('button', { name: 'Question' }).press('Enter')
    await page.getByRole('dialog').waitFor()
    await expect.poll(focused).toBe('Cancel')
    for (let times = 0; times < 5; times++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true)
    }
    await page.keyboard.press('Escape')
    await page.getByText('Answer: no').waitFor()
    await expect.poll(focused).toBe('Question')
    await page.getByRole('button', { name: 'Question' }).press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Empty' }).click()
    await page.getByText('Answer: yes').waitFor()
  })

  it('a tooltip shows on focus and hides on Escape', async () => {
    await openKitchen()
    const tip = page.locator('.ui-tooltip')
    await page.getByRole('button', { name: 'quiet', exact: true }).focus()
    expect(await tip.isVisible()).toBe(false)
    await page.getByRole('button', { name: 'small danger' }).focus()
    await page.keyboard.press('Tab')
    await expect.poll(() => tip.isVisible()).toBe(true)
    expect(await tip.innerText()).toContain('Reply')
    await page.keyboard.press('Escape')
    expect(await tip.isVisible()).toBe(false)
  })

  it('a splitter moves by pointer and keyboard, within its bounds, also where the page reads from right to left', async () => {
    await openKitchen()
    const line = page.getByRole('separator', { name: 'Width' })
    const value = async () => Number(await line.getAttribute('aria-valuenow'))
    await line.focus()
    await page.keyboard.press('ArrowRight')
    expect(await value()).toBe(236)
    await page.keyboard.press('Home')
    expect(await value()).toBe(120)
    await page.keyboard.press('End')
    expect(await value()).toBe(420)
    await page.keyboard.press('Enter')
    expect(await value()).toBe(220)
    await page.evaluate(() => (document.documentElement.dir = 'rtl'))
    await page.keyboard.press('ArrowRight')
    expect(await value()).toBe(204)
    const box = await line.boundingBox()
    if (!box) throw new Error('the line is not there')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 - 40, box.y + box.height / 2, { steps: 4 })
    await page.mouse.up()
    expect(await value()).toBe(244)
  })
})

it('people who do not ask for it never load the kitchen', async () => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${product.url}#/kitchen`)
  await mailPage(page).signIn.button().first().waitFor()
  expect(asked.filter((url) => /kitchen/i.test(new URL(url).pathname))).toEqual([])
})
