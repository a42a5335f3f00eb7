import { afterAll, beforeAll, expect, it } from 'vitest'
import { FREE_REFUSALS_PER_ADDRESS, FREE_REFUSALS_PER_USER } from '../../../bridge/doors/limits.ts'
import type { Log } from '../../../bridge/log.ts'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { ADA, startDemoImap } from '../../support/demoImap.ts'
import { openRaw } from './rawSession.ts'

const ca = makeCa()
const asked: string[] = []
const lines: Record<string, unknown>[] = []
let demo: Awaited<ReturnType<typeof startDemoImap>>
let bridge: TestBridge

beforeAll(async () => {
  demo = await startDemoImap({
    tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }),
    authenticate: {
      token: () => Promise.resolve({ ok: false }),
      password: (user, given) => {
        asked.push(user)
        return Promise.resolve(given === 'right')
      },
    },
  })
  const write = (fields: Record<string, unknown>, message: string): void =>
    void lines.push({ ...fields, message })
  const log: Log = { info: write, warn: write, error: write, debug: write }
  bridge = await startTestBridge(
    [dovecotProvider({ host: '127.0.0.1', imapPort: demo.server.port, ca }, { kind: 'password' })],
    { log, paced: true, config: { logRefusedSignIns: true } },
  )
})
afterAll(async () => {
  await bridge?.stop()
  await demo?.close()
})

/** On a socket of its own, as a guesser would. */
async function refusal(user: string, password: string): Promise<Record<string, unknown> | undefined> {
  const session = await bridge.connect()
  try {
    await session.client.call('login', { provider: 'work', user, password })
    return undefined
  } catch (error) {
    return error as Record<string, unknown>
  } finally {
    session.close()
  }
}

it('a flood waits in its own queue: whoever is beside it is answered long before it is read (threat 47)', async () => {
  const FLOOD = 60_000
  const flooding = await openRaw(bridge.origin)
  const beside = await bridge.connect()
  await flooding.call('login', { provider: 'work', user: ADA, password: 'right' })
  await beside.client.call('login', { provider: 'work', user: ADA, password: 'right' })
  for (let tag = 1; tag <= FLOOD; tag++) flooding.send({ tag, command: 'none' })
  for (let turn = 0; turn < 20; turn++) await beside.client.call('noop', {})
  const heard = flooding.frames.filter(({ error }) => error).length
  expect(heard).toBeLessThan(FLOOD / 2)
  flooding.ws.terminate()
  beside.close()
})

it('who guesses has to wait, over all sockets, and the mail server hears nothing of it (threat 46)', async () => {
  for (let guess = 0; guess < FREE_REFUSALS_PER_USER; guess++)
    expect(await refusal('anna', `guess ${guess}`)).toMatchObject({ code: 'authenticationFailed' })
  const told = await refusal('anna', 'right')
  expect(told).toMatchObject({ code: 'throttled', step: 'authenticate' })
  expect(told?.['retryAfter']).toBeGreaterThan(0)
  expect(asked.filter((user) => user === 'anna').length).toBe(FREE_REFUSALS_PER_USER)
  // Others are let in meanwhile.
  expect(await refusal(ADA, 'right')).toBeUndefined()
})

it('guesses at many users from one address are one guesser’s', async () => {
  for (let guess = FREE_REFUSALS_PER_USER; guess < FREE_REFUSALS_PER_ADDRESS; guess++)
    expect(await refusal(`user${guess}`, 'wrong')).toMatchObject({ code: 'authenticationFailed' })
  expect(await refusal(ADA, 'right')).toMatchObject({ code: 'throttled' })
})

it('the log has a line for fail2ban, with the address and nobody’s name', () => {
  const refused = lines.filter(({ message }) => message === 'sign-in refused')
  expect(refused.length).toBe(FREE_REFUSALS_PER_ADDRESS)
  expect(new Set(refused.map((line) => JSON.stringify(line)))).toEqual(
    new Set([JSON.stringify({ address: '127.0.0.1', message: 'sign-in refused' })]),
  )
})
