import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PonteError } from '../../../../shared/protocol/errors.ts'
import { createEventHub } from '../../../../web/bridge/eventHub.ts'
import { tellStores } from '../../../../web/bridge/tellStores.ts'
import type { Call } from '../../../../web/bridge/types.ts'
import * as view from '../../../../web/mailbox/view.ts'
import { createMailbox } from '../../../../web/stores/mailbox/mailbox.ts'

const INBOX = { path: 'INBOX', uidValidity: '7' }
const ROWS = [
  { seq: 1, uid: 10, flags: [] },
  { seq: 2, uid: 20, flags: [] },
  { seq: 3, uid: 30, flags: [] },
]

/** What a server answers to one command. */
type Answer = (args: never, onItem: (item: object) => void) => object

/** A mailbox of three messages, over a client whose commands are answered as the test says. */
function setUp(answers: Partial<Record<string, Answer>>) {
  const hub = createEventHub()
  const sent: [name: string, args: object][] = []
  const wire = (async (name: string, args: object, options: { onItem?: (item: never) => void } = {}) => {
    sent.push([name, args])
    return answers[name]?.(args as never, (item) => options.onItem?.(item as never)) ?? {}
  }) as Call
  const mailbox = createMailbox({
    client: { call: tellStores(hub.emit)(wire), on: hub.on },
    hasUidPlus: () => true,
    isComingBack: () => true,
  })
  const about = { ...INBOX, exists: 3, uidNext: 31, flags: [], readOnly: false }
  mailbox.apply({ kind: 'opening', path: 'INBOX' })
  mailbox.apply({ kind: 'selected', mailbox: about })
  mailbox.apply({ kind: 'rows', mailbox: INBOX, rows: ROWS, lane: 'main', asked: 0 })
  const listed = () =>
    Array.from({ length: view.count(mailbox.model.value) }, (_, at) =>
      view.uidAtIndex(mailbox.model.value, at),
    )
  const isSeen = (uid: number) => view.shownFlagOf(mailbox.model.value, uid, '\\Seen')
  return { hub, mailbox, sent, listed, isSeen }
}
const seen = (uids: number[]) => ({ kind: 'flag', mailbox: INBOX, uids, flag: '\\Seen', on: true }) as const

describe('wishes and the server', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('a flag shows at once and is the truth when STORE has answered', async () => {
    const { mailbox, sent, isSeen } = setUp({
      store: (_args, onItem) => (onItem({ seq: 1, uid: 10, flags: ['\\Seen'] }), {}),
    })
    const done = mailbox.wishFlag(seen([10]))
    expect(isSeen(10)).toBe(true)
    await done
    expect(sent.map(([name]) => name)).toEqual(['store'])
    expect(mailbox.model.value.mailbox?.rows.get(10)?.flags).toEqual(['\\Seen'])
  })

  it('a flag the server refuses is as it was, and says why', async () => {
    const { mailbox, isSeen } = setUp({
      store: () => {
        throw new PonteError('serverNo', { server: 'Not today' })
      },
    })
    await expect(mailbox.wishFlag(seen([10]))).rejects.toMatchObject({ server: 'Not today' })
    expect(isSeen(10)).toBe(false)
  })

  it('a flag whose answer was lost is sent again', async () => {
    let times = 0
    const { mailbox, sent, isSeen } = setUp({
      store: () => {
        if (++times === 1) throw new PonteError('connectionLost')
        return {}
      },
    })
    const done = mailbox.wishFlag(seen([10]))
    await vi.runAllTimersAsync()
    await done
    expect(sent).toHaveLength(2)
    expect(isSeen(10)).toBe(true)
  })

  it('what another tab stored shows here', () => {
    const { hub, isSeen } = setUp({})
    const change = { flag: '\\Seen', on: true }
    hub.emit({ type: 'stored', mailbox: 'INBOX', uidValidity: '7', uids: [20], change })
    expect([isSeen(10), isSeen(20)]).toEqual([false, true])
  })

  it('messages leave at once, and come back when the server refuses', async () => {
    const refusal = new PonteError('overQuota')
    const { mailbox, listed } = setUp({
      move: () => {
        throw refusal
      },
    })
    const leaving = mailbox.wishLeave({ mailbox: INBOX, uids: [20], destination: 'Archive' })
    expect(listed()).toEqual([30, 10])
    expect(await leaving).toEqual({ done: 0, moved: [], refusal })
    expect(listed()).toEqual([30, 20, 10])
  })

  it('messages whose MOVE was not answered are looked for before anything is claimed', async () => {
    const { mailbox, listed, sent } = setUp({
      move: () => {
        throw new PonteError('connectionLost')
      },
      fetch: (_args, onItem) => (onItem({ seq: 1, uid: 10, flags: [] }), {}),
    })
    const { done, refusal } = await mailbox.wishLeave({
      mailbox: INBOX,
      uids: [10, 20],
      destination: 'Archive',
    })
    expect(sent.map(([name]) => name)).toEqual(['move', 'fetch'])
    expect([done, refusal?.code, listed()]).toEqual([1, 'connectionLost', [30, 10]])
  })

  it('messages deleted for good are erased by UID, with one STORE', async () => {
    const { mailbox, sent } = setUp({})
    await mailbox.wishLeave({ mailbox: INBOX, uids: [10, 30] })
    expect(sent).toMatchObject([
      ['store', { messages: { by: 'uid', set: '10,30' }, change: { flags: ['\\Deleted'] } }],
      ['expunge', { uids: '10,30' }],
    ])
  })
})

describe('what the server tells unasked', () => {
  it('enters in order, one change at a time', () => {
    const { hub, listed } = setUp({})
    hub.emit({ type: 'exists', mailbox: 'INBOX', uidValidity: '7', exists: 4, uidNext: 41 })
    hub.emit({ type: 'expunge', mailbox: 'INBOX', uidValidity: '7', seq: 2 })
    expect(listed()).toEqual([undefined, 30, 10])
    hub.emit({ type: 'expunge', mailbox: 'INBOX', uidValidity: '7', uid: 10 })
    expect(listed()).toEqual([undefined, 30])
  })

  it('of a mailbox that is not on screen changes nothing here', () => {
    const { hub, listed } = setUp({})
    hub.emit({ type: 'expunge', mailbox: 'Sent', uidValidity: '7', seq: 1 })
    hub.emit({ type: 'expunge', mailbox: 'INBOX', uidValidity: '8', seq: 1 })
    expect(listed()).toEqual([30, 20, 10])
  })
})
