import type { ImapFlow } from 'imapflow'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { until } from '../support/net.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE } from '../support/whole.ts'
import { letter, list, otherClient, row } from './support/live.ts'

/** Between two NOOPs here, in milliseconds: what takes 30 s elsewhere. */
const POLL_MS = 700

/** Mail that comes, goes and changes by other hands, while somebody looks. */
describe.each(['full', 'outlook'] as const)('live mail (%s)', (profile) => {
  /** Where the server's way of telling makes no difference. */
  const onOne = profile === 'outlook' || WHOLE ? it : it.skip
  let app: App
  let other: ImapFlow
  const opened: OpenPage[] = []

  beforeAll(async () => {
    app = await startApp({ profile, kinds: ['oidc', 'password'], pollIntervalMs: POLL_MS })
    const numbered = Array.from({ length: 120 }, (_, at) => letter(`Number ${at + 1} of many`))
    app.dovecot.append(giulia.username, 'INBOX', ...numbered)
    app.dovecot.append(giulia.username, 'Archive', letter('Archived'))
    app.dovecot.append(marco.username, 'INBOX', letter('For Marco'))
    other = await otherClient(app)
    await other.mailboxOpen('INBOX')
  })
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
  })
  afterAll(async () => {
    await other.logout()
    await app.stop()
  })

  async function signIn(user = giulia): Promise<Page> {
    const one = await app.signIn({ user, button: 'Sign in with Work' })
    opened.push(one)
    await list(one.page).getByRole('option').first().waitFor()
    return one.page
  }
  const uidOf = async (subject: string): Promise<number> => {
    const found = await other.search({ subject }, { uid: true })
    if (!found || found[0] === undefined) throw new Error(`no ${subject}`)
    return found[0]
  }

  onOne('two people at once: each sees their own mail come, and nobody else’s', async () => {
    const [mine, theirs] = [await signIn(), await signIn(marco)]
    app.dovecot.append(giulia.username, 'INBOX', letter(`To Giulia ${profile}`))
    app.dovecot.append(marco.username, 'INBOX', letter(`To Marco ${profile}`))
    await row(mine, `To Giulia ${profile}`).waitFor()
    await row(theirs, `To Marco ${profile}`).waitFor()
    expect(await row(mine, 'To Marco').count()).toBe(0)
    expect(await row(theirs, 'To Giulia').count()).toBe(0)
    for (const one of opened) one.expectQuiet()
  })

  it('flags set and taken away by another client show in the row', async () => {
    const page = await signIn()
    const subject = 'Number 118 of many'
    const uid = await uidOf(subject)
    await other.messageFlagsRemove(uid, ['\\Seen', '\\Flagged'], { uid: true })
    const unread = row(page, subject).and(page.getByRole('option', { name: /unread/i }))
    await unread.waitFor()
    await other.messageFlagsAdd(uid, ['\\Seen'], { uid: true })
    await unread.waitFor({ state: 'detached' })
  })

  onOne(
    'a message deleted by another client leaves the list; one that was open beside it stays',
    async () => {
      const page = await signIn()
      await row(page, 'Number 119 of many').click()
      const body = mailPage(page).message.body
      await body.getByText('Body of Number 119').waitFor()
      const before = await mailPage(page).list.size()
      await other.messageDelete(await uidOf('Number 117 of many'), { uid: true })
      await row(page, 'Number 117 of many').waitFor({ state: 'detached' })
      await until('the list to be shorter', async () => {
        const now = await list(page).getByRole('option').first().getAttribute('aria-setsize')
        return Number(now) === before - 1 || undefined
      })
      await body.getByText('Body of Number 119').waitFor()
      expect(await row(page, 'Number 119 of many').getAttribute('aria-selected')).toBe('true')
    },
  )

  onOne('new mail does not move what is looked at; at the top it comes into view', async () => {
    const page = await signIn()
    await list(page).hover()
    await page.mouse.wheel(0, 2500)
    const anchor = list(page)
      .getByRole('option', { name: /Number 8\d of many/ })
      .first()
    await anchor.waitFor()
    const name = /Number 8\d of many/.exec((await anchor.textContent()) ?? '')?.[0] ?? ''
    const place = async () => Math.round((await row(page, name).boundingBox())?.y ?? -1)
    // The wheel may still be rolling.
    let last = -1
    await until(
      'the list to stand still',
      async () => {
        const now = await place()
        const still = now === last
        last = now
        return still || undefined
      },
      { everyMs: 100 },
    )
    const before = await mailPage(page).list.size()
    app.dovecot.append(giulia.username, 'INBOX', letter(`Above ${profile}`))
    await until('the list to be longer', async () => {
      const now = await list(page).getByRole('option').first().getAttribute('aria-setsize')
      return Number(now) === before + 1 || undefined
    })
    expect(await place()).toBe(last)
    await list(page).focus()
    await page.keyboard.press('Home')
    await row(page, `Above ${profile}`).waitFor()
  })

  it.runIf(profile === 'outlook')(
    'INBOX is counted while another folder is on screen, over the second connection',
    async () => {
      const page = await signIn()
      await mailPage(page)
        .folders.item(/^Archive/)
        .click()
      await row(page, 'Archived').waitFor()
      const inbox = mailPage(page).folders.item(/^Inbox/)
      // The first round learns what is there; when the second is asked for, the first was answered.
      app.tap.reset()
      const rounds = () => app.tap.commands().filter((line) => /^STATUS "?INBOX/.test(line))
      await until('two rounds', () => rounds().length >= 2 || undefined)
      const before = await inbox.textContent()
      app.dovecot.append(giulia.username, 'INBOX', letter('Seen from afar'))
      await until('the count', async () => (await inbox.textContent()) !== before || undefined)
      await page.getByText('New mail in the inbox').first().waitFor()
      // The main one is the one that fetched the rows.
      const main = app.tap.connections.filter((one) => /FETCH.*BODYSTRUCTURE/.test(one.text('client')))
      expect(main.map((one) => one.text('client')).join('')).not.toMatch(/STATUS/)
    },
  )

  it('says how it hears of news', async () => {
    const page = await signIn()
    const footer = mailPage(page).statusLine
    if (profile === 'full') await footer.getByText('Live', { exact: false }).first().waitFor()
    else await footer.getByText(/check/i).first().waitFor()
  })
})
