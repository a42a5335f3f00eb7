import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../support/net.ts'
import { startBed, type ProtocolBed } from './bed.ts'
import { prepareRandomCalls, type RandomCalls } from './randomCalls.ts'

/**
 * Rules C1 to C4 over random interleavings of calls, cancels, credit, chunks and nonsense, against a real bridge and a
 * real Dovecot: every call is answered exactly once, nothing follows its answer, and the user beside notices nothing.
 * test/long has many more of them.
 */
const RUNS = 25

let bed: ProtocolBed
let random: RandomCalls

beforeAll(async () => {
  bed = await startBed({ profile: 'full' })
  random = await prepareRandomCalls(bed)
})
afterAll(() => bed.stop())

describe('C1 to C4 in any order', () => {
  test('C2: every call is answered exactly once and nothing follows its answer', () => random.run(RUNS))

  test('C2: a socket that vanishes in the middle of everything leaves nothing behind', async () => {
    const sessions = async () =>
      ((await (await fetch(`${bed.bridge.origin}/healthz`)).json()) as { sessions: number }).sessions
    const before = await sessions()
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const { raw } = await bed.signIn(1)
        for (const [position, [command, args]] of random.calls.entries())
          raw.send({ tag: position + 1, command, args: args() })
        for (let turn = 0; turn < index; turn++) await new Promise((resolve) => setImmediate(resolve))
        raw.ws.terminate()
      }),
    )
    await until('the sessions to end', async () => ((await sessions()) === before ? true : undefined))
    // Their connections to the mail server end too.
    await until('their connections to end', () =>
      bed.dovecot.doveadm('who', '-1').includes(bed.dovecot.user(1)) ? undefined : true,
    )
    expect((await random.beside.call('noop', {})).result).toEqual({})
  })
})
