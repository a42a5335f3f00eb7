import { afterAll, beforeAll, expect, it } from 'vitest'
import { giulia } from '../../demo/identity/users.ts'
import { startApp, type App } from '../support/app.ts'
import type { OpenPage } from '../support/chromium.ts'
import { file, letter, part } from '../support/letters.ts'
import { mailPage } from '../support/pages/mailPage.ts'

let app: App
let opened: OpenPage

beforeAll(async () => {
  app = await startApp({ profile: 'full', kinds: ['oidc'] })
  app.dovecot.append(
    giulia.username,
    'INBOX',
    letter({
      subject: 'Two senders',
      from: '"S" <valid@example.net>:<attacker@example.org>',
      body: 'x',
    }),
    letter({ subject: 'Brand', from: 'PayPal Service <eve@evil.example>', body: 'x' }),
    letter({ subject: 'Damaged', parts: [part('text/plain', 'Words that no boundary holds.')] }).replace(
      'boundary=cut',
      'boundary=lost',
    ),
    letter({
      subject: 'Encrypted',
      subtype: 'encrypted',
      parts: [
        part('application/pgp-encrypted', 'Version: 1'),
        file('application/octet-stream', 'encrypted.asc', Buffer.from('-----BEGIN PGP MESSAGE-----')),
      ],
    }),
  )
  opened = await app.signIn()
})
afterAll(async () => {
  opened?.expectQuiet()
  await opened?.close()
  await app?.stop()
})

it.each([
  ['Two senders', 'valid@example.net, attacker@example.org'],
  ['Brand', 'It calls itself PayPal Service, but the message is from eve@evil.example.'],
  ['Damaged', 'This message is damaged.'],
  ['Encrypted', 'This message is encrypted.'],
])('%s: the person is told (threat 23)', async (subject, told) => {
  const { list, message } = mailPage(opened.page)
  await list.row(subject).click()
  await message.pane.getByText(told, { exact: false }).first().waitFor()
  if (subject === 'Damaged') await message.body.getByText('Words that no boundary holds.').waitFor()
  expect(await message.pane.getByText('This message has no text.').count()).toBe(0)
  const picture = process.env['PONTE_SHOTS']
  if (picture !== undefined) await opened.page.screenshot({ path: `${picture}/${subject}.png` })
})
