import { createServer as createPlainServer, type Server } from 'node:net'
import { createServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { dovecotProvider, startTestBridge } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { freePort, listenOnLoopback } from '../../support/net.ts'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { describeEveryServer } from '../support/servers.ts'
import { proved } from '../support/session.ts'
import { wireOf } from '../support/wire.ts'

const stranger = makeCa('An unknown authority')
const closedPort = await freePort()

describeEveryServer(
  'authenticate',
  (server) => {
    it('opens the main lane and tells what the server has', async () => {
      const user = server.user()
      const session = await server.bridge.connect()
      const answer = await session.client.call('authenticate', {
        provider: 'work',
        user: user.name,
        accessToken: user.accessToken(),
      })
      expect(answer).toMatchObject({ lane: 'main', host: '127.0.0.1' })
      expect(answer.capabilities).toEqual(expect.arrayContaining(['IMAP4REV1', 'UIDPLUS', 'MOVE']))
      expect(answer.capabilities.includes('IDLE')).toBe(server.has.idle)
      await session.client.call('noop', {})
      session.close()
    })

    it('says at which step and in which words a token was refused, and takes a good one afterwards', async () => {
      const user = server.user()
      const session = await server.bridge.connect()
      const mine = server.tap.connections.length
      const wire = wireOf(() => server.tap.connections[mine])
      const args = { provider: 'work', user: user.name }
      const refusal = session.client.call('authenticate', { ...args, accessToken: 'a-bad-token' })
      await expect(refusal).rejects.toMatchObject({ code: 'authenticationFailed', step: 'authenticate' })
      const error = (await refusal.catch((one: unknown) => one)) as { server?: string; message: string }
      // The tagged NO, and the reason that came before it.
      const [words, reason] = error.server?.split(/ (?=\{)/) ?? []
      expect(words).toBe(wire.lastTagged())
      expect(JSON.parse(reason ?? '')).toMatchObject({ status: expect.any(String) as string })
      expect(error.server).toMatch(/^NO /)
      expect(JSON.stringify(error)).not.toContain('a-bad-token')
      await expect(session.client.call('noop', {})).rejects.toMatchObject({ code: 'notSignedIn' })
      await session.client.call('authenticate', { ...args, accessToken: user.accessToken() })
      await session.client.call('noop', {})
      session.close()
    })

    it('holds a session to the provider and user it began with', async () => {
      const user = server.user()
      const another = server.user()
      const session = await user.signIn()
      const error = await session.refused('authenticate', {
        provider: 'work',
        user: another.name,
        accessToken: another.accessToken(),
      })
      expect(error.code).toBe('wrongUser')
      const elsewhere = await session.refused('authenticate', {
        provider: 'closed',
        user: user.name,
        accessToken: user.accessToken(),
      })
      expect(elsewhere.code).toBe('wrongUser')
      await session.run('noop', {})
    })

    it('lets in one at a time', async () => {
      const user = server.user()
      const session = await server.bridge.connect()
      const args = { provider: 'work', user: user.name }
      const first = session.client.call('authenticate', { ...args, accessToken: user.accessToken() })
      const second = session.client.call('authenticate', { ...args, accessToken: user.accessToken() })
      await expect(second).rejects.toMatchObject({ code: 'tagInUse' })
      await first
      session.close()
    })

    it.each([
      ['unknown', { code: 'unknownProvider', step: 'identity' }],
      ['password', { code: 'mechanismUnsupported', step: 'identity' }],
      ['closed', { code: 'connectionRefused', step: 'network' }],
      ['nameless', { code: 'hostNotFound', step: 'network' }],
      ['mistrusted', { code: 'certificateInvalid', step: 'tls' }],
    ])('says what is wrong with the provider %s, and at which step', async (provider, expected) => {
      const user = server.user()
      const session = await server.bridge.connect()
      const checked = proved(
        session,
        wireOf(() => undefined),
      )
      const connections = server.tap.connections.length
      const error = await checked.refused('authenticate', {
        provider,
        user: user.name,
        accessToken: 'never-to-be-seen',
      })
      expect(error).toMatchObject(expected)
      expect(JSON.stringify(error.toWire())).not.toContain('never-to-be-seen')
      // Nobody got to hear the token: no connection came as far as TLS.
      expect(server.tap.connections).toHaveLength(connections)
      session.close()
    })

    it('reaches no server when an argument holds a line break, or the user a separator', async () => {
      const user = server.user()
      const session = await user.signIn()
      const args = { provider: 'work', user: user.name, accessToken: user.accessToken() }
      const connections = server.tap.connections.length
      await refusesLineBreaks(session, { name: 'authenticate', args })
      const error = await session.refused('authenticate', { ...args, user: 'a\u0001auth=Bearer x' })
      expect(error.code).toBe('invalidArguments')
      expect(server.tap.connections).toHaveLength(connections)
    })

    it('sends no control character to the server', async () => {
      const user = server.user()
      for (const bad of [{ user: 'a\tb@ponte.test' }, { accessToken: 'a\u0001auth=Bearer b' }]) {
        const session = await server.bridge.connect()
        const mine = server.tap.connections.length
        const args = { provider: 'work', user: user.name, accessToken: 'x', ...bad }
        await expect(session.client.call('authenticate', args)).rejects.toMatchObject({
          code: 'invalidArguments',
        })
        const sent = server.tap.connections[mine]?.text('client') ?? ''
        expect(sent).not.toContain('AUTHENTICATE')
        session.close()
      }
    })
  },
  {
    providers: ({ port }) => [
      dovecotProvider({ host: '127.0.0.1', imapPort: port, ca: stranger }, { id: 'mistrusted' }),
      dovecotProvider({ host: '127.0.0.1', imapPort: closedPort, ca: stranger }, { id: 'closed' }),
      {
        ...dovecotProvider({ host: '127.0.0.1', imapPort: port, ca: stranger }, { id: 'nameless' }),
        imap: { host: 'no-such-host.invalid', port, ca: stranger.cert },
      },
      dovecotProvider(
        { host: '127.0.0.1', imapPort: port, ca: stranger },
        { id: 'password', kind: 'password' },
      ),
    ],
  },
)

describe('authenticate, at a server that is none', () => {
  const ca = makeCa()
  const tls = (hosts: string[], greet: string, expired = false): Server =>
    createServer(ca.issue({ hosts, expired }), (socket) => {
      socket.on('error', () => undefined)
      socket.resume().end(greet)
    })
  const here = ['127.0.0.1']

  it.each([
    ['of another name', () => tls(['elsewhere.test'], ''), { code: 'certificateInvalid', step: 'tls' }],
    ['whose certificate has expired', () => tls(here, '', true), { code: 'certificateInvalid', step: 'tls' }],
    [
      'that speaks without TLS',
      () =>
        createPlainServer((socket) =>
          socket
            .on('error', () => undefined)
            .resume()
            .end('* OK ready\r\n'),
        ),
      { code: 'tlsFailed', step: 'tls' },
    ],
    [
      'that says goodbye for a greeting',
      () => tls(here, '* BYE Closed for the night\r\n'),
      { code: 'serverBye', server: 'BYE Closed for the night' },
    ],
    [
      'that has too many connections',
      () => tls(here, '* BYE Too many connections\r\n'),
      { code: 'serverUnavailable', server: 'BYE Too many connections' },
    ],
    ['that closes without a word', () => tls(here, ''), { code: 'connectionLost' }],
    [
      'that closes after its greeting',
      () => tls(here, '* OK ready\r\n'),
      { code: 'connectionLost', step: 'capability' },
    ],
  ])('says so of one %s', async (_what, make, expected) => {
    const { port, close } = await listenOnLoopback(make())
    const bridge = await startTestBridge([dovecotProvider({ host: '127.0.0.1', imapPort: port, ca })])
    const { client } = await bridge.connect()
    const call = client.call('authenticate', {
      provider: 'work',
      user: 'ada@demo.test',
      accessToken: 'never-to-be-seen',
    })
    await expect(call).rejects.toMatchObject(expected)
    await bridge.stop()
    await close()
  })
})
