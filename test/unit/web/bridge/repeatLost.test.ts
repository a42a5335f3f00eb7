import { describe, expect, it } from 'vitest'
import { PonteError, type ErrorCode } from '../../../../shared/protocol/errors.ts'
import { repeatLost, type Way } from '../../../../web/bridge/repeatLost.ts'
import { SocketError } from '../../../../web/bridge/socketError.ts'
import type { Call, CallOptions } from '../../../../web/bridge/types.ts'

type Run = (options: CallOptions<'fetchBody'>) => unknown

/** Runs one after the other; each is one attempt. */
function over(runs: Run[], way: Partial<Way> = {}) {
  const log: string[] = []
  const next = (async (name: string, _args: unknown, options: CallOptions<'fetchBody'>) => {
    log.push(name)
    const run = runs.shift()
    if (!run) throw new Error('asked once too often')
    return await run(options)
  }) as unknown as Call
  const call = repeatLost({
    isReady: () => true,
    back: () => {
      log.push('back')
      return Promise.resolve()
    },
    ...way,
  })(next)
  return { call, log }
}

const lost: Run = () => {
  throw new SocketError('closed', 'gone')
}
const fails =
  (code: ErrorCode): Run =>
  () => {
    throw new PonteError(code)
  }
const works: Run = () => ({ ok: true })
const mailbox = { path: 'INBOX', uidValidity: '1' }
const flag = { action: 'add' as const, flags: ['\\Flagged'] }
const byUid = { by: 'uid', set: '1' } as const

describe('a call whose connection is lost', () => {
  it.each([
    'connectionLost',
    'serverBye',
    'tokenExpired',
    'shuttingDown',
    'throttled',
    'notSignedIn',
  ] as const)('is made again when it only asks (%s)', async (code) => {
    const { call, log } = over([fails(code), works])
    expect(await call('select', { path: 'INBOX' })).toEqual({ ok: true })
    expect(log).toEqual(['select', 'back', 'select'])
  })

  it('is made again, whatever it does, when the bridge turned it away before it began', async () => {
    const args = { mailbox, messages: byUid, destination: 'Archive' }
    const { call, log } = over([fails('shuttingDown'), fails('shuttingDown'), works])
    expect(await call('move', args)).toEqual({ ok: true })
    expect(log).toEqual(['move', 'back', 'move', 'back', 'move'])
    const goodbye: Run = () => {
      throw new SocketError('bye', 'gone', 'shuttingDown')
    }
    await expect(over([goodbye]).call('move', args)).rejects.toMatchObject({ code: 'shuttingDown' })
    await expect(over([fails('shuttingDown')]).call('submit', {} as never)).rejects.toMatchObject({
      code: 'shuttingDown',
    })
  })

  it('is not made again for ever', async () => {
    const { call, log } = over([lost, lost, lost, lost, works])
    await expect(call('noop', {})).rejects.toMatchObject({ code: 'connectionLost' })
    expect(log.filter((one) => one === 'noop')).toHaveLength(4)
  })

  it('sets a flag once more, never twice more', async () => {
    const { call, log } = over([lost, lost, works])
    const args = { mailbox, messages: byUid, change: flag }
    await expect(call('store', args)).rejects.toMatchObject({ code: 'connectionLost' })
    expect(log).toEqual(['store', 'back', 'store'])
  })

  it.each([
    ['store', { mailbox, messages: { by: 'sequence', set: '1' }, change: flag }],
    ['store', { mailbox, messages: byUid, change: flag, unchangedSince: '5' }],
    ['move', { mailbox, messages: byUid, destination: 'Archive' }],
    ['expunge', { mailbox }],
    ['create', { path: 'New' }],
  ] as const)('fails as it did where twice is not once: %s', async (name, args) => {
    const { call, log } = over([lost])
    await expect(call(name, args as never)).rejects.toMatchObject({ code: 'connectionLost' })
    expect(log).toEqual([name])
  })

  it.each(['serverNo', 'uidValidityChanged', 'cancelled', 'noPermission'] as const)(
    'fails where the server refused (%s)',
    async (code) => {
      const { call } = over([fails(code)])
      await expect(call('select', { path: 'INBOX' })).rejects.toMatchObject({ code })
    },
  )

  it('bytes that came are let go first, or the call fails', async () => {
    const half: Run = ({ onBytes }) => {
      void onBytes?.(0, new Uint8Array(3), false)
      throw new SocketError('closed', 'gone')
    }
    const whole: Run = ({ onBytes }) => {
      void onBytes?.(0, new Uint8Array(5), true)
      return {}
    }
    const args = { mailbox, uid: 1, sections: [{ kind: 'source' as const }] }
    let received = 0
    const onBytes = (_stream: number, bytes: Uint8Array): void => void (received += bytes.length)
    await expect(over([half, whole]).call('fetchBody', args, { onBytes })).rejects.toThrow('gone')
    received = 0
    await over([half, whole]).call('fetchBody', args, { onBytes, onRestart: () => (received = 0) })
    expect(received).toBe(5)
  })
})

describe('a call without a connection', () => {
  it('waits for it', async () => {
    const { call, log } = over([works], { isReady: () => false })
    await call('move', { mailbox, messages: byUid, destination: 'Archive' })
    expect(log).toEqual(['back', 'move'])
  })

  it('fails when only the user can bring it back', async () => {
    const { call, log } = over([works], {
      isReady: () => false,
      back: (error) => Promise.reject(error as Error),
    })
    await expect(call('noop', {})).rejects.toMatchObject({ code: 'connectionLost' })
    expect(log).toEqual([])
  })

  it('a submission does not wait: whoever sends must know', async () => {
    const { call, log } = over([lost], { isReady: () => false })
    await expect(call('submit', {} as never)).rejects.toMatchObject({ code: 'connectionLost' })
    expect(log).toEqual(['submit'])
  })
})
