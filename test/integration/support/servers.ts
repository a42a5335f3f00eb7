/**
 * The three servers every command is proved against: Dovecot announcing what Outlook.com does, Dovecot with all it has,
 * and the demo's own, each behind a bridge and a tap that sees what the bridge sends, one of each per describe. Each test
 * takes a user of its own.
 */
import { ImapFlow } from 'imapflow'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import type { ImapServer } from '../../../demo/imap/server.ts'
import { createQuirks } from '../../../demo/imap/quirks.ts'
import type { MailStore } from '../../../demo/imap/store.ts'
import type { Outside } from '../../../bridge/fetch/guard.ts'
import type { Provider } from '../../../bridge/config/config.ts'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { makeCa, type CertificateAuthority } from '../../support/ca.ts'
import { startCommandTap, type CommandTap } from '../../support/commandTap.ts'
import { startDemoImap, TOKEN } from '../../support/demoImap.ts'
import { startDovecot, testUser, type Dovecot, type DovecotOptions } from '../../support/dovecot.ts'
import { startFaultProxy, type FaultProxy } from '../../support/faultProxy.ts'
import { startIntrospection } from '../../support/introspection.ts'
import { openMailbox, type TestMailbox } from './mailbox.ts'
import { proved, type ProvedSession } from './session.ts'
import { wireOf } from './wire.ts'

export type ServerName = 'outlook' | 'full' | 'demo'

/** What differs, and a test may ask about. */
export interface Traits {
  idle: boolean
  quota: boolean
  condstore: boolean
  /** Keeps keywords (`$Forwarded`). */
  keywords: boolean
  /** Searches for what is not ASCII. */
  utf8Search: boolean
  /** Signs in with passwords. */
  passwords: boolean
}

const TRAITS: Record<ServerName, Traits> = {
  outlook: {
    idle: false,
    quota: false,
    condstore: false,
    keywords: true,
    utf8Search: true,
    passwords: false,
  },
  full: { idle: true, quota: true, condstore: true, keywords: true, utf8Search: true, passwords: true },
  demo: {
    idle: false,
    quota: false,
    condstore: false,
    keywords: false,
    utf8Search: false,
    passwords: false,
  },
}

export interface ServerUnderTest {
  readonly name: ServerName
  readonly has: Traits
  /** A user nobody has used, with the folders the server gives a new one. */
  user(): TestUser
  /** How the bridge reaches the server; through the tap. */
  readonly tap: CommandTap
  readonly bridge: TestBridge
  /** Breaks what the bridge and the tap say to each other. @throws without the option `faults` */
  readonly faults: FaultProxy
  /** The demo's server itself, for its quirks. @throws on Dovecot */
  readonly demo: { server: ImapServer; store: MailStore }
  /** @throws on the demo */
  readonly dovecot: Dovecot
}

export interface TestUser extends TestMailbox {
  name: string
  /** Another one each time, where the server can tell them apart. */
  accessToken(): string
  /** Signed in through the bridge, over a socket of its own. */
  signIn(options?: { provider?: string }): Promise<ProvedSession>
}

export interface EveryServerOptions {
  /** All when absent. */
  servers?: readonly ServerName[]
  /** Capabilities the bridge does not get to see. */
  hideCapabilities?: readonly string[]
  /** Dovecot without one special folder, everything below INBOX. */
  folders?: 'none'
  /** What the guard before other people's servers lets through; read at each request. */
  outside?: Outside
  /** Whether the way to the tap can be broken. */
  faults?: boolean
  /** More ways to the server, beside `work` through the tap. */
  providers?: (server: { ca: string; port: number; tapPort: number }) => Provider[]
}

interface Running {
  tap: CommandTap
  bridge: TestBridge
  faults?: FaultProxy
  issue(user: string): string
  /** Whom no test has used. */
  nextUser(): string
  port: number
  ca: string
  demo?: { server: ImapServer; store: MailStore; errors: unknown[] }
  dovecot?: Dovecot
  stop(): Promise<void>
}

/** Declares the same tests for every server. */
export function describeEveryServer(
  title: string,
  prove: (server: ServerUnderTest) => void,
  options: EveryServerOptions = {},
): void {
  for (const name of options.servers ?? (Object.keys(TRAITS) as ServerName[])) {
    describe(`${title} (${name})`, () => {
      let running: Running | undefined
      const mailboxes: TestMailbox[] = []
      const sessions: ProvedSession[] = []
      const now = (): Running => {
        if (!running) throw new Error('the server runs only while tests do')
        return running
      }

      beforeAll(async () => {
        running = await start(name, options)
      })
      afterEach(async () => {
        for (const session of sessions.splice(0)) session.close()
        for (const mailbox of mailboxes.splice(0)) await mailbox.close()
        running?.faults?.setFault(undefined)
        const demo = running?.demo
        if (!demo) return
        Object.assign(demo.server.quirks, createQuirks())
        expect(demo.errors).toEqual([])
      })
      afterAll(() => running?.stop())

      prove({
        name,
        has: TRAITS[name],
        get tap() {
          return now().tap
        },
        get bridge() {
          return now().bridge
        },
        get faults() {
          const { faults } = now()
          if (!faults) throw new Error('the tests did not ask for faults')
          return faults
        },
        get demo() {
          const { demo } = now()
          if (!demo) throw new Error(`${name} is not the demo`)
          return demo
        },
        get dovecot() {
          const { dovecot } = now()
          if (!dovecot) throw new Error(`${name} is not Dovecot`)
          return dovecot
        },
        user() {
          const server = now()
          const user = server.nextUser()
          server.demo?.store.ensureAccount(user)
          const mailbox = openMailbox(() => connectDirectly(server, user))
          mailboxes.push(mailbox)
          return {
            ...mailbox,
            name: user,
            accessToken: () => server.issue(user),
            async signIn({ provider = 'work' } = {}) {
              const session = await server.bridge.connect()
              const mine = server.tap.connections.length
              const checked = proved(
                session,
                wireOf(() => server.tap.connections[mine]),
              )
              sessions.push(checked)
              await checked.run('authenticate', { provider, user, accessToken: server.issue(user) })
              checked.wire.reset()
              return checked
            },
          }
        },
      })
    })
  }
}

async function start(name: ServerName, options: EveryServerOptions): Promise<Running> {
  const server = name === 'demo' ? await startDemo() : await dovecotOf(name, options)
  const { ca } = server
  const tap = await startCommandTap({
    to: { host: '127.0.0.1', port: server.port },
    ca,
    ...(options.hideCapabilities && { hideCapabilities: options.hideCapabilities }),
  })
  const faults = options.faults ? await startFaultProxy({ to: tap }) : undefined
  const work = dovecotProvider({ host: '127.0.0.1', imapPort: (faults ?? tap).port, ca })
  const more = options.providers?.({ ca: ca.cert, port: server.port, tapPort: tap.port }) ?? []
  const bridge = await startTestBridge([work, ...more], options.outside ? { outside: options.outside } : {})
  return {
    ...server,
    ca: ca.cert,
    tap,
    bridge,
    ...(faults && { faults }),
    async stop() {
      await bridge.stop()
      await faults?.stop()
      await tap.stop()
      await server.stop()
    },
  }
}

interface Started extends Pick<Running, 'issue' | 'nextUser' | 'port' | 'demo' | 'dovecot' | 'stop'> {
  ca: CertificateAuthority
}

/** One of each profile for all files of this process: no test shares a user with another. They end with the process. */
const dovecots = new Map<string, Promise<Started>>()

/** vitest ends its workers by this signal, without an exit that would remove the servers' folders. */
async function endWithProcess(): Promise<void> {
  const started = await Promise.allSettled(dovecots.values())
  for (const one of started) if (one.status === 'fulfilled') await one.value.dovecot?.stop()
  process.kill(process.pid, 'SIGKILL')
}

function dovecotOf(
  profile: 'outlook' | 'full',
  { folders = 'special' }: Pick<DovecotOptions, 'folders'>,
): Promise<Started> {
  if (dovecots.size === 0) process.once('SIGTERM', () => void endWithProcess())
  const kind = `${profile} ${folders}`
  const started = dovecots.get(kind) ?? startRealServer(profile, folders)
  dovecots.set(kind, started)
  return started
}

/** How many users can sign in by password: more than there are tests. */
const USERS = 2_000

async function startRealServer(profile: 'outlook' | 'full', folders: 'special' | 'none'): Promise<Started> {
  const ca = makeCa()
  const introspection = await startIntrospection()
  const users = Array.from({ length: USERS }, (_, index) => testUser(index + 1))
  const dovecot = await startDovecot({ profile, folders, introspectionUrl: introspection.url, ca, users })
  return {
    ca,
    port: dovecot.imapPort,
    issue: (user) => introspection.issue(user),
    nextUser: counter(),
    dovecot,
    stop: () => Promise.resolve(),
  }
}

async function startDemo(): Promise<Started> {
  const ca = makeCa()
  const demo = await startDemoImap({ tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }) })
  return {
    ca,
    port: demo.server.port,
    issue: () => TOKEN,
    nextUser: counter(),
    demo,
    stop: () => demo.close(),
  }
}

function counter(): () => string {
  let users = 0
  return () => testUser((users += 1))
}

/** Another client of the mailbox, past the bridge and its tap. */
async function connectDirectly(server: Running, user: string): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: server.port,
    secure: true,
    tls: { ca: server.ca },
    auth: { user, accessToken: server.issue(user) },
    disableIMAP4rev2: true,
    disableAutoIdle: true,
    logger: false,
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
