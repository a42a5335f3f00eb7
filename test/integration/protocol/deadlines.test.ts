import { createServer as createTcpServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listenOnLoopback, until } from '../../support/net.ts'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { MAX_WAITING_SOCKETS } from '../../../bridge/doors/limits.ts'
import { startBed, type ProtocolBed } from './bed.ts'
import { openRaw, type RawSession } from './rawSession.ts'

/** Rule T4 by the real clock: everything waits at the same time, for about 20 seconds in all. */

let bed: ProtocolBed
/** A bridge of its own: a flood of one address would keep the other tests out. */
let flooded: TestBridge
let silent: { port: number; close(): Promise<void> }[]

beforeAll(async () => {
  bed = await startBed()
  const leaf = bed.dovecot.ca.issue({ hosts: ['127.0.0.1'] })
  const quiet = (server: Server): Server => server.on('tlsClientError', () => undefined)
  silent = await Promise.all([
    // Takes the connection and never speaks TLS.
    listenOnLoopback(createTcpServer((socket) => socket.on('error', () => undefined))),
    // Speaks TLS and never greets.
    listenOnLoopback(quiet(createTlsServer(leaf, (socket) => socket.on('error', () => undefined)))),
  ])
  flooded = await startTestBridge([dovecotProvider(bed.dovecot, { id: 'plain', kind: 'password' })])
})
afterAll(async () => {
  await flooded.stop()
  await bed.stop()
})

const isEvent = (type: string) => (frame: { event?: { type: string } }) => frame.event?.type === type

describe.concurrent('T4', () => {
  test('T4: a socket without credentials is told goodbye and closed', async () => {
    const raw = await bed.open()
    expect(await raw.closed).toEqual({ code: 1008, reason: 'credentialsDeadline' })
    expect(raw.frames.at(-1)?.event).toMatchObject({ type: 'bye', code: 'credentialsDeadline' })
  })

  test('T4: talking is not signing in', async () => {
    const raw = await bed.open()
    const timer = setInterval(() => raw.send({ pong: 1 }), 500)
    expect((await raw.closed).reason).toBe('credentialsDeadline')
    clearInterval(timer)
  })

  test('T4: nor is a wrong password', async () => {
    const raw = await bed.open()
    const { error } = await raw.call('login', {
      provider: 'plain',
      user: bed.dovecot.user(1),
      password: 'guess',
    })
    expect(error).toMatchObject({ code: 'authenticationFailed', step: 'authenticate' })
    expect((await raw.closed).reason).toBe('credentialsDeadline')
  })

  test('T4: after the fifth wrong password the socket is closed', async () => {
    const raw = await bed.open()
    const answers: (string | undefined)[] = []
    for (let count = 0; count < 5; count++) {
      const { error } = await raw.call('login', {
        provider: 'plain',
        user: bed.dovecot.user(5),
        password: `guess ${count}`,
      })
      answers.push(error?.code)
    }
    expect(answers).toEqual(Array.from({ length: 5 }, () => 'authenticationFailed'))
    expect(await raw.closed).toEqual({ code: 1008, reason: 'authenticationFailed' })
    // The refusal comes first, as the call's own answer.
    const [answer, bye] = raw.frames.slice(-2)
    expect(answer?.error?.code).toBe('authenticationFailed')
    expect(bye?.event).toMatchObject({ type: 'bye', code: 'authenticationFailed' })
  })

  test('T4: the bridge pings, by a frame and by WebSocket; whoever has signed in stays', async () => {
    const { raw } = await bed.signIn(1)
    let pings = 0
    raw.ws.on('ping', () => (pings += 1))
    const ping = await until('a ping', () => raw.frames.find((frame) => frame.ping !== undefined))
    expect(ping).toEqual({ ping: 1 })
    raw.send({ pong: 1 })
    expect((await raw.call('noop', {})).result).toEqual({})
    expect(pings).toBe(1)
    expect(raw.frames.some(isEvent('bye'))).toBe(false)
  })

  test.each([
    ['never begins TLS', 0],
    ['never greets', 1],
  ])(
    'T4: while a mail server that %s is waited for, the socket stays; then the call fails',
    async (_, index) => {
      const provider = dovecotProvider(bed.dovecot, {
        id: 'silent',
        kind: 'password',
        imapPort: silent[index]?.port ?? 0,
      })
      const bridge = await startTestBridge([provider])
      const raw = await openRaw(bridge.origin)
      const { error } = await raw.call('login', { provider: 'silent', user: 'x', password: 'y' })
      expect(error).toMatchObject({ code: 'connectionTimeout', step: 'network' })
      expect(raw.ws.readyState).toBe(raw.ws.OPEN)
      raw.ws.terminate()
      await bridge.stop()
    },
  )

  test('T4: a thousand silent sockets: half are refused at once, the others closed; users beside notice nothing', async () => {
    const beside = await openRaw(flooded.origin)
    const { user, password } = bed.dovecot
    await beside.call('login', { provider: 'plain', user: user(2), password })
    const opened = await Promise.allSettled(Array.from({ length: 1_000 }, () => openRaw(flooded.origin)))
    const sockets = opened.flatMap((one): RawSession[] => (one.status === 'fulfilled' ? [one.value] : []))
    const refusals = opened.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as Error).message] : [],
    )
    expect(sockets).toHaveLength(MAX_WAITING_SOCKETS)
    expect(refusals).toHaveLength(1_000 - MAX_WAITING_SOCKETS)
    expect(new Set(refusals)).toEqual(new Set(['429']))
    expect((await beside.call('list', {})).result).toEqual({})
    const ends = await Promise.all(sockets.map((one) => one.closed))
    expect(new Set(ends.map((end) => end.reason))).toEqual(new Set(['credentialsDeadline']))
    // The places are free again.
    const late = await openRaw(flooded.origin)
    expect((await late.call('login', { provider: 'plain', user: user(3), password })).result).toBeDefined()
    expect((await beside.call('list', {})).result).toEqual({})
    for (const raw of [late, beside]) raw.ws.terminate()
  })
})
