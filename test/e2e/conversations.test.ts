import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { giulia, marco } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { WHOLE, inShort } from '../support/whole.ts'

interface Letter {
  id: string
  subject: string
  /** Message-IDs without angle brackets or domain. */
  references?: string[]
  from?: { name: string; username: string }
  padding?: number
}

const letter = ({ id, subject, references = [], from = marco, padding = 0 }: Letter): string =>
  [
    `From: ${from.name} <${from.username}>`,
    `To: ${giulia.username}`,
    `Subject: ${subject}`,
    'Date: Sun, 22 Nov 2026 09:58:00 +0100',
    `Message-ID: <${id}@ponte.example>`,
    ...(references.length === 0
      ? []
      : [`References: ${references.map((one) => `<${one}@ponte.example>`).join(' ')}`]),
    '',
    `Body of ${subject}`,
    'x'.repeat(padding),
    '',
  ].join('\r\n')

const zoe = { name: 'Zoe Abel', username: 'zoe@ponte.example' }

describe.each(inShort(1, ['outlook', 'full'] as const))(
  'conversations and order on Dovecot (%s)',
  (profile) => {
    /** Where it makes no difference what the server announces. */
    const onOne = profile === 'outlook' || WHOLE ? it : it.skip
    let app: App
    let opened: OpenPage
    let page: Page

    beforeAll(async () => {
      app = await startApp({ profile, kinds: ['oidc'], pollIntervalMs: 500 })
    })
    afterAll(() => app?.stop())
    beforeEach(async () => {
      for (const mailbox of ['INBOX', 'Trash', 'Sent', 'Archive'])
        app.dovecot.doveadm('expunge', '-u', giulia.username, 'mailbox', mailbox, 'all')
      app.dovecot.append(
        giulia.username,
        'Sent',
        letter({ id: 'mine', subject: 'Re: The plan', references: ['plan3'], from: giulia }),
      )
      app.dovecot.append(
        giulia.username,
        'INBOX',
        letter({ id: 'plan', subject: 'The plan' }),
        letter({ id: 'bills', subject: 'Bills', from: zoe, padding: 4_000 }),
        letter({ id: 'plan2', subject: 'Re: The plan', references: ['plan'], from: zoe }),
        letter({ id: 'apples', subject: 'Apples' }),
        letter({ id: 'plan3', subject: 'Re: The plan', references: ['plan', 'plan2'] }),
      )
      opened = await app.signIn()
      page = opened.page
    })
    afterEach(async () => {
      opened.expectQuiet()
      await opened.close()
    })

    const options = (): Locator => mailPage(page).list.rows
    const plan = (): Locator => options().filter({ hasText: 'Re: The plan' }).first()
    const inbox = (): string[] => subjectsIn('INBOX')
    const arranged = (): Promise<void> =>
      expect.poll(() => options().count()).toBe(3) as unknown as Promise<void>

    function subjectsIn(mailbox: string): string[] {
      const found = app.dovecot.doveadm(
        'fetch',
        '-u',
        giulia.username,
        'hdr.subject',
        'mailbox',
        mailbox,
        'all',
      )
      return [...found.matchAll(/hdr\.subject: (.*)/g)].map(([, subject = '']) => subject).sort()
    }

    async function subjects(): Promise<string[]> {
      return options().locator('.subject').allTextContents()
    }

    onOne('share a row, which unfolds, and says who wrote how many', async () => {
      await arranged()
      expect(await subjects()).toEqual(['Re: The plan', 'Apples', 'Bills'])
      expect(await options().first().getAttribute('aria-setsize')).toBe('3')
      // What was answered is in Sent.
      await plan().getByText('4 messages in this conversation').waitFor()
      await plan().getByText('Marco, Zoe, me').waitFor()
      await mailPage(page).list.box.focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowRight')
      await expect.poll(subjects).toEqual(['Re: The plan', 'Re: The plan', 'The plan', 'Apples', 'Bills'])
      await page.keyboard.press('ArrowLeft')
      await expect.poll(subjects).toEqual(['Re: The plan', 'Apples', 'Bills'])
    })

    onOne(
      'stay whole in what is open when the list folds, and lose what another program takes away',
      async () => {
        await plan().click()
        const reader = mailPage(page).message.pane
        await reader.getByText('4 messages').waitFor()
        await arranged()
        await reader.getByText('4 messages').waitFor()
        app.dovecot.doveadm(
          'expunge',
          '-u',
          giulia.username,
          'mailbox',
          'INBOX',
          'header',
          'Message-ID',
          '<plan2@',
        )
        await reader.getByText('3 messages').waitFor()
      },
    )

    onOne(
      'are opened as the list counts them, without a search: from Archive too, and by subject where nothing else tells',
      async () => {
        const archived = letter({ id: 'old', subject: 'The old plan', references: ['plan'], from: zoe })
        app.dovecot.append(giulia.username, 'Archive', archived)
        app.dovecot.append(giulia.username, 'INBOX', letter({ id: 'bills2', subject: 'Re: Bills' }))
        await page.reload()
        await plan().getByText('5 messages in this conversation').waitFor()
        await options().filter({ hasText: 'Bills' }).getByText('2 messages in this conversation').waitFor()
        app.tap.reset()
        const reader = mailPage(page).message.pane
        await plan().click()
        await reader.getByText('5 messages').waitFor()
        await options().filter({ hasText: 'Bills' }).click()
        await reader.getByText('2 messages').waitFor()
        expect(app.tap.commands().filter((one) => /SEARCH .*HEADER/.test(one))).toEqual([])
      },
    )

    onOne('share a row in a second tab too, which takes in what arrives', async () => {
      await arranged()
      await plan().getByText('4 messages in this conversation').waitFor()
      const second = await page.context().newPage()
      await second.goto(app.url)
      const rows = mailPage(second).list.rows
      const first = rows.filter({ hasText: 'The plan' }).first()
      await first.getByText('4 messages in this conversation').waitFor()
      expect(await rows.count()).toBe(3)
      app.dovecot.append(
        giulia.username,
        'INBOX',
        letter({ id: 'plan4', subject: 'Re: The plan', references: ['plan', 'plan3'] }),
      )
      await first.getByText('5 messages in this conversation').waitFor()
      expect(await rows.count()).toBe(3)
      // The connection goes with the first tab; the second takes over, and has the index.
      await page.close()
      app.dovecot.append(
        giulia.username,
        'INBOX',
        letter({ id: 'plan5', subject: 'Re: The plan', references: ['plan', 'plan4'] }),
      )
      await first.getByText('6 messages in this conversation').waitFor()
      expect(await rows.count()).toBe(3)
    })

    it('are acted on as a whole, and come back as a whole', async () => {
      await arranged()
      await plan()
        .getByText(/^[34] messages in this conversation$/)
        .waitFor()
      await plan().click()
      await page.keyboard.press('#')
      await expect.poll(inbox).toEqual(['Apples', 'Bills'])
      await expect.poll(subjects).toEqual(['Apples', 'Bills'])
      await mailPage(page).toasts.undo.last().click()
      await expect.poll(inbox).toHaveLength(5)
      await expect.poll(subjects).toContain('Re: The plan')
      await expect.poll(() => options().count()).toBe(3)
    })

    it('take what arrives into their row, which goes up', async () => {
      await arranged()
      await options().filter({ hasText: 'Bills' }).click()
      await mailPage(page).message.heading('Bills').waitFor()
      app.dovecot.append(
        giulia.username,
        'INBOX',
        letter({ id: 'bills2', subject: 'Re: Bills', references: ['bills'] }),
      )
      await expect.poll(subjects).toEqual(['Re: Bills', 'Re: The plan', 'Apples'])
      // What is open stays open, and the keyboard goes on from its conversation.
      await mailPage(page).message.heading('Bills', { exact: true }).waitFor()
      expect(await options().first().getAttribute('aria-selected')).toBe('true')
    })

    const sort = async (item: string): Promise<void> => {
      await mailPage(page).list.sort.click()
      await page.getByRole('menuitemcheckbox', { name: item }).click()
    }

    onOne(
      'are each message by itself when switched off; the list goes by sender, subject and size',
      async () => {
        await arranged()
        await sort('Group by conversation')
        await expect.poll(subjects).toEqual(['Re: The plan', 'Apples', 'Re: The plan', 'Bills', 'The plan'])
        await sort('Subject')
        await expect.poll(subjects).toEqual(['Apples', 'Bills', 'Re: The plan', 'Re: The plan', 'The plan'])
        await sort('Size')
        await expect.poll(async () => (await subjects())[0]).toBe('Bills')
        await sort('Sender')
        await expect.poll(async () => (await subjects()).slice(-2).sort()).toEqual(['Bills', 'Re: The plan'])
        await sort('Date')
        await sort('Oldest on top')
        await expect.poll(subjects).toEqual(['The plan', 'Bills', 'Re: The plan', 'Apples', 'Re: The plan'])
      },
    )

    onOne(
      'make way for what a filter or a search leaves, a message each, in the order that was chosen',
      async () => {
        await arranged()
        await sort('Subject')
        await expect.poll(subjects).toEqual(['Apples', 'Bills', 'Re: The plan'])
        await mailPage(page).list.filter('Unread').click()
        await expect.poll(subjects).toEqual(['Apples', 'Bills', 'Re: The plan', 'Re: The plan', 'The plan'])
        app.dovecot.append(giulia.username, 'INBOX', letter({ id: 'books', subject: 'Books' }))
        await expect
          .poll(subjects)
          .toEqual(['Apples', 'Bills', 'Books', 'Re: The plan', 'Re: The plan', 'The plan'])
        await sort('Date')
        await expect
          .poll(subjects)
          .toEqual(['Books', 'Re: The plan', 'Apples', 'Re: The plan', 'Bills', 'The plan'])
        await sort('Oldest on top')
        await mailPage(page).search.runHere('plan')
        await page.getByText('3 results for plan in Inbox').first().waitFor()
        await expect.poll(subjects).toEqual(['The plan', 'Re: The plan', 'Re: The plan'])
        await options().nth(1).click()
        await mailPage(page).message.heading('Re: The plan').waitFor()
      },
    )
  },
)
