import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { giulia, marco, type DemoUser } from '../../demo/identity/users.ts'
import { signInThroughProvider, startApp, type App } from '../support/app.ts'
import { pasted } from '../support/clipboard.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'
import { letter, markReady, otherClient, row } from './support/live.ts'

/** Every place has an address; Back, reload, another tab and another device come to it. */
const BUTTON = 'Sign in with Work'
const MINE = `#/mail/work:${giulia.username}`
const FIRST = `${MINE}/INBOX/First@ponte.example`
const WIDTHS = [
  ['a wide page', { width: 1_280, height: 800 }],
  ['a phone', { width: 390, height: 844 }],
] as const

let app: App
let page: Page
const opened: { close(): Promise<void>; expectQuiet(): void }[] = []

beforeAll(async () => {
  app = await startApp({ profile: 'full', kinds: ['oidc', 'password'] })
  app.dovecot.append(giulia.username, 'INBOX', letter('First'), letter('Second'), letter('Moves'))
  app.dovecot.append(giulia.username, 'Archive', letter('Archived'))
  app.dovecot.append(marco.username, 'INBOX', letter('For Marco'))
})
afterEach(async () => {
  for (const one of opened.splice(0)) {
    one.expectQuiet()
    await one.close()
  }
})
afterAll(() => app.stop())

const place = (on = page): string => new URL(on.url()).hash
const at = (hash: string, on = page) => expect.poll(() => place(on)).toBe(hash)
const heading = (subject: string, on = page) => mailPage(on).message.heading(subject)
const note = (text: string | RegExp) => page.getByText(text).first()

async function signIn(viewport?: { width: number; height: number }): Promise<void> {
  const one = await app.signIn({ button: BUTTON })
  opened.push(one)
  page = one.page
  if (viewport) await page.setViewportSize(viewport)
  await row(page, 'Second').waitFor()
  await at(`${MINE}/INBOX`)
}

/** Another device: nothing of the first one's storage, cookies or sign-in. */
async function elsewhere(hash: string): Promise<void> {
  const one = await app.browser.openPage()
  opened.push(one)
  page = one.page
  await page.goto(app.url + hash)
  await page.getByRole('button', { name: BUTTON }).waitFor()
}

const throughProvider = (user: DemoUser) => signInThroughProvider(page, { user, button: BUTTON })

async function openFolder(name: RegExp): Promise<void> {
  const { folders } = mailPage(page)
  if (await folders.button.isVisible()) await folders.button.click()
  await folders.item(name).click()
}

it('who goes on before the page has read its address is not led back', async () => {
  await signIn()
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/MailLinks-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await page.reload()
  await row(page, 'Second').waitFor()
  await openFolder(/^Archive/)
  await row(page, 'Archived').waitFor()
  release()
  await at(`${MINE}/Archive`)
  await row(page, 'Archived').waitFor()
})

describe.each(WIDTHS)('on %s', (_, viewport) => {
  /** Where the width makes no difference. */
  const onOne = viewport !== WIDTHS[0]?.[1] || WHOLE ? it : it.skip
  it('Back and Forward go through folders and messages, and a reload stays', async () => {
    await signIn(viewport)
    await mailPage(page).open('First')
    await at(FIRST)
    expect(await page.title()).toMatch(/First – Inbox – giulia.* – Ponte$/)
    await page.reload()
    await heading('First').waitFor()
    await at(FIRST)
    await page.goBack()
    await heading('First').waitFor({ state: 'detached' })
    await at(`${MINE}/INBOX`)
    await openFolder(/^Archive/)
    await row(page, 'Archived').waitFor()
    await at(`${MINE}/Archive`)
    await mailPage(page).open('Archived')
    await at(`${MINE}/Archive/Archived@ponte.example`)
    await page.goBack()
    await heading('Archived').waitFor({ state: 'detached' })
    await at(`${MINE}/Archive`)
    await page.reload()
    await row(page, 'Archived').waitFor()
    await at(`${MINE}/Archive`)
    await page.goBack()
    await row(page, 'Second').waitFor()
    await at(`${MINE}/INBOX`)
    await page.goForward()
    await row(page, 'Archived').waitFor()
    await page.goForward()
    await heading('Archived').waitFor()
  })

  onOne('Back goes through a search of the folder, which a reload finds again', async () => {
    await signIn(viewport)
    const { search } = mailPage(page)
    await search.runHere('subject:First')
    await expect.poll(() => mailPage(page).list.size()).toBe(1)
    const found = `${MINE}/INBOX?q=subject%3AFirst`
    await at(found)
    await mailPage(page).open('First')
    await at(`${FIRST}?q=subject%3AFirst`)
    await page.goBack()
    await heading('First').waitFor({ state: 'detached' })
    await at(found)
    await page.reload()
    await row(page, 'First').waitFor()
    await expect.poll(() => mailPage(page).list.size()).toBe(1)
    expect(await search.box.inputValue()).toBe('subject:First')
    await page.goBack()
    await row(page, 'Second').waitFor()
    await at(`${MINE}/INBOX`)
    expect(await search.box.inputValue()).toBe('')
  })

  onOne('Back goes through a search of all mail, and a result of another folder', async () => {
    await signIn(viewport)
    const { search } = mailPage(page)
    await search.run('subject:Archived')
    await search.results.first().waitFor()
    const found = `${MINE}/INBOX?q=subject%3AArchived&in=all`
    await at(found)
    await search.results.first().click()
    await heading('Archived').waitFor()
    await expect
      .poll(() => page.evaluate(() => location.hash))
      .toMatch(/\/Archive\/.+\?q=subject%3AArchived&in=all$/)
    await page.goBack()
    await heading('Archived').waitFor({ state: 'detached' })
    await search.results.first().waitFor()
    await at(found)
    await page.reload()
    await search.results.first().waitFor()
    expect(await search.box.inputValue()).toBe('subject:Archived')
    await page.goBack()
    await row(page, 'Second').waitFor()
    await at(`${MINE}/INBOX`)
    expect(await search.box.inputValue()).toBe('')
  })

  onOne('a message opened before the page has its address leads back to the list', async () => {
    let letGo = (): void => undefined
    const late = new Promise<void>((resolve) => (letGo = resolve))
    const one = await app.browser.openPage({ viewport })
    opened.push(one)
    page = one.page
    await page.route('**/assets/MailLinks*.js', async (route) => {
      await late
      await route.continue()
    })
    await page.goto(app.url)
    await signInThroughProvider(page, { user: giulia, button: BUTTON })
    await mailPage(page).open('First')
    letGo()
    await at(FIRST)
    await page.goBack()
    await heading('First').waitFor({ state: 'detached' })
    await at(`${MINE}/INBOX`)
  })

  onOne('settings have an address over the mail they were opened over', async () => {
    await signIn(viewport)
    await openFolder(/^Archive/)
    await row(page, 'Archived').waitFor()
    await at(`${MINE}/Archive`)
    if (await mailPage(page).folders.button.isVisible()) await mailPage(page).folders.button.click()
    const { settings } = mailPage(page)
    await settings.open()
    await settings.tab('Appearance').click()
    await at('#/mail/settings/appearance')
    await expect.poll(() => page.title()).toContain('Settings')
    await page.reload()
    await settings.dialog.waitFor()
    expect(await settings.tab('Appearance').getAttribute('aria-selected')).toBe('true')
    await page.goBack()
    await settings.dialog.waitFor({ state: 'detached' })
    await row(page, 'Archived').waitFor()
    await at(`${MINE}/Archive`)
  })

  it('Back closes a dialog first, and the page’s own buttons leave no entry behind', async () => {
    await signIn(viewport)
    await mailPage(page).open('First')
    await at(FIRST)
    await mailPage(page).message.body.getByText('Body of First').waitFor()
    const dialog = page.getByRole('dialog')
    await mailPage(page).message.choose('View headers')
    await dialog.waitFor()
    await expect.poll(() => page.evaluate(() => history.state.over)).toBe(1)
    await page.goBack()
    await dialog.waitFor({ state: 'detached' })
    await heading('First').waitFor()
    await mailPage(page).message.choose('View headers')
    await dialog.waitFor()
    await expect.poll(() => page.evaluate(() => history.state.over)).toBe(1)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => history.state.over)).toBeUndefined()
    await page.goBack()
    await heading('First').waitFor({ state: 'detached' })
    await at(`${MINE}/INBOX`)
  })
})

it('the address bar’s own going about is followed; what is no address is said, in the inbox', async () => {
  await signIn()
  const go = (hash: string) => page.evaluate((to) => void (location.hash = to), hash)
  await go(`${MINE}/Archive/Archived@ponte.example`)
  await heading('Archived').waitFor()
  await go('#/mail/%/nonsense')
  await note('This address leads nowhere here').waitFor()
  await row(page, 'Second').waitFor()
  await at(`${MINE}/INBOX`)
  await go(`${MINE}/No%2FSuch`)
  await note('This folder is not here any more').waitFor()
  await at(`${MINE}/INBOX`)
  await row(page, 'Second').waitFor()
})

it('a folder and a message open in another tab, the guest of this one', async () => {
  await signIn()
  const tabBy = async (open: () => Promise<void>): Promise<Page> => {
    const coming = page.context().waitForEvent('page')
    await open()
    return coming
  }
  const folder = mailPage(page).folders.item(/^Archive/)
  const first = await tabBy(() => folder.click({ modifiers: ['ControlOrMeta'] }))
  await row(first, 'Archived').waitFor()
  await at(`${MINE}/Archive`, first)
  const second = await tabBy(() => row(page, 'First').click({ button: 'middle' }))
  await heading('First', second).waitFor()
  await at(FIRST, second)
  // A token of its own would be of a sign-in of its own.
  expect(await second.evaluate(() => Object.keys(sessionStorage).filter((key) => /^msal/.test(key)))).toEqual(
    [],
  )
  await at(`${MINE}/INBOX`)
})

it('a copied link leads there from another device, after signing in', async () => {
  await signIn()
  await page.context().grantPermissions(['clipboard-write'])
  await mailPage(page).open('First')
  await mailPage(page).message.body.getByText('Body of First').waitFor()
  await mailPage(page).message.choose('Copy link')
  await note('Link copied').waitFor()
  const link = await pasted(page)
  expect(link).toBe(app.url + FIRST)
  await elsewhere(FIRST)
  await throughProvider(giulia)
  await heading('First').waitFor()
  await at(FIRST)
})

it('a password is asked for under the address, for whom it is of, and after a reload again', async () => {
  const link = FIRST.replace('work:', 'plain:')
  await elsewhere(link)
  for (const _ of ['opened', 'reloaded']) {
    const { signIn: form } = mailPage(page)
    await expect.poll(() => form.address.inputValue()).toBe(giulia.username)
    await form.password.fill(app.dovecot.password)
    await form.button('Sign in', { exact: true }).click()
    await heading('First').waitFor()
    await at(link)
    await page.reload()
  }
  await mailPage(page).signIn.password.waitFor()
})

it('Back after signing in leads to no page of the identity provider', async () => {
  await elsewhere('')
  const entries = await page.evaluate(() => history.length)
  await throughProvider(giulia)
  await row(page, 'Second').waitFor()
  await at(`${MINE}/INBOX`)
  await mailPage(page).open('First')
  await at(FIRST)
  // The pages of the sign-in are gone: the list, the message, and what was there before.
  expect(await page.evaluate(() => history.length)).toBe(entries + 1)
  await page.goBack()
  await at(`${MINE}/INBOX`)
  await row(page, 'Second').waitFor()
  await page.goBack()
  expect(page.url()).toBe('about:blank')
})

it('a link to another person’s mail says whose it is, shows none, and offers to sign in as them', async () => {
  await signIn()
  const theirs = `#/mail/work:${marco.username}/INBOX/ForMarco@ponte.example`
  await page.evaluate((to) => void (location.hash = to), theirs)
  await page.getByText('This is a link to another account').waitFor()
  await page.getByText(`You are signed in as ${giulia.username}`).waitFor()
  expect(await mailPage(page).list.box.isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Go to your inbox' }).click()
  await row(page, 'Second').waitFor()
  await at(`${MINE}/INBOX`)
  await page.evaluate((to) => void (location.hash = to), theirs)
  await page.getByRole('button', { name: `Sign out and sign in as ${marco.username}` }).click()
  await page.getByRole('button', { name: BUTTON }).waitFor()
  await at(theirs)
  await throughProvider(marco)
  await heading('For Marco').waitFor()
  await at(theirs)
})

it('a message that has moved is found where it is, and one that is gone is said to be', async () => {
  await signIn()
  await markReady(page)
  const link = `${MINE}/INBOX/Moves@ponte.example`
  const other = await otherClient(app)
  await other.mailboxOpen('INBOX')
  await other.messageMove({ subject: 'Moves' }, 'Archive', { uid: true })
  await row(page, 'Moves').waitFor({ state: 'detached' })
  await page.evaluate((to) => void (location.hash = to), link)
  await heading('Moves').waitFor()
  await at(`${MINE}/Archive/Moves@ponte.example`)
  await note(/lies in Archive now/).waitFor()
  await other.mailboxOpen('Archive')
  await other.messageDelete({ subject: 'Moves' }, { uid: true })
  await other.logout()
  await page.goto('about:blank')
  await page.goto(app.url + link)
  await note('This message is in none of your folders any more').waitFor()
  await at(`${MINE}/INBOX`)
  await row(page, 'Second').waitFor()
})
