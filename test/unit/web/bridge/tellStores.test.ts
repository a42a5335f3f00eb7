import { describe, expect, it } from 'vitest'
import { tellStores } from '../../../../web/bridge/tellStores.ts'
import type { Call, StoredEvent } from '../../../../web/bridge/types.ts'

const mailbox = { path: 'INBOX', uidValidity: '7' }
const add = { action: 'add' as const, flags: ['\\Seen'] }

function setUp(items: object[] = []) {
  const events: StoredEvent[] = []
  const seen: unknown[] = []
  const wire = (async (_name: string, _args: object, options: { onItem?: (item: never) => void } = {}) => {
    for (const item of items) options.onItem?.(item as never)
    return {}
  }) as Call
  const call = tellStores((event) => void events.push(event))(wire)
  return { call, events, seen }
}

describe('what STORE changed', () => {
  it('is told as the server answers it, and to the caller too', async () => {
    const { call, events, seen } = setUp([{ seq: 3, uid: 30, flags: ['\\Seen', '\\Flagged'] }])
    const messages = { by: 'uid' as const, set: '30' }
    await call('store', { mailbox, messages, change: add }, { onItem: (item) => void seen.push(item) })
    expect(events).toEqual([
      {
        type: 'stored',
        mailbox: 'INBOX',
        uidValidity: '7',
        uids: [30],
        change: { flags: ['\\Seen', '\\Flagged'] },
      },
    ])
    expect(seen).toHaveLength(1)
  })

  it('is told when the server says nothing, as asked', async () => {
    const { call, events } = setUp()
    const messages = { by: 'uid' as const, set: '1:2,9' }
    await call('store', { mailbox, messages, change: add, silent: true })
    expect(events.map(({ uids, change }) => ({ uids, change }))).toEqual([
      { uids: [1, 2, 9], change: { flag: '\\Seen', on: true } },
    ])
  })

  it.each([
    ['numbers mean other messages elsewhere', { messages: { by: 'sequence' as const, set: '1' } }],
    ['nobody knows how far * reaches', { messages: { by: 'uid' as const, set: '1:*' } }],
    ['it depends on what the flags were', { unchangedSince: '5' }],
  ])('is not guessed where %s', async (_why, more) => {
    const { call, events } = setUp()
    const messages = { by: 'uid' as const, set: '1' }
    await call('store', { mailbox, messages, change: add, silent: true, ...more })
    expect(events).toEqual([])
  })

  it('leaves other commands alone', async () => {
    const { call, events } = setUp([{ path: 'INBOX', messages: 1 }])
    await call('status', { paths: ['INBOX'] })
    expect(events).toEqual([])
  })
})
