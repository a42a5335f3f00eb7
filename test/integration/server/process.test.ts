import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'
import { startIntrospection, type Introspection } from '../../support/introspection.ts'
import { freePort, listenOnLoopback, until } from '../../support/net.ts'
import { startSmtpSink, type SmtpSink } from '../../support/smtpSink.ts'
import { openRaw } from '../protocol/rawSession.ts'
import { endPontes, startPonte as startIn, type Ponte } from './ponteProcess.ts'

/** start.ts as a process of its own: what it prints, how it ends, and that nothing of a user is in its log. */

let folder: string
let introspection: Introspection
let dovecot: Dovecot
let sink: SmtpSink
const startPonte = (env: NodeJS.ProcessEnv): Ponte => startIn(folder, env)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponte-process-'))
  mkdirSync(join(folder, 'tmp'))
  introspection = await startIntrospection()
  dovecot = await startDovecot({
    profile: 'outlook',
    introspectionUrl: introspection.url,
    passwords: true,
  })
  sink = await startSmtpSink({
    ca: dovecot.ca,
    checkToken: (_, token) => token.startsWith('test-'),
    password: dovecot.password,
  })
  writeFileSync(join(folder, 'ca.pem'), dovecot.ca.cert)
  const servers = {
    imap: { host: '127.0.0.1', port: dovecot.imapPort, ca: 'ca.pem' },
    smtp: { host: '127.0.0.1', port: sink.port, ca: 'ca.pem' },
  }
  const oidc = { kind: 'oidc', clientId: 'ponte', authority: 'https://id.example.org/' }
  writeFileSync(
    join(folder, 'ponte.config.json'),
    JSON.stringify({
      providers: [
        { id: 'work', name: 'Work', auth: oidc, ...servers },
        { id: 'plain', name: 'Plain', auth: { kind: 'password' }, ...servers },
      ],
    }),
  )
})
afterAll(async () => {
  await sink.stop()
  await dovecot.stop()
  await introspection.stop()
  rmSync(folder, { recursive: true })
})
afterEach(endPontes)

describe('it ends with 1 and says why, in a few lines without a stack', () => {
  test('a port in use', async () => {
    const blocker = await listenOnLoopback((await import('node:net')).createServer())
    const ponte = startPonte({ PORT: String(blocker.port) })
    expect(await ponte.ended).toBe(1)
    const { out, err } = ponte.output()
    // The provider of the test is not there, which is no mistake.
    expect(out.split('\n').filter((line) => !line.includes('discovery document'))).toEqual([''])
    expect(err.trim().split('\n')).toEqual([
      'The configuration has mistakes:',
      `  - listen.port: ${blocker.port} is in use by another program on 127.0.0.1. Stop it, or choose another with PORT=8081.`,
    ])
    await blocker.close()
  })

  test('a wrong field', async () => {
    const path = join(folder, 'wrong.json')
    writeFileSync(path, JSON.stringify({ listen: { port: 'x' }, provider: [] }))
    const ponte = startPonte({ PONTE_CONFIG: path })
    expect(await ponte.ended).toBe(1)
    expect(ponte.output().err.trim().split('\n').sort()).toEqual(
      [
        `${path} has mistakes:`,
        '  - listen.port: must be a number, not "x".',
        '  - provider: unknown field; check its spelling.',
      ].sort(),
    )
  })

  test('a behaviour of the demo that is none, with the list of what there is', async () => {
    const path = join(folder, 'behaviours')
    writeFileSync(path, 'smtpAuthDisabled\ntrottled # misspelt\n')
    for (const given of ['smtpAuthDisabled,trottled', path, `@${path}`]) {
      const ponte = startPonte({ PORT: '0', PONTE_DEMO: '1', PONTE_DEMO_BEHAVIOUR: given })
      expect(await ponte.ended).toBe(1)
      const { err } = ponte.output()
      expect(err).toContain('PONTE_DEMO_BEHAVIOUR: "trottled" is no behaviour of the demo. There are:')
      expect(err).toContain('throttled[:milliseconds]: throttles')
      expect(err).not.toContain('    at ')
    }
  })

  test('an address that is not this machine’s', async () => {
    const ponte = startPonte({ HOST: '192.0.2.1', PORT: '0' })
    expect(await ponte.ended).toBe(1)
    expect(ponte.output().err).toContain('listen.host: 192.0.2.1 is not an address of this machine.')
  })
})

test('it serves, counts its sessions, logs nothing of anyone, and says goodbye when asked to stop', async () => {
  const ponte = startPonte({ PORT: String(await freePort()), PONTE_LOG: 'debug' })
  const url = await ponte.url()
  const health = async () => (await (await fetch(`${url}/healthz`)).json()) as { sessions: number }
  expect(await health()).toMatchObject({ status: 'ok', sessions: 0 })
  const config = (await (await fetch(`${url}/config.json`)).json()) as { providers: { id: string }[] }
  expect(config.providers.map((one) => one.id)).toEqual(['work', 'plain'])

  const user = dovecot.user(1)
  const token = `test-canary-${introspection.issue(user).slice(5)}`
  introspection.adopt(token, user, new Date(Date.now() + 3_600_000))
  const raw = await openRaw(url)
  expect(await health()).toMatchObject({ sessions: 1 })
  const ok = async (command: string, args: Record<string, unknown>) => {
    const answer = await raw.call(command, args)
    expect([command, answer.error]).toEqual([command, undefined])
    return answer.result as Record<string, unknown>
  }
  const fails = async (command: string, args: Record<string, unknown>) =>
    expect((await raw.call(command, args)).error).toBeDefined()

  // Everything that can go wrong before, while and after signing in, each time with something to remember.
  raw.send('canary is not JSON')
  raw.send({ tag: 1, command: 'canary', args: { canary: 'canary' } })
  await fails('login', { provider: 'plain', user, password: 'canary-password' })
  await fails('authenticate', { provider: 'work', user, accessToken: 'canary-stolen-token' })
  await fails('authenticate', { provider: 'canary', user, accessToken: 'canary' })
  await ok('authenticate', { provider: 'work', user, accessToken: token })
  await ok('create', { path: 'canary-folder' })
  const message = [
    `From: Canary <canary@ponte.test>`,
    `To: ${user}`,
    'Subject: canary-subject',
    '',
    'canary-body',
    '',
  ].join('\r\n')
  raw.send({
    tag: 2,
    command: 'append',
    args: { path: 'canary-folder', message: { kind: 'upload', size: message.length } },
  })
  raw.upload(2, Buffer.from(message))
  expect((await raw.answer(2)).error).toBeUndefined()
  const { uidValidity } = await ok('select', { path: 'canary-folder' })
  const mailbox = { path: 'canary-folder', uidValidity }
  await ok('fetch', {
    mailbox,
    messages: { by: 'uid', set: '1' },
    fields: ['envelope', 'preview', 'bodyStructure'],
  })
  await ok('fetchBody', { mailbox, uid: 1, sections: [{ kind: 'source' }] })
  await ok('search', { mailbox, criteria: { key: 'subject', value: 'canary-word' } })
  await fails('select', { path: 'canary-missing' })
  await fails('fetchBody', { mailbox, uid: 99, sections: [{ kind: 'source' }] })
  const submit = async (accessToken: string) => {
    raw.send({
      tag: 3,
      command: 'submit',
      args: {
        envelope: { from: user, to: ['canary@ponte.test'] },
        credentials: { kind: 'accessToken', accessToken },
        message: { kind: 'upload', size: message.length },
      },
    })
    raw.upload(3, Buffer.from(message))
    const outcomes = () => raw.frames.filter((frame) => frame.tag === 3 && frame.result)
    const before = outcomes().length
    return until('the outcome', () => outcomes()[before])
  }
  expect((await submit(token)).result).toMatchObject({ outcome: 'sent' })
  expect((await submit('canary-refused')).result).toMatchObject({ outcome: 'failed', step: 'authenticate' })
  introspection.revoke(token)

  ponte.child.kill('SIGTERM')
  expect(await raw.closed).toEqual({ code: 1001, reason: 'shuttingDown' })
  expect(raw.frames.at(-1)?.event).toMatchObject({ type: 'bye', code: 'shuttingDown' })
  expect(await ponte.ended).toBe(0)

  const { out, err } = ponte.output()
  expect(err).toBe('')
  // The log was there to be read…
  expect(out).toContain('"msg":"lane opened"')
  expect(out).toContain('"code":"authenticationFailed"')
  // …and holds nothing of anyone's: no token, password, folder, subject, body or address.
  const wrote = readdirSync(join(folder, 'tmp'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
  for (const text of [out, ...wrote]) {
    expect(text).not.toMatch(/canary-|canary@/i)
    expect(text).not.toContain(user)
    expect(text).not.toContain(token)
    expect(text).not.toContain(Buffer.from(token).toString('base64').slice(0, 24))
  }
})
