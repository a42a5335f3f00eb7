import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp, type App } from '../support/app.ts'
import { mailPage } from '../support/pages/mailPage.ts'
import { protocolConsole } from '../support/pages/protocolConsole.ts'
import { giulia } from '../../demo/identity/users.ts'
import { REFERENCE_PAGE } from '../support/referencePage.ts'

let app: App
beforeAll(async () => {
  app = await startApp({ profile: 'outlook', kinds: ['oidc'] })
  app.dovecot.append(giulia.username, 'INBOX', 'Subject: One\r\nFrom: anna@ponte.example\r\n\r\nOne.\r\n')
})
afterAll(() => app.stop())

it('the console runs every command of the reference page against Dovecot', async () => {
  const opened = await app.signIn()
  const { page } = opened
  await mailPage(page).list.rows.first().waitFor()
  const console = protocolConsole(page)
  await console.open()
  await console.tab('Run a command').click()
  const state = { mailbox: { path: 'Console', uidValidity: '1' } }
  for (const { imap, command, args, refused } of REFERENCE_PAGE) {
    const told = await console.run(command, args?.(state))
    expect(told, imap).toContain(refused === undefined ? 'Done.' : `"code": "${refused}"`)
    if (command === 'select')
      state.mailbox.uidValidity = /"uidValidity": "(\d+)"/.exec(told)?.[1] ?? state.mailbox.uidValidity
  }
  await opened.close()
})
