import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DRAIN_MS } from '../../../bridge/limits.ts'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'
import { freePort, until } from '../../support/net.ts'
import { startSmtpSink, type SmtpSink } from '../../support/smtpSink.ts'
import { endPontes, startPonte, type Ponte } from '../server/ponteProcess.ts'
import { messageOf } from './bed.ts'
import { openRaw, type RawSession } from './rawSession.ts'

/** Rule T6 of PROTOCOL.md, of the process as it runs: what SIGTERM lets finish, and what it ends. */

const MESSAGE = Buffer.from(messageOf('The last one'))

let folder: string
let dovecot: Dovecot
let sink: SmtpSink
let ponte: Ponte
let url: string
/** Lets the SMTP server answer. */
let release: () => void

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponte-shutdown-'))
  mkdirSync(join(folder, 'tmp'))
  dovecot = await startDovecot({ profile: 'outlook', passwords: true })
  sink = await startSmtpSink({ ca: dovecot.ca, password: dovecot.password })
  writeFileSync(join(folder, 'ca.pem'), dovecot.ca.cert)
  const shared = {
    name: 'Plain',
    auth: { kind: 'password' },
    imap: { host: '127.0.0.1', port: dovecot.imapPort, ca: 'ca.pem' },
    smtp: { host: '127.0.0.1', port: sink.port, ca: 'ca.pem' },
  }
  writeFileSync(
    join(folder, 'ponte.config.json'),
    JSON.stringify({
      providers: [
        { id: 'plain', ...shared },
        { id: 'filing', ...shared, sentIsFiledByServer: true },
      ],
    }),
  )
})
afterAll(async () => {
  await sink.stop()
  await dovecot.stop()
  rmSync(folder, { recursive: true })
})
beforeEach(async () => {
  sink.behaviour.hold = new Promise((resolve) => (release = resolve))
  ponte = startPonte(folder, { PORT: String(await freePort()) })
  url = await ponte.url()
})
afterEach(() => {
  release()
  endPontes()
})

async function signIn(provider = 'plain'): Promise<RawSession> {
  const raw = await openRaw(url)
  const { error } = await raw.call('login', { provider, user: dovecot.user(1), password: dovecot.password })
  expect(error).toBeUndefined()
  return raw
}

/** Submits, and waits until the server has all of it and owes its answer. */
async function submitHeld(raw: RawSession, tag: number): Promise<void> {
  const before = sink.arrived
  raw.send({
    tag,
    command: 'submit',
    args: {
      envelope: { from: dovecot.user(1), to: [dovecot.user(2)] },
      credentials: { kind: 'password', password: dovecot.password },
      message: { kind: 'upload', size: MESSAGE.length },
    },
  })
  raw.upload(tag, MESSAGE)
  await until('the message to arrive', () => sink.arrived > before || undefined)
}

const appendArgs = (path: string) => ({ path, message: { kind: 'upload', size: MESSAGE.length } })
function append(raw: RawSession, tag: number): void {
  raw.send({ tag, command: 'append', args: appendArgs('Sent'), lane: 'side' })
  raw.upload(tag, MESSAGE)
}

/** Asks the process to stop, and waits until it goes about it. */
async function terminate(): Promise<void> {
  ponte.child.kill('SIGTERM')
  await until('the bridge to be going', async () => (await health()).status === 'shuttingDown' || undefined)
}
async function health(): Promise<{ code: number; status: string; sessions: number }> {
  const answer = await fetch(`${url}/healthz`)
  return { code: answer.status, ...((await answer.json()) as { status: string; sessions: number }) }
}

describe('T6: going away', () => {
  test('T6: a submission that waits for its 250 is answered, its copy is appended, then bye and exit 0', async () => {
    const raw = await signIn()
    const idle = await signIn()
    await submitHeld(raw, 1)
    await terminate()

    // Who sends nothing is sent away at once; new sockets are refused, and health says so.
    expect(await idle.closed).toEqual({ code: 1001, reason: 'shuttingDown' })
    await expect(openRaw(url)).rejects.toThrow('503')
    expect(await health()).toMatchObject({ code: 503, status: 'shuttingDown', sessions: 1 })
    const ready = await fetch(`${url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false }])
    // Nothing new begins, neither asking nor sending.
    for (const command of ['noop', 'submit'])
      expect((await raw.call(command, argsOf(command))).error).toMatchObject({ code: 'shuttingDown' })

    release()
    expect((await raw.answer(1)).result).toMatchObject({ outcome: 'sent' })
    // The copy goes over the side lane, which the page has to sign in first.
    append(raw, 2)
    expect(await raw.frame((frame) => frame.event?.type === 'credentials')).toMatchObject({
      event: { lane: 'side' },
    })
    const login = { provider: 'plain', user: dovecot.user(1), password: dovecot.password, lane: 'side' }
    expect((await raw.call('login', login)).error).toBeUndefined()
    expect((await raw.answer(2)).error).toBeUndefined()
    expect(dovecot.doveadm('search', '-u', dovecot.user(1), 'mailbox', 'Sent', 'all')).not.toBe('')

    expect(await raw.closed).toEqual({ code: 1001, reason: 'shuttingDown' })
    expect(raw.frames.at(-1)?.event).toMatchObject({ type: 'bye', code: 'shuttingDown' })
    expect(await ponte.ended).toBe(0)
  })

  test('T6: no copy is waited for where the server files it', async () => {
    const raw = await signIn('filing')
    await submitHeld(raw, 1)
    await terminate()
    release()
    expect((await raw.answer(1)).result).toMatchObject({ outcome: 'sent' })
    // Too late, and nobody's loss.
    raw.send({ tag: 2, command: 'append', args: appendArgs('Sent') })
    raw.upload(2, MESSAGE)
    await raw.closed
    expect(raw.frames.at(-1)?.event).toMatchObject({ type: 'bye', code: 'shuttingDown' })
    expect(await ponte.ended).toBe(0)
  })

  test('T6: an append whose upload is under way goes on to its end', async () => {
    const raw = await signIn()
    const half = MESSAGE.length >> 1
    raw.send({ tag: 1, command: 'append', args: appendArgs('INBOX') })
    raw.upload(1, MESSAGE.subarray(0, half), { last: false })
    await terminate()
    expect((await raw.call('append', appendArgs('INBOX'))).error).toMatchObject({ code: 'shuttingDown' })
    raw.upload(1, MESSAGE.subarray(half))
    expect((await raw.answer(1)).result).toMatchObject({ uid: expect.any(Number) as number })
    expect(await raw.closed).toMatchObject({ code: 1001 })
    expect(await ponte.ended).toBe(0)
  })

  test('T6: a second signal waits for nothing', async () => {
    const raw = await signIn()
    await submitHeld(raw, 1)
    await terminate()
    ponte.child.kill('SIGTERM')
    expect(await raw.closed).toMatchObject({ code: 1001 })
    expect(await ponte.ended).toBe(0)
    expect(raw.frames.some((frame) => frame.tag === 1 && !frame.items)).toBe(false)
  })

  test('T6: what is not finished in time is cut off', { timeout: DRAIN_MS * 2 }, async () => {
    const raw = await signIn()
    await submitHeld(raw, 1)
    await terminate()
    expect(await raw.closed).toMatchObject({ code: 1001 })
    expect(await ponte.ended).toBe(0)
    expect(raw.frames.some((frame) => frame.tag === 1 && !frame.items)).toBe(false)
  })
})

/** Good ones: nothing but the shutdown refuses them. */
function argsOf(command: string): Record<string, unknown> {
  const submit = {
    envelope: { from: dovecot.user(1), to: [dovecot.user(2)] },
    credentials: { kind: 'password', password: dovecot.password },
    message: { kind: 'upload', size: 1 },
  }
  return command === 'submit' ? submit : {}
}
