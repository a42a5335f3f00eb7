import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LOG_FIELDS, LOG_LINES } from '../../../bridge/log.ts'
import { makeCa } from '../../support/ca.ts'
import { ADA, BOB, startDemoImap, type DemoImap } from '../../support/demoImap.ts'
import { freePort, until } from '../../support/net.ts'
import { openRaw, type RawSession } from '../protocol/rawSession.ts'
import { readMetrics } from '../support/metrics.ts'
import { endPontes, startPonte, type Ponte } from './ponteProcess.ts'

/** What who hosts the bridge sees of it, and changes while it runs. */

const ca = makeCa()
let folder: string
let demo: DemoImap
let providers: object[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponte-operations-'))
  mkdirSync(join(folder, 'tmp'))
  demo = await startDemoImap({
    tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }),
    authenticate: {
      token: () => Promise.resolve({ ok: false }),
      password: (_, given) => Promise.resolve(given === 'right'),
    },
  })
  writeFileSync(join(folder, 'ca.pem'), ca.cert)
  const endpoint = { host: '127.0.0.1', port: demo.server.port, ca: 'ca.pem' }
  providers = [
    {
      id: 'plain',
      name: 'Plain',
      auth: { kind: 'password' },
      imap: endpoint,
      smtp: { ...endpoint, port: 1 },
    },
  ]
})
afterAll(async () => {
  await demo.close()
  rmSync(folder, { recursive: true })
})
afterEach(endPontes)

const configure = (more: object): void =>
  writeFileSync(join(folder, 'ponte.config.json'), JSON.stringify({ providers, ...more }))

async function start(env: NodeJS.ProcessEnv = {}): Promise<{ ponte: Ponte; url: string; metrics: number }> {
  const metrics = await freePort()
  const ponte = startPonte(folder, {
    PORT: String(await freePort()),
    PONTE_METRICS: String(metrics),
    PONTE_LOG: 'debug',
    ...env,
  })
  return { ponte, url: await ponte.url(), metrics }
}

const login = (raw: RawSession, user = ADA, password = 'right') =>
  raw.call('login', { provider: 'plain', user, password })
const linesOf = (ponte: Ponte): Record<string, unknown>[] =>
  ponte
    .output()
    .out.split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('it counts what happens, and names nobody', async () => {
  configure({})
  const { ponte, url, metrics } = await start()
  const read = () => readMetrics(metrics)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  // Not where the page is, which is everybody's.
  expect((await fetch(`${url}/metrics`)).status).toBe(404)

  const raw = await openRaw(url)
  expect((await login(raw, BOB, 'canary-wrong')).error?.code).toBe('authenticationFailed')
  expect((await login(raw)).error).toBeUndefined()
  await raw.call('select', { path: 'INBOX' })
  await raw.call('canary', {})
  const waiting = await openRaw(url)

  const now = await read()
  expect(now.value('ponte_accepting')).toBe(1)
  expect(now.value('ponte_sockets')).toBe(2)
  expect(now.value('ponte_sessions')).toBe(1)
  expect(now.value('ponte_lanes', { lane: 'main' })).toBe(1)
  expect(now.value('ponte_commands_running')).toBe(0)
  expect(now.value('ponte_commands_total', { command: 'login', outcome: 'authenticationFailed' })).toBe(1)
  expect(now.value('ponte_commands_total', { command: 'login', outcome: 'ok' })).toBe(1)
  expect(now.value('ponte_commands_total', { command: 'select', outcome: 'ok' })).toBe(1)
  expect(now.value('ponte_commands_total', { command: 'unknown', outcome: 'unknownCommand' })).toBe(1)
  expect(now.value('ponte_command_seconds_count', { command: 'select' })).toBe(1)
  expect(now.value('ponte_sign_ins_total', { provider: 'plain', outcome: 'authenticationFailed' })).toBe(1)
  expect(now.value('ponte_received_bytes_total')).toBeGreaterThan(500)
  expect(now.value('ponte_sent_bytes_total')).toBeGreaterThan(500)
  expect(now.value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0)
  expect(now.value('nodejs_eventloop_utilization')).toBeGreaterThan(0)
  expect(now.value('process_cpu_seconds_total')).toBeGreaterThan(0)
  expect(now.value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)

  for (let frame = 0; frame < 100; frame++) waiting.send('canary is no JSON')
  await waiting.closed
  raw.close()
  await raw.closed
  const later = await until('both to be gone', async () => {
    const one = await read()
    return one.value('ponte_sockets') === 0 && one.value('ponte_lanes', { lane: 'main' }) === 0
      ? one
      : undefined
  })
  expect(later.value('ponte_sessions')).toBe(0)
  expect(later.value('ponte_lanes_ended_total', { lane: 'main', end: 'closed' })).toBe(1)
  expect(later.value('ponte_limits_total', { limit: 'malformedFrames' })).toBe(1)
  // Bytes of sockets that are gone stay counted.
  expect(later.value('ponte_received_bytes_total')).toBeGreaterThan(
    now.value('ponte_received_bytes_total') ?? 0,
  )
  expect(later.text).not.toMatch(/canary|ada@|bob@|demo\.test|127\.0\.0\.1/i)

  // Every line of the log is of the closed tables, and says whose session and which call it is about.
  const lines = linesOf(ponte)
  for (const { level, time, msg, ...fields } of lines) {
    expect([typeof level, typeof time]).toEqual(['number', 'number'])
    expect(Object.keys(LOG_LINES)).toContain(msg)
    for (const field of Object.keys(fields)) expect(Object.keys(LOG_FIELDS)).toContain(field)
  }
  const opened = lines.filter(({ msg }) => msg === 'session opened')
  expect(opened.length).toBe(2)
  const ended = lines.filter(({ msg, command }) => msg === 'call ended' && command === 'select')
  expect(ended).toMatchObject([
    { session: opened[0]?.['session'], request: expect.any(Number) as number, code: 'ok' },
  ])
  expect(ponte.output().out).not.toMatch(/canary|ada@|bob@/i)
})

test('--check-config starts nothing, and its exit code says how it stands', async () => {
  configure({ limits: { sessions: 0 } })
  const ponte = startPonte(folder, {}, ['--check-config'])
  expect(await ponte.ended).toBe(1)
  expect(ponte.output().err).toContain('limits.sessions: must be at least 1, not 0.')
  expect(ponte.output().out).toBe('')
})

test('SIGHUP brings new limits and certificates; no socket is closed, and a file with mistakes changes nothing', async () => {
  const other = makeCa('Another CA')
  writeFileSync(join(folder, 'ca.pem'), other.cert)
  configure({ limits: { sessions: 2 } })
  const { ponte, url, metrics } = await start()
  const said = async (msg: string, times: number) =>
    until(msg, () => {
      const lines = linesOf(ponte).filter((line) => line['msg'] === msg)
      return lines.length >= times ? lines : undefined
    })
  const first = await openRaw(url)
  const second = await openRaw(url)
  await expect(openRaw(url)).rejects.toThrow('503')
  expect((await login(first)).error?.code).toBe('certificateInvalid')

  writeFileSync(join(folder, 'ca.pem'), ca.cert)
  configure({ limits: { sessions: 3 } })
  ponte.child.kill('SIGHUP')
  await said('configuration reloaded', 1)
  const third = await openRaw(url)
  await expect(openRaw(url)).rejects.toThrow('503')
  // The sockets that were open already know of the new certificate too.
  expect((await login(first)).error).toBeUndefined()

  configure({ limits: { sessions: 0 }, listen: 'nowhere' })
  ponte.child.kill('SIGHUP')
  const reasons = (await said('configuration not reloaded', 2)).map(({ reason }) => reason).join('\n')
  expect(reasons).toContain('limits.sessions: must be at least 1, not 0.')
  expect(reasons).toContain('listen:')
  await expect(openRaw(url)).rejects.toThrow('503')
  expect((await first.call('noop', {})).error).toBeUndefined()
  for (const raw of [first, second, third]) expect(raw.ws.readyState).toBe(raw.ws.OPEN)

  const counted = await readMetrics(metrics)
  expect(counted.value('ponte_limits_total', { limit: 'sessions' })).toBe(3)
  expect(counted.value('ponte_reloads_total', { outcome: 'ok' })).toBe(1)
  expect(counted.value('ponte_reloads_total', { outcome: 'refused' })).toBe(1)
})
