import { afterEach, describe, expect, it } from 'vitest'
import { dovecotProvider, startTestBridge, type TestSession } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { startCommandTap } from '../../support/commandTap.ts'
import { startDemoImap } from '../../support/demoImap.ts'
import { startDovecot } from '../../support/dovecot.ts'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { proved, type ProvedSession } from '../support/session.ts'
import { wireOf } from '../support/wire.ts'

/** A server that takes passwords, behind a tap; unlike the others, two of which take tokens alone. */
interface PasswordServer {
  user: string
  password: string
  signedOut(): Promise<ProvedSession>
  stop(): Promise<void>
}

const SERVERS: Record<string, () => Promise<PasswordServer>> = {
  async dovecot() {
    const dovecot = await startDovecot({ profile: 'full' })
    const { signedOut, stop } = await behindTap(dovecot.imapPort, dovecot.ca)
    return {
      user: dovecot.user(1),
      password: dovecot.password,
      signedOut,
      stop: () => stop().then(() => dovecot.stop()),
    }
  },
  async demo() {
    const ca = makeCa()
    const password = 'p\u00e4ss "word" \\ {3} %'
    const demo = await startDemoImap({
      tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }),
      authenticate: {
        token: () => Promise.resolve({ ok: false }),
        password: (user, given) => Promise.resolve(user === 'ada@demo.test' && given === password),
      },
    })
    const { signedOut, stop } = await behindTap(demo.server.port, ca)
    return { user: 'ada@demo.test', password, signedOut, stop: () => stop().then(() => demo.close()) }
  },
}

async function behindTap(
  port: number,
  ca: ReturnType<typeof makeCa>,
): Promise<Pick<PasswordServer, 'signedOut' | 'stop'>> {
  const tap = await startCommandTap({ to: { host: '127.0.0.1', port }, ca })
  const at = { host: '127.0.0.1' as const, imapPort: tap.port, ca }
  const bridge = await startTestBridge([
    dovecotProvider(at, { id: 'plain', kind: 'password' }),
    dovecotProvider(at, { id: 'token' }),
  ])
  return {
    async signedOut() {
      const mine = tap.connections.length
      return proved(
        await bridge.connect(),
        wireOf(() => tap.connections[mine]),
      )
    },
    async stop() {
      await bridge.stop()
      await tap.stop()
    },
  }
}

describe.each(Object.keys(SERVERS))('login (%s)', (name) => {
  let running: PasswordServer | undefined
  const sessions: TestSession[] = []
  const start = async (): Promise<PasswordServer & { session: ProvedSession }> => {
    const server = await (SERVERS[name] as () => Promise<PasswordServer>)()
    running = server
    const session = await server.signedOut()
    sessions.push(session)
    return { ...server, session }
  }
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.close()
    await running?.stop()
    running = undefined
  })

  it('signs in with LOGIN, user and password quoted', async () => {
    const { session, user, password } = await start()
    const { items, result } = await session.run('login', { provider: 'plain', user, password })
    expect(items).toEqual([])
    expect(result).toMatchObject({ lane: 'main', host: '127.0.0.1' })
    expect(result.capabilities).toContain('UIDPLUS')
    const quoted = password.replace(/["\\]/g, '\\$&')
    expect(session.wire.commands()).toContain(`LOGIN "${user}" "${quoted}"`)
    await session.run('noop', {})
  })

  it('says at which step and in which words a password was refused', async () => {
    const { session, user, password } = await start()
    const error = await session.refused('login', { provider: 'plain', user, password: 'wrong-password' })
    expect(error).toMatchObject({ code: 'authenticationFailed', step: 'authenticate' })
    expect(error.server).toBe(session.wire.lastTagged())
    expect(JSON.stringify(error.toWire())).not.toContain('wrong-password')
    await session.run('login', { provider: 'plain', user, password })
  })

  it('sends no password to a provider of tokens', async () => {
    const { session, user, password } = await start()
    const error = await session.refused('login', { provider: 'token', user, password })
    expect(error).toMatchObject({ code: 'mechanismUnsupported', step: 'identity' })
    expect(() => session.wire.commands()).toThrow('not connected')
  })

  it('sends nothing when an argument holds a line break', async () => {
    const { session, user, password } = await start()
    await session.run('login', { provider: 'plain', user, password })
    await refusesLineBreaks(session, { name: 'login', args: { provider: 'plain', user, password } })
  })
})

describe('login, where the server takes tokens alone', () => {
  it.each(['outlook', 'demo'] as const)(
    'says mechanismUnsupported and keeps the password (%s)',
    async (which) => {
      const ca = makeCa()
      const server =
        which === 'demo'
          ? await startDemoImap({ tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }) })
          : await startDovecot({ profile: 'outlook', introspectionUrl: 'http://127.0.0.1:9/', ca })
      const port = 'imapPort' in server ? server.imapPort : server.server.port
      const { signedOut, stop } = await behindTap(port, ca)
      const session = await signedOut()
      const error = await session.refused('login', {
        provider: 'plain',
        user: 'ada@demo.test',
        password: 'never-to-be-seen',
      })
      expect(error).toMatchObject({ code: 'mechanismUnsupported', step: 'capability' })
      expect(session.wire.text('client')).not.toContain('never-to-be-seen')
      session.close()
      await stop()
      await ('imapPort' in server ? server.stop() : server.close())
    },
  )
})
