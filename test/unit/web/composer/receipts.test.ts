import { expect, it } from 'vitest'
import type { BridgeClient } from '../../../../web/bridge/types.ts'
import type { OpenMessage } from '../../../../web/mailbox/row.ts'
import type { Receipt } from '../../../../web/mime/receipt.ts'
import { createReceipts } from '../../../../web/stores/compose/receipts.ts'
import { memoryStorage } from '../../../support/memoryStorage.ts'

const MESSAGE = {
  row: { uid: 7, envelope: { messageId: '<m@x.example>' } },
  mailbox: { path: 'INBOX', uidValidity: '1' },
} as unknown as OpenMessage
const RECEIPT: Receipt = {
  from: { name: 'Me', address: 'me@x.example' },
  to: { name: '', address: 'anna@x.example' },
  messageId: '<r@x.example>',
  date: new Date(0),
  original: {},
  subject: 'Read',
  text: 'Read.',
}

type Outcome = { outcome: 'sent' | 'failed' | 'unknown'; step?: string }
function begin(outcomes: Outcome[], takesKeyword?: boolean) {
  const calls: string[] = []
  const storage = memoryStorage()
  const call = (name: string, args: { envelope?: { from: string } }) => {
    calls.push(args.envelope ? `${name} <${args.envelope.from}>` : name)
    return Promise.resolve(name === 'submit' ? outcomes.shift() : {})
  }
  const make = () =>
    createReceipts({
      client: { call } as unknown as BridgeClient,
      credentials: () => Promise.resolve({ kind: 'password' as const, password: 'x' }),
      ...{ storage, account: 'anna', takesKeyword: () => takesKeyword },
    })
  return { calls, make, receipts: make() }
}

it('goes from nobody; from the reader where the server lets nobody do that', async () => {
  const free = begin([{ outcome: 'sent' }], true)
  expect(await free.receipts.send(MESSAGE, RECEIPT)).toBe(true)
  expect(free.calls).toEqual(['submit <>', 'store'])
  const strict = begin([{ outcome: 'failed', step: 'sender' }, { outcome: 'sent' }], false)
  expect(await strict.receipts.send(MESSAGE, RECEIPT)).toBe(true)
  // This mailbox takes no keyword: it is remembered here.
  expect(strict.calls).toEqual(['submit <>', 'submit <me@x.example>'])
  expect(strict.make().isAnswered(MESSAGE)).toBe(true)
})

it('is asked about again where it did not go, and never where it may have', async () => {
  const failing = begin([{ outcome: 'failed', step: 'network' }])
  expect(await failing.receipts.send(MESSAGE, RECEIPT)).toBe(false)
  expect(failing.receipts.isAnswered(MESSAGE)).toBe(false)
  const unsure = begin([{ outcome: 'unknown' }])
  expect(await unsure.receipts.send(MESSAGE, RECEIPT)).toBe(true)
  expect(unsure.receipts.isAnswered(MESSAGE)).toBe(true)
})
