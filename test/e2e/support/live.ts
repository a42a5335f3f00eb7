/** What the tests of live mail and of several tabs share. */
import { ImapFlow } from 'imapflow'
import type { Locator, Page } from 'playwright-core'
import { giulia, marco, type DemoUser } from '../../../demo/identity/users.ts'
import type { App } from '../../support/app.ts'
import { mailPage } from '../../support/pages/mailPage.ts'

export const letter = (subject: string): string =>
  [
    `From: ${marco.name} <${marco.username}>`,
    `To: ${giulia.name} <${giulia.username}>`,
    `Subject: ${subject}`,
    'Date: Sun, 22 Nov 2026 09:58:00 +0100',
    `Message-ID: <${subject.replace(/\W/g, '')}@ponte.example>`,
    '',
    `Body of ${subject}`,
    '',
  ].join('\r\n')

export const list = (page: Page): Locator => mailPage(page).list.box
export const row = (page: Page, subject: string | RegExp): Locator =>
  list(page).getByRole('option', { name: subject })

/** Open IMAP connections of a user, as the mail server counts them. */
export function connectionsOf(app: Pick<App, 'dovecot'>, user: DemoUser): number {
  const lines = app.dovecot.doveadm('who', '-1', user.username).split('\n')
  return lines.filter((line) => line.startsWith(user.username)).length
}

/** The status line says that it is connected. */
export async function markReady(page: Page): Promise<void> {
  await mailPage(page)
    .statusLine.getByText(/^(Connected|Live)/)
    .first()
    .waitFor()
}

/** Another mail program: a bare imapflow client, straight to the server. */
export async function otherClient(app: Pick<App, 'dovecot'>, user: DemoUser = giulia): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: app.dovecot.imapPort,
    secure: true,
    tls: { ca: app.dovecot.ca.cert },
    auth: { user: user.username, pass: app.dovecot.password },
    disableAutoIdle: true,
    logger: false,
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
