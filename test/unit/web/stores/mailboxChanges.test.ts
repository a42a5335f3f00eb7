import { describe, expect, it } from 'vitest'
import { PonteError, type ErrorCode } from '../../../../shared/protocol/errors.ts'
import type { BridgeClient } from '../../../../web/bridge/types.ts'
import { MARK } from '../../../../web/index/marks.ts'
import { createMailboxChanges, figuresFrom } from '../../../../web/stores/background/mailboxChanges.ts'

const mailbox = { path: 'INBOX', uidValidity: '7' }
const question = {
  mailbox,
  signal: new AbortController().signal,
  untilFree: () => Promise.resolve(),
}

interface Call {
  name: string
  args: Record<string, unknown>
  item: (item: unknown) => void
  restart: () => void
}

/** What a bridge answers, told by call; the calls are kept. */
function asking(answer: (call: Call) => unknown) {
  const calls: Call[] = []
  const call = async (name: string, args: Record<string, unknown>, options: Record<string, unknown>) => {
    await Promise.resolve()
    expect(options).toMatchObject({ lane: 'side', priority: 'background', signal: question.signal })
    const { onItem, onRestart } = options as { onItem: Call['item']; onRestart: Call['restart'] }
    const one = { name, args, item: onItem, restart: onRestart }
    calls.push(one)
    return answer(one)
  }
  const client = { call } as unknown as Pick<BridgeClient, 'call'>
  return { calls, changes: createMailboxChanges({ client, countsOf: () => ({ messages: 9, unseen: 1 }) }) }
}

describe('what changed since', () => {
  it.each(['unsupported', 'serverNo', 'serverBad', 'tooLarge'] satisfies ErrorCode[])(
    'is asked without VANISHED where that fails with %s, and nothing half told is left',
    async (code) => {
      const { calls, changes } = asking(({ args, item }) => {
        item({ seq: 1, uid: args['vanished'] ? 4 : 5, flags: ['\\Flagged'] })
        if (args['vanished']) throw new PonteError(code)
        return {}
      })
      expect(await changes.since(question, '100')).toEqual({
        uids: [5],
        marks: [MARK.flagged],
        vanished: [],
      })
      expect(calls.map(({ args }) => [args['changedSince'], args['vanished']])).toEqual([
        ['100', true],
        ['100', undefined],
      ])
    },
  )

  it('is not to be had where both fail; what is no refusal is an error', async () => {
    const refusing = (code: ErrorCode) =>
      asking(() => {
        throw new PonteError(code)
      })
    expect(await refusing('unsupported').changes.since(question, '100')).toBeUndefined()
    const { calls, changes } = refusing('uidValidityChanged')
    await expect(changes.since(question, '100')).rejects.toMatchObject({ code: 'uidValidityChanged' })
    expect(calls).toHaveLength(1)
  })

  it('begins anew when the connection was lost in the middle', async () => {
    const { changes } = asking(({ item, restart }) => {
      item({ seq: 1, uid: 4, flags: [] })
      restart()
      item({ seq: 1, uid: 5, flags: ['\\Seen'] })
      return { vanished: ['1:3'] }
    })
    expect(await changes.since(question, '100')).toEqual({
      uids: [5],
      marks: [MARK.seen],
      vanished: ['1:3'],
    })
  })
})

describe('sets of UIDs', () => {
  it('are read to their end, however long', async () => {
    const { changes } = asking(({ item }) => {
      item({ set: '1:3' })
      item({ set: '5,7' })
      return { set: '9', count: 6 }
    })
    expect(await changes.search(question, { key: 'all' })).toBe('1:3,5,7,9')
  })

  it('of flags are asked only where there are headers, and of keywords only where a MODSEQ will stand for them', async () => {
    const { calls, changes } = asking(() => ({ set: '1:3,9', count: 4 }))
    const asked = async (flags: { none: boolean; keywords: boolean }) => {
      calls.length = 0
      const sets = await changes.sets(question, flags)
      return { sets: Object.keys(sets), searches: calls.filter(({ name }) => name === 'search').length }
    }
    expect(await asked({ none: true, keywords: true })).toEqual({ sets: ['all'], searches: 1 })
    const six = ['all', 'unseen', 'flagged', 'answered', 'deleted', 'draft']
    expect(await asked({ none: false, keywords: false })).toEqual({ sets: six, searches: 6 })
    expect(await asked({ none: false, keywords: true })).toEqual({ sets: [...six, 'forwarded'], searches: 7 })
    // Each of the messages that are there, and of no newer one.
    for (const { args } of calls.slice(1))
      expect(args['criteria']).toMatchObject({ key: 'and', criteria: [{ key: 'uid', set: '1:9' }, {}] })
  })
})

describe('figures', () => {
  it('are of this mailbox, and none where it has no MODSEQ', async () => {
    const told = (item: Record<string, unknown>) =>
      asking((call) => {
        call.item({ path: 'INBOX', ...item })
        return {}
      }).changes.figures(question)
    const all = { uidValidity: '7', messages: 3, highestModSeq: '12' }
    expect(await told(all)).toEqual({ messages: 3, highestModSeq: '12' })
    expect(await told({ ...all, uidValidity: '8' })).toBeUndefined()
    expect(await told({ error: 'NO' })).toBeUndefined()
    // RFC 7162 section 3.1.7: a mailbox that keeps none tells 0.
    expect(await told({ ...all, highestModSeq: '0' })).toBeUndefined()
    expect(figuresFrom({ messages: 3 })).toBeUndefined()
  })
})
