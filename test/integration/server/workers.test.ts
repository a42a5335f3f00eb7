import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { FREE_REFUSALS_PER_USER } from '../../../bridge/doors/limits.ts'
import { makeCa } from '../../support/ca.ts'
import { ADA, BOB, startDemoImap, type DemoImap } from '../../support/demoImap.ts'
import { freePort, listenOnLoopback, until } from '../../support/net.ts'
import { openRaw, type RawSession } from '../protocol/rawSession.ts'
import { readMetrics } from '../support/metrics.ts'
import { endPontes, startPonte, type Ponte } from './ponteProcess.ts'

/** Several processes behind one port: sessions are spread, limits and metrics are one. */

const ca = makeCa()
let folder: string
let demo: DemoImap

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponte-workers-'))
  mkdirSync(join(folder, 'tmp'))
  demo = await startDemoImap({
    tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }),
    authenticate: {
      token: () => Promise.resolve({ ok: false }),
      password: (_, given) => Promise.resolve(given === 'right'),
    },
  })
  writeFileSync(join(folder, 'ca.pem'), ca.cert)
})
afterAll(async () => {
  await demo.close()
  rmSync(folder, { recursive: true })
})
afterEach(endPontes)

const SOCKETS = 8

function configure(more: object): void {
  const endpoint = { host: '127.0.0.1', port: demo.server.port, ca: 'ca.pem' }
  const plain = { id: 'plain', name: 'Plain', auth: { kind: 'password' }, imap: endpoint, smtp: endpoint }
  writeFileSync(join(folder, 'ponte.config.json'), JSON.stringify({ providers: [plain], ...more }))
}

const linesOf = (ponte: Ponte, msg: string): Record<string, unknown>[] =>
  ponte
    .output()
    .out.split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['msg'] === msg)
const lines = (ponte: Ponte, msg: string, count: number) =>
  until(msg, () => {
    const found = linesOf(ponte, msg)
    return found.length >= count ? found : undefined
  })
const login = (raw: RawSession, user: string, password: string) =>
  raw.call('login', { provider: 'plain', user, password })

test('sessions are spread; limits and metrics are one; a worker that is killed is replaced; all drain', async () => {
  configure({ limits: { socketsPerAddress: SOCKETS } })
  const metrics = await freePort()
  const ponte = startPonte(folder, {
    PORT: String(await freePort()),
    PONTE_METRICS: String(metrics),
    PONTE_WORKERS: '2',
    PONTE_LOG: 'info',
  })
  const url = await ponte.url()
  await lines(ponte, 'worker started', 2)
  const raws: RawSession[] = []
  for (let count = 0; count < SOCKETS; count++) raws.push(await openRaw(url))
  const opened = await lines(ponte, 'session opened', SOCKETS)
  const workers = new Set(opened.map(({ worker }) => worker))
  expect(workers).toEqual(new Set([1, 2]))
  // The network's sockets are counted over both.
  await expect(openRaw(url)).rejects.toThrow('429')
  const all = await readMetrics(metrics)
  expect(all.value('ponte_sockets')).toBe(SOCKETS)
  expect(all.value('ponte_info')).toBe(1)
  expect(all.value('ponte_limits_total', { limit: 'socketsOfAddress' })).toBe(1)

  // So are guesses at a user, one on each socket.
  for (let guess = 0; guess < FREE_REFUSALS_PER_USER; guess++)
    expect((await login(raws[guess] as RawSession, BOB, 'wrong')).error?.code).toBe('authenticationFailed')
  for (const raw of raws) expect((await login(raw, BOB, 'right')).error?.code).toBe('throttled')

  // A new limit reaches both, and no socket is closed.
  configure({ limits: { socketsPerAddress: SOCKETS + 1 } })
  ponte.child.kill('SIGHUP')
  await lines(ponte, 'configuration reloaded', 2)
  raws.push(await openRaw(url))
  await expect(openRaw(url)).rejects.toThrow('429')
  for (const raw of raws) expect((await login(raw, ADA, 'right')).error).toBeUndefined()

  const [started] = linesOf(ponte, 'worker started')
  process.kill(started?.['pid'] as number, 'SIGKILL')
  await lines(ponte, 'worker ended', 1)
  await lines(ponte, 'worker started', 3)
  await until('its sockets to be gone', () => raws.some(({ ws }) => ws.readyState === ws.CLOSED) || undefined)
  const left = raws.filter(({ ws }) => ws.readyState === ws.OPEN)
  expect(left.length).toBeGreaterThan(0)
  for (const raw of left) expect((await raw.call('noop', {})).error).toBeUndefined()
  // What it had taken at the doors is given back.
  for (let count = left.length; count <= SOCKETS; count++) left.push(await openRaw(url))
  await expect(openRaw(url)).rejects.toThrow('429')

  ponte.child.kill('SIGTERM')
  for (const raw of left) expect(await raw.closed).toEqual({ code: 1001, reason: 'shuttingDown' })
  expect(await ponte.ended).toBe(0)
})

test('a port in use is told once, and the demo does not run in workers', async () => {
  configure({})
  const blocker = await listenOnLoopback(createServer())
  const ponte = startPonte(folder, { PORT: String(blocker.port), PONTE_WORKERS: '2' })
  expect(await ponte.ended).toBe(1)
  expect(ponte.output().err.match(/is in use by another program/g)).toHaveLength(1)
  await blocker.close()
  const demoToo = startPonte(folder, { PORT: '0', PONTE_WORKERS: '2', PONTE_DEMO: '1' })
  expect(await demoToo.ended).toBe(1)
  expect(demoToo.output().err).toContain('the demo runs in one process only')
})
