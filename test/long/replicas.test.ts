import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FREE_REFUSALS_PER_USER } from '../../bridge/doors/limits.ts'
import { openRaw, type RawSession } from '../integration/protocol/rawSession.ts'
import { readMetrics } from '../integration/support/metrics.ts'
import { startDovecot, testUser, type Dovecot } from '../support/dovecot.ts'
import { freePort, until } from '../support/net.ts'
import { startProduct, type Product } from '../support/product.ts'
import { nginxAround, PROXIES, unpackProxies, type Proxies } from '../support/proxies.ts'
import { hindrance } from '../support/unpacked.ts'

/**
 * Three bridges behind deploy/nginx.conf, with one Redis: people who append messages all the while, a rolling restart, a
 * kill, a Redis that goes away. What was appended is counted at the mail server.
 */

const PEOPLE = Number(process.env['PONTE_REPLICA_PEOPLE'] ?? 120)
/** Mailboxes, fewer than people: a Dovecot process each is what the machine bears. */
const USERS = 60
/** Between two messages of a person, in milliseconds: at full speed the mail server alone would take both cores. */
const PACE_MS = 2_000
/** What is left of an account's folders is no matter here. */
const FOLDER = 'INBOX'

let dir: string
let dovecot: Dovecot
let proxies: Proxies
let nginx: ChildProcess
let redis: ChildProcess
let redisPort: number
let url: string
const replicas: { product: Product | undefined; port: number; metrics: number }[] = []

const start = async (replica: (typeof replicas)[number]): Promise<void> => {
  replica.product = await startProduct({
    PORT: String(replica.port),
    PONTE_METRICS: String(replica.metrics),
    PONTE_CONFIG: join(dir, 'ponte.config.json'),
    PONTE_REDIS_URL: `redis://127.0.0.1:${redisPort}`,
  })
}
const startRedis = (): ChildProcess =>
  proxies.start('usr/bin/redis-server', [
    '--port',
    String(redisPort),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    dir,
  ])

/** One person: a socket through nginx, opened again whenever it is lost, and messages appended one after another. */
class Person {
  readonly user: string
  /** Every message this person means to have appended. */
  readonly meant: string[] = []
  /** How long it took to be live again, each time, in milliseconds. */
  readonly away: number[] = []
  #raw: RawSession | undefined
  #going = true
  readonly done: Promise<void>

  constructor(user: string) {
    this.user = user
    this.done = this.#run()
  }

  stop(): void {
    this.#going = false
  }

  close(): void {
    this.#raw?.ws.terminate()
  }

  async #run(): Promise<void> {
    while (this.#going) {
      const subject = randomUUID()
      this.meant.push(subject)
      await this.#append(subject)
      await rest(PACE_MS)
    }
  }

  /** As a page does: what was not answered is looked for before it is sent again. */
  async #append(subject: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const raw = await this.#live()
      if (attempt > 1 && (await this.#isThere(raw, subject))) return
      const message = Buffer.from(
        `Subject: ${subject}\r\nMessage-ID: <${subject}@ponte.test>\r\n\r\nHello.\r\n`,
      )
      const tag = Math.floor(Math.random() * 900_000) + 1
      try {
        raw.send({
          tag,
          command: 'append',
          args: { path: FOLDER, message: { kind: 'upload', size: message.length } },
        })
        raw.upload(tag, message)
        const { error } = await raw.answer(tag)
        if (!error) return
        // Refused while it drains: nothing was done, and it says goodbye next.
        if (error.code !== 'shuttingDown' && error.code !== 'connectionLost') throw new Error(error.code)
        if (error.code === 'shuttingDown') await raw.closed
      } catch (error) {
        if (raw.ws.readyState === raw.ws.OPEN) throw error
      }
      this.#raw = undefined
    }
  }

  async #isThere(raw: RawSession, subject: string): Promise<boolean> {
    const selected = await raw.call('select', { path: FOLDER })
    const { uidValidity } = selected.result as { uidValidity: string }
    const criteria = { key: 'header', field: 'Message-ID', value: subject }
    const { result, error } = await raw.call('search', { mailbox: { path: FOLDER, uidValidity }, criteria })
    if (error) throw new Error(`${error.code} ${error.message}`)
    return (result as { count: number }).count > 0
  }

  async #live(): Promise<RawSession> {
    if (this.#raw && this.#raw.ws.readyState === this.#raw.ws.OPEN) return this.#raw
    const begin = performance.now()
    const refusals = new Map<string, number>()
    const live = until('a socket', async () => {
      try {
        const opened = await openRaw(url, { rejectUnauthorized: false })
        const { error } = await opened.call('login', {
          provider: 'plain',
          user: this.user,
          password: dovecot.password,
        })
        if (!error) return opened
        opened.ws.terminate()
        throw new Error(error.code)
      } catch (error) {
        const { message } = error as Error
        refusals.set(message, (refusals.get(message) ?? 0) + 1)
      }
      return undefined
    })
    const raw = await live.catch((cause: unknown) => {
      throw new Error(`refused: ${JSON.stringify([...refusals])}`, { cause })
    })
    if (this.meant.length > 1) this.away.push(performance.now() - begin)
    this.#raw = raw
    return raw
  }
}

describe.skipIf(hindrance(PROXIES) !== undefined)('three replicas behind nginx, with one Redis', () => {
  beforeAll(async () => {
    proxies = unpackProxies()
    dir = mkdtempSync(join(tmpdir(), 'ponte-replicas-'))
    mkdirSync(join(dir, 'nginx'))
    dovecot = await startDovecot({
      profile: 'outlook',
      passwords: true,
      users: Array.from({ length: USERS + 1 }, (_, index) => testUser(index + 1)),
    })
    const { key, cert } = dovecot.ca.issue({ hosts: ['localhost', '127.0.0.1'] })
    writeFileSync(join(dir, 'fullchain.pem'), cert)
    writeFileSync(join(dir, 'privkey.pem'), key)
    writeFileSync(join(dir, 'ca.pem'), dovecot.ca.cert)
    const [port, plainPort] = [await freePort(), await freePort()]
    url = `https://localhost:${port}`
    redisPort = await freePort()
    const endpoint = { host: '127.0.0.1', port: dovecot.imapPort, ca: 'ca.pem' }
    writeFileSync(
      join(dir, 'ponte.config.json'),
      JSON.stringify({
        origins: [url],
        providers: [
          { id: 'plain', name: 'Plain', auth: { kind: 'password' }, imap: endpoint, smtp: endpoint },
        ],
      }),
    )
    redis = startRedis()
    for (let count = 0; count < 3; count++)
      replicas.push({ product: undefined, port: await freePort(), metrics: await freePort() })
    for (const replica of replicas) await start(replica)
    const file = fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url))
    const servers = readFileSync(file, 'utf8')
      .replaceAll('/etc/letsencrypt/live/mail.example.org', dir)
      .replace(
        'server 127.0.0.1:8080;',
        replicas.map((one) => `server 127.0.0.1:${one.port} fail_timeout=1s;`).join('\n'),
      )
      .replaceAll(/listen \[::\].*/g, '')
      .replace('listen 80;', `listen 127.0.0.1:${plainPort};`)
      .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`)
      .replaceAll('server_name mail.example.org;', 'server_name localhost;')
    writeFileSync(join(dir, 'nginx.conf'), nginxAround(dir, servers))
    const args = ['-p', dir, '-c', join(dir, 'nginx.conf'), '-g', 'daemon off; user root;']
    nginx = proxies.start('usr/sbin/nginx', args)
    await until('nginx', async () => {
      const raw = await openRaw(url, { rejectUnauthorized: false }).catch(() => undefined)
      raw?.ws.terminate()
      return raw && true
    })
  })
  afterAll(async () => {
    nginx?.kill('SIGTERM')
    for (const { product } of replicas) await product?.stop('SIGKILL')
    redis?.kill('SIGKILL')
    await dovecot?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  it('a restart of each and a kill of one lose and double nothing; everybody is live again', async () => {
    const people = Array.from({ length: PEOPLE }, (_, index) => new Person(testUser((index % USERS) + 1)))
    const working = Promise.all(people.map(({ done }) => done))
    const everybodyDid = (more: number): Promise<true> => {
      const before = people.map(({ meant }) => meant.length)
      const all = (): boolean => people.every(({ meant }, at) => meant.length >= (before[at] ?? 0) + more)
      return Promise.race([until('everybody', () => all() || undefined), working.then(() => true as const)])
    }
    await everybodyDid(2)
    const spread = await Promise.all(
      replicas.map(async ({ metrics }) => (await readMetrics(metrics)).value('ponte_sessions')),
    )
    console.log(`Sessions of each replica: ${spread.join(', ')}`)
    for (const sessions of spread) expect(sessions).toBeGreaterThan(PEOPLE / 6)

    for (const replica of replicas) {
      expect(await replica.product?.stop('SIGTERM')).toBe(0)
      await start(replica)
    }
    await everybodyDid(1)
    const [victim] = replicas
    if (!victim) throw new Error('no replica')
    await victim.product?.stop('SIGKILL')
    await everybodyDid(1)
    await start(victim)
    for (const person of people) person.stop()
    await working

    let lost = 0
    let doubled = 0
    let meant = 0
    for (let user = 1; user <= USERS; user++) {
      const name = testUser(user)
      const there = new Map<string, number>()
      const text = dovecot.doveadm('fetch', '-u', name, 'hdr.subject', 'mailbox', FOLDER, 'all')
      for (const [, subject = ''] of text.matchAll(/^hdr\.subject: ([0-9a-f-]{36})$/gm))
        there.set(subject, (there.get(subject) ?? 0) + 1)
      for (const person of people.filter((one) => one.user === name))
        for (const subject of person.meant) {
          const count = there.get(subject) ?? 0
          meant += 1
          lost += count === 0 ? 1 : 0
          doubled += count > 1 ? 1 : 0
        }
    }
    const away = people.flatMap((person) => person.away).sort((a, b) => a - b)
    console.log(
      `${PEOPLE} people, ${meant} messages: ${lost} lost, ${doubled} doubled; ${away.length} reconnections, median ` +
        `${(away[away.length >> 1] ?? 0).toFixed(0)} ms, longest ${(away.at(-1) ?? 0).toFixed(0)} ms`,
    )
    for (const person of people) person.close()
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 })
  })

  it('guesses are counted over all of them; without Redis each counts for itself, and lets people in', async () => {
    const guessed = testUser(USERS + 1)
    const attempt = async (password: string): Promise<string | undefined> => {
      const raw = await openRaw(url, { rejectUnauthorized: false })
      const { error } = await raw.call('login', { provider: 'plain', user: guessed, password })
      raw.ws.terminate()
      return error?.code
    }
    for (let guess = 0; guess < FREE_REFUSALS_PER_USER; guess++)
      expect(await attempt('wrong')).toBe('authenticationFailed')
    for (const replica of replicas) {
      // Each by itself, past nginx.
      const raw = await openRaw(`http://127.0.0.1:${replica.port}`, { origin: url })
      const { error } = await raw.call('login', {
        provider: 'plain',
        user: guessed,
        password: dovecot.password,
      })
      expect(error?.code).toBe('throttled')
      raw.ws.terminate()
    }
    const ended = new Promise((resolve) => redis.once('exit', resolve))
    redis.kill('SIGKILL')
    await ended
    expect(await attempt(dovecot.password)).toBeUndefined()
    const allSaid = (line: string): Promise<true> =>
      until(line, () => replicas.every(({ product }) => product?.output().includes(line)) || undefined)
    await allSaid('limit store lost')
    redis = startRedis()
    await allSaid('limit store back')
    for (let guess = 0; guess < FREE_REFUSALS_PER_USER; guess++) await attempt('wrong')
    expect(await attempt(dovecot.password)).toBe('throttled')
  })
})
