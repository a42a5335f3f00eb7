import { expect, it } from 'vitest'
import { createTiming, type Answer } from '../../../../web/bridge/timing.ts'
import type { Call } from '../../../../web/bridge/types.ts'

it('times what was answered, and nothing that failed', async () => {
  let clock = 0
  const next = ((name: string) => {
    clock += 40
    return name === 'store' ? Promise.reject(new Error('no')) : Promise.resolve({})
  }) as unknown as Call
  const { link, onAnswer } = createTiming(() => clock)
  const client = { call: link(next) }
  const answers: Answer[] = []
  const stop = onAnswer((answer) => answers.push(answer))
  await client.call('noop', {})
  await client.call('noop', {}, { lane: 'side' })
  await expect(
    client.call('store', {
      mailbox: { path: 'INBOX', uidValidity: '1' },
      messages: { by: 'uid', set: '1' },
      change: { action: 'add', flags: [] },
    }),
  ).rejects.toThrow('no')
  expect(answers).toEqual([
    { command: 'noop', lane: 'main', ms: 40 },
    { command: 'noop', lane: 'side', ms: 40 },
  ])
  stop()
  await client.call('noop', {})
  expect(answers).toHaveLength(2)
})
