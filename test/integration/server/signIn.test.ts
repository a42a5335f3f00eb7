import { createServer as createPlainServer } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Provider } from '../../../bridge/config/config.ts'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { makeCa, makeSelfSigned, type Leaf } from '../../support/ca.ts'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'
import { startFaultProxy } from '../../support/faultProxy.ts'
import { startIntrospection, type Introspection } from '../../support/introspection.ts'
import { freePort, listenOnLoopback } from '../../support/net.ts'

/** Signing in that fails: the code, the step it failed at, and the mail server's own words. */

let introspection: Introspection
let dovecot: Dovecot
let bridge: TestBridge | undefined
let cleanups: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  introspection = await startIntrospection()
  dovecot = await startDovecot({
    profile: 'outlook',
    introspectionUrl: introspection.url,
    passwords: true,
  })
})
afterAll(async () => {
  await dovecot.stop()
  await introspection.stop()
})
afterEach(async () => {
  await bridge?.stop()
  for (const cleanup of cleanups) await cleanup()
  cleanups = []
})

/** The error of `authenticate`, or of `login` for a password provider, through a bridge with this provider alone. */
async function failureOf(
  change: Partial<Provider>,
  credentials: { accessToken?: string; password?: string } = {},
) {
  const kind = credentials.password === undefined ? 'token' : 'password'
  bridge = await startTestBridge([{ ...dovecotProvider(dovecot, { kind }), ...change }])
  const { client } = await bridge.connect()
  const user = dovecot.user(1)
  const call =
    credentials.password === undefined
      ? client.call('authenticate', {
          provider: 'work',
          user,
          accessToken: credentials.accessToken ?? introspection.issue(user),
        })
      : client.call('login', { provider: 'work', user, password: credentials.password })
  return call.then(
    () => {
      throw new Error('signed in')
    },
    (error: unknown) => error as { code: string; step?: string; server?: string; message: string },
  )
}
const at = (port: number, host = '127.0.0.1'): Pick<Provider, 'imap'> => ({
  imap: { host, port, ca: dovecot.ca.cert },
})

/** A TLS server that greets like Dovecot, with another certificate. It keeps what clients say after TLS. */
async function impostor(leaf: Leaf, greeting = '* OK ready\r\n') {
  const heard: string[] = []
  const server = createServer(leaf, (socket: TLSSocket) => {
    socket.on('error', () => undefined)
    socket.on('data', (data: Buffer) => heard.push(data.toString('latin1')))
    socket.write(greeting)
  })
  server.on('tlsClientError', () => undefined)
  const { port, close } = await listenOnLoopback(server)
  cleanups.push(close)
  return { port, heard }
}

describe('step network', () => {
  test('the host refuses', async () => {
    expect(await failureOf(at(await freePort()))).toMatchObject({
      code: 'connectionRefused',
      step: 'network',
      message: expect.stringContaining('127.0.0.1') as string,
    })
  })

  test('the name does not resolve', async () => {
    expect(await failureOf(at(993, 'ponte.invalid'))).toMatchObject({
      code: 'hostNotFound',
      step: 'network',
      message: expect.stringContaining('ponte.invalid') as string,
    })
  })

  test('the connection is reset', async () => {
    const proxy = await startFaultProxy({ to: { host: dovecot.host, port: dovecot.imapPort } })
    cleanups.push(() => proxy.stop())
    proxy.setFault({ kind: 'refuse' })
    expect(await failureOf(at(proxy.port))).toMatchObject({ code: 'connectionLost', step: 'network' })
  })
})

describe('step tls: nothing is said to a server that cannot prove who it is', () => {
  const leaves: [string, () => Leaf, RegExp][] = [
    ['self-signed', () => makeSelfSigned(['localhost', '127.0.0.1']), /self.signed/],
    ['of another authority', () => makeCa().issue({ hosts: ['127.0.0.1'] }), /certificate/],
    ['of another host', () => dovecot.ca.issue({ hosts: ['elsewhere.test'] }), /altnames|IP/],
    ['expired', () => dovecot.ca.issue({ hosts: ['127.0.0.1'], expired: true }), /expired/],
  ]
  test.each(leaves)('the certificate is %s', async (_, leaf, words) => {
    const { port, heard } = await impostor(leaf())
    const failure = await failureOf(at(port))
    expect(failure).toMatchObject({ code: 'certificateInvalid', step: 'tls' })
    expect(failure.message).toMatch(words)
    expect(heard).toEqual([])
  })

  test('without the configured authority, the system’s do not vouch for it', async () => {
    const failure = await failureOf({ imap: { host: '127.0.0.1', port: dovecot.imapPort } })
    expect(failure).toMatchObject({ code: 'certificateInvalid', step: 'tls' })
  })

  test('the server does not speak TLS', async () => {
    const server = createPlainServer((socket) => {
      socket.on('error', () => undefined)
      socket.resume()
      socket.write('* OK plain text\r\n')
    })
    const { port, close } = await listenOnLoopback(server)
    cleanups.push(close)
    expect(await failureOf(at(port))).toMatchObject({
      code: 'tlsFailed',
      step: 'tls',
      message: 'TLS with 127.0.0.1 failed: wrong version number',
    })
  })
})

describe('step capability', () => {
  test('the server greets with BYE: its words', async () => {
    const { port } = await impostor(
      dovecot.ca.issue({ hosts: ['127.0.0.1'] }),
      '* BYE Closed for the night\r\n',
    )
    expect(await failureOf(at(port))).toMatchObject({
      code: 'serverBye',
      server: expect.stringContaining('Closed for the night') as string,
    })
  })

  test('the server has no such way of signing in', async () => {
    const passwordsOnly = await startDovecot({ profile: 'outlook' })
    cleanups.push(() => passwordsOnly.stop())
    const failure = await failureOf({
      imap: { host: '127.0.0.1', port: passwordsOnly.imapPort, ca: passwordsOnly.ca.cert },
    })
    expect(failure).toMatchObject({ code: 'mechanismUnsupported', step: 'capability' })
  })
})

describe('step authenticate', () => {
  test('a wrong token: the server’s words', async () => {
    const failure = await failureOf({}, { accessToken: 'stolen' })
    expect(failure).toMatchObject({ code: 'authenticationFailed', step: 'authenticate' })
    expect(failure.server).toMatch(/^NO /)
    expect(JSON.stringify(failure)).not.toContain('stolen')
  })

  test('an expired token; another user’s token', async () => {
    const expired = introspection.issue(dovecot.user(1), { ttlSeconds: 0 })
    expect(await failureOf({}, { accessToken: expired })).toMatchObject({ code: 'authenticationFailed' })
    await bridge?.stop()
    const others = introspection.issue(dovecot.user(2))
    expect(await failureOf({}, { accessToken: others })).toMatchObject({ code: 'authenticationFailed' })
  })

  test('a wrong password: the server’s words', async () => {
    const failure = await failureOf({}, { password: 'guess' })
    expect(failure).toMatchObject({ code: 'authenticationFailed', step: 'authenticate' })
    expect(failure.server).toMatch(/^NO /)
  })
})

describe('step identity: what the bridge refuses by itself', () => {
  test('a provider it does not have', async () => {
    expect(await failureOf({ id: 'other' })).toMatchObject({ code: 'unknownProvider', step: 'identity' })
  })

  test('a token for a provider of passwords, and the other way round', async () => {
    expect(await failureOf({ auth: { kind: 'password' } })).toMatchObject({
      code: 'mechanismUnsupported',
      step: 'identity',
    })
    await bridge?.stop()
    const oidc = dovecotProvider(dovecot).auth
    expect(await failureOf({ auth: oidc }, { password: dovecot.password })).toMatchObject({
      code: 'mechanismUnsupported',
      step: 'identity',
    })
  })

  test('another user in a session that has signed in', async () => {
    bridge = await startTestBridge([dovecotProvider(dovecot)])
    const { client } = await bridge.connect()
    const token = (user: string) => introspection.issue(user)
    const [first, second] = [dovecot.user(1), dovecot.user(2)]
    await client.call('authenticate', { provider: 'work', user: first, accessToken: token(first) })
    await expect(
      client.call('authenticate', { provider: 'work', user: second, accessToken: token(second) }),
    ).rejects.toMatchObject({ code: 'wrongUser' })
    await expect(client.call('noop', {})).resolves.toEqual({})
  })

  test('after a failure the same session can sign in', async () => {
    await failureOf({}, { accessToken: 'stolen' })
    const session = await bridge?.connect()
    const user = dovecot.user(1)
    const wrong = session?.client.call('authenticate', { provider: 'work', user, accessToken: 'stolen' })
    await expect(wrong).rejects.toMatchObject({ code: 'authenticationFailed' })
    const right = await session?.client.call('authenticate', {
      provider: 'work',
      user,
      accessToken: introspection.issue(user),
    })
    expect(right).toMatchObject({ lane: 'main', host: '127.0.0.1' })
    expect(right?.capabilities).toContain('MOVE')
  })
})
