import { afterEach, beforeEach, expect, it } from 'vitest'
import type { MailboxEntry } from '../../../shared/mail/mailbox.ts'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { startScriptedImap, type ScriptedImap } from './scriptedImap.ts'

/** No real server can be made to send such names. */
const LISTED = [
  '* LIST () "/" INBOX',
  '* LIST () "/" "Caff&AOg-"',
  '* LIST () "/" "Tom & Jerry"',
  '* LIST () "/" NIL',
]

let imap: ScriptedImap
let bridge: TestBridge
beforeEach(async () => {
  const ca = makeCa()
  imap = await startScriptedImap(ca, ({ tag, command }) =>
    command.startsWith('LIST') ? [...LISTED, `${tag} OK done`] : undefined,
  )
  bridge = await startTestBridge([dovecotProvider({ host: '127.0.0.1', imapPort: imap.port, ca })])
})
afterEach(async () => {
  await bridge?.stop()
  await imap?.stop()
})

it('a folder that no command can name is listed, and says so', async () => {
  const session = await bridge.connect()
  await session.client.call('authenticate', { provider: 'work', user: 'ada', accessToken: 'token' })
  const items: MailboxEntry[] = []
  await session.client.call('list', {}, { onItem: (item) => void items.push(item) })
  expect(items.map(({ name, selectable, unnameable }) => [name, selectable, unnameable])).toEqual([
    ['INBOX', true, undefined],
    ['Caffè', true, undefined],
    ['Tom & Jerry', false, true],
    ['', false, true],
  ])
})
