import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { letter } from './support/live.ts'

/** A Dovecot that has an inbox and nothing else, below which everything lies, as Courier has it. */

let app: App
let opened: OpenPage
let page: Page

beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'], folders: 'none' })
  for (const subject of ['To be archived', 'To be deleted', 'Stays'])
    app.dovecot.append(giulia.username, 'INBOX', letter(subject))
  for (const subject of ['One', 'Two']) app.dovecot.append(marco.username, 'INBOX', letter(subject))
})
afterAll(() => app.stop())
afterEach(() => opened.close())

const dialog = () => page.getByRole('dialog')
const said = (text: string | RegExp) => mailPage(page).toasts.saying(text).first()

async function write(subject: string): Promise<void> {
  const { composer } = mailPage(page)
  await composer.write()
  await composer.to.fill('anna@ponte.example')
  await composer.subject.fill(subject)
}

async function press(subject: string, key: string): Promise<void> {
  await mailPage(page).list.row(subject).first().click()
  await mailPage(page).message.heading(subject).waitFor()
  await page.keyboard.press(key)
}

async function answer(question: string, button: string): Promise<void> {
  await dialog().getByText(question).waitFor()
  await dialog().getByRole('button', { name: button }).click()
  await dialog().waitFor({ state: 'detached' })
}

it('creates each folder when it is first needed, once, and uses it', async () => {
  opened = await app.signIn()
  page = opened.page
  const { list, folders, composer } = mailPage(page)
  await list.row('Stays').waitFor()

  await press('To be archived', 'e')
  await answer('There is no archive', 'Create “Archive”')
  await said(/archived/i).waitFor()
  await folders.item(/^Archive/).waitFor()

  await press('To be deleted', '#')
  await answer('There is no folder for deleted mail', 'Create “Trash”')
  await list.row('To be deleted').waitFor({ state: 'detached' })

  await write('With a copy')
  await composer.send()
  await answer('There is no folder for sent mail', 'Create “Sent”')
  await folders.item(/^Sent/).click()
  await list.row('With a copy').waitFor()

  await write('Half a thought')
  await composer.saveAndClose.click()
  await answer('There is no folder for drafts', 'Create “Drafts”')
  await said('Saved in Drafts').waitFor()

  const lines = app.tap.commands().filter((line) => /^(?:CREATE|SUBSCRIBE) /.test(line))
  expect(lines).toEqual(
    ['Archive', 'Trash', 'Sent', 'Drafts'].flatMap((name) => [
      `CREATE "INBOX.${name}"`,
      `SUBSCRIBE "INBOX.${name}"`,
    ]),
  )

  // They are known for what they are from now on.
  await page.reload()
  await folders.item(/^Drafts/).click()
  await list.row('Half a thought').waitFor()
  expect(await dialog().count()).toBe(0)
})

it('“Not now” is remembered, and what did not happen is said', async () => {
  opened = await app.signIn({ user: marco })
  page = opened.page
  const { list, composer } = mailPage(page)
  await list.row('One').waitFor()

  await press('One', 'e')
  await answer('There is no archive', 'Not now')
  await said('Nothing was archived: there is no archive.').waitFor()
  expect(await list.row('One').count()).toBe(1)
  await press('Two', 'e')
  await said('Nothing was archived: there is no archive.').waitFor()
  expect(await dialog().count()).toBe(0)

  await write('Without a copy')
  await composer.send()
  await answer('There is no folder for sent mail', 'Not now')
  await said('Message sent. No copy was kept: there is no folder for sent mail.').waitFor()
  expect(app.smtp.messages.filter(({ raw }) => raw.includes('Subject: Without a copy'))).toHaveLength(1)

  await write('Only here')
  await composer.saveAndClose.click()
  await answer('There is no folder for drafts', 'Not now')
  await said('The draft is kept in this browser only').waitFor()
  await page.getByText('Only here').first().waitFor()

  await press('One', '#')
  await answer('There is no folder for deleted mail', 'Not now')
  await said('Nothing was deleted.').waitFor()
  expect(await list.row('One').count()).toBe(1)
  // Asked again it is for good, and the page says so.
  await press('One', '#')
  await dialog().getByText('for good', { exact: false }).first().waitFor()
})
