import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ImapConnection } from '../../../bridge/imap/connection.ts'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { startCommandTap, type CommandTap, type TapConnection } from '../../support/commandTap.ts'
import { startDemoImap, TOKEN } from '../../support/demoImap.ts'
import { startDovecot } from '../../support/dovecot.ts'
import { startIntrospection } from '../../support/introspection.ts'

/** RFC 6750's token in Google's and Microsoft's SASL mechanism: ^A is U+0001. */
const xoauth2 = (user: string, token: string): string =>
  Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`, 'utf8').toString('base64')

interface Server {
  tap: CommandTap
  bridge: TestBridge
  user: string
  token: string
  ca: string
  stop(): Promise<void>
}

/** `saslIr`: whether the server takes the response on the command's own line. */
async function start(name: string, saslIr: boolean): Promise<Server> {
  const ca = makeCa()
  const introspection = await startIntrospection()
  const full = name === 'full'
  const server =
    name === 'demo'
      ? await startDemoImap({ tls: ca.issue({ hosts: ['localhost', '127.0.0.1'] }), quirks: { saslIr } })
      : await startDovecot({
          profile: full ? 'full' : 'outlook',
          introspectionUrl: introspection.url,
          saslIr,
          ca,
        })
  const port = 'imapPort' in server ? server.imapPort : server.server.port
  // Dovecot with all it has offers SASL-IR always; the bridge does not get to see it then.
  const tap = await startCommandTap({
    to: { host: '127.0.0.1', port },
    ca,
    ...(full && !saslIr ? { hideCapabilities: ['SASL-IR'] } : {}),
  })
  const bridge = await startTestBridge([dovecotProvider({ host: '127.0.0.1', imapPort: tap.port, ca })])
  const user = name === 'demo' ? 'ada@demo.test' : 'user1@ponte.test'
  return {
    tap,
    bridge,
    user,
    token: name === 'demo' ? TOKEN : introspection.issue(user),
    ca: ca.cert,
    async stop() {
      await bridge.stop()
      await tap.stop()
      await ('imapPort' in server ? server.stop() : server.close())
      await introspection.stop()
    },
  }
}

/** The lines of signing in: what the client sent from AUTHENTICATE on, and the server's answers to it. */
function exchange(connection: TapConnection | undefined): string[] {
  const turns = connection?.turns() ?? []
  const from = turns.findIndex((turn) => / AUTHENTICATE /.test(turn.client))
  return turns.slice(from).flatMap((turn) => [`C: ${turn.client}`, `S: ${turn.server}`])
}

async function attempt(
  server: Server,
  token: string,
): Promise<{ error?: { code: string; step?: string; server?: string }; lines: string[] }> {
  const mine = server.tap.connections.length
  const session = await server.bridge.connect()
  const error = await session.client
    .call('authenticate', { provider: 'work', user: server.user, accessToken: token })
    .then(
      () => undefined,
      (reason: { code: string; step?: string; server?: string }) => reason,
    )
  const lines = exchange(server.tap.connections[mine])
  session.close()
  return { ...(error && { error }), lines }
}

describe.each([
  ['outlook', true],
  ['outlook', false],
  ['demo', true],
  ['demo', false],
] as const)('XOAUTH2 (%s, SASL-IR %s)', (name, saslIr) => {
  let server: Server
  beforeAll(async () => {
    server = await start(name, saslIr)
  })
  afterAll(() => server.stop())

  it('signs in, byte for byte', async () => {
    const { error, lines } = await attempt(server, server.token)
    expect(error).toBeUndefined()
    const tag = /^C: (\S+) /.exec(lines[0] ?? '')?.[1] ?? ''
    const response = xoauth2(server.user, server.token)
    if (saslIr) {
      expect(lines[0]).toBe(`C: ${tag} AUTHENTICATE XOAUTH2 ${response}\r\n`)
      expect(lines[1]).toMatch(new RegExp(`^S: (\\* .*\\r\\n)*${tag} OK `))
    } else {
      expect(lines[0]).toBe(`C: ${tag} AUTHENTICATE XOAUTH2\r\n`)
      expect(lines[1]).toBe('S: + \r\n')
      expect(lines[2]).toBe(`C: ${response}\r\n`)
      expect(lines[3]).toMatch(new RegExp(`^S: (\\* .*\\r\\n)*${tag} OK `))
    }
  })

  it('answers the challenge that comes with a refusal by an empty line, then reads the tagged NO', async () => {
    const { error, lines } = await attempt(server, 'not-a-good-token')
    const tag = /^C: (\S+) /.exec(lines[0] ?? '')?.[1] ?? ''
    const [challenge, answer, verdict] = lines.slice(saslIr ? 1 : 3)
    expect(challenge).toMatch(/^S: \+ [A-Za-z0-9+/]+=*\r\n$/)
    const json = JSON.parse(
      Buffer.from((challenge ?? '').slice('S: + '.length), 'base64').toString(),
    ) as object
    expect(json).toMatchObject({ status: expect.any(String) as string })
    expect(answer).toBe('C: \r\n')
    expect(verdict).toMatch(new RegExp(`^S: ${tag} NO .*\\r\\n$`))
    expect(error).toMatchObject({
      code: 'authenticationFailed',
      step: 'authenticate',
      server: `${verdict?.slice(`S: ${tag} `.length).trimEnd()} ${JSON.stringify(json)}`,
    })
    // Nothing follows on a connection that was refused.
    expect(lines).toHaveLength(saslIr ? 4 : 6)
  })
})

describe.each([true, false])('OAUTHBEARER (full, SASL-IR %s)', (saslIr) => {
  let server: Server
  beforeAll(async () => {
    server = await start('full', saslIr)
  })
  afterAll(() => server.stop())

  const bearer = ({ user, token, tap }: Server): string =>
    Buffer.from(
      `n,a=${user},\u0001host=127.0.0.1\u0001port=${tap.port}\u0001auth=Bearer ${token}\u0001\u0001`,
    ).toString('base64')

  it('is preferred where it is offered, byte for byte', async () => {
    const { error, lines } = await attempt(server, server.token)
    expect(error).toBeUndefined()
    if (saslIr) {
      expect(lines[0]).toMatch(/^C: \S+ AUTHENTICATE OAUTHBEARER \S+\r\n$/)
      expect(lines[0]?.trimEnd().split(' ').at(-1)).toBe(bearer(server))
    } else {
      expect(lines[0]).toMatch(/^C: \S+ AUTHENTICATE OAUTHBEARER\r\n$/)
      expect(lines[1]).toBe('S: + \r\n')
      expect(lines[2]).toBe(`C: ${bearer(server)}\r\n`)
    }
  })

  it('gives up with ^A after a refusal (RFC 7628 section 3.2.3) and tells the server\u2019s words', async () => {
    const { error, lines } = await attempt(server, 'not-a-good-token')
    const [challenge, answer, verdict] = lines.slice(saslIr ? 1 : 3)
    expect(challenge).toMatch(/^S: \+ \S+\r\n$/)
    expect(answer).toBe(`C: ${Buffer.from('\u0001').toString('base64')}\r\n`)
    expect(error).toMatchObject({ code: 'authenticationFailed', step: 'authenticate' })
    const reason = JSON.parse(
      Buffer.from((challenge ?? '').slice('S: + '.length), 'base64').toString(),
    ) as object
    expect(error?.server).toBe(`${verdict?.replace(/^S: \S+ /, '').trimEnd()} ${JSON.stringify(reason)}`)
  })
})

describe('credentials', () => {
  let server: Server
  beforeAll(async () => {
    server = await start('outlook', true)
  })
  afterAll(() => server.stop())

  it('are gone from the library\u2019s client once they have been used, refused or not', async () => {
    const endpoint = { host: '127.0.0.1', port: server.tap.port, ca: server.ca }
    const clients = vi.spyOn(ImapFlow.prototype, 'connect')
    const open = (accessToken: string): Promise<ImapConnection> =>
      ImapConnection.open(
        endpoint,
        { kind: 'accessToken', user: server.user, accessToken },
        new AbortController().signal,
      )
    const connection = await open(server.token)
    await expect(open('not-a-good-token')).rejects.toMatchObject({ code: 'authenticationFailed' })
    const [good, bad] = clients.mock.contexts as (ImapFlow & { options: { auth?: unknown } })[]
    clients.mockRestore()
    for (const [client, token] of [
      [good, server.token],
      [bad, 'not-a-good-token'],
    ] as const) {
      expect(client?.options.auth).toBeUndefined()
      expect(textsWithin(client)).toContain('127.0.0.1')
      for (const secret of [token, xoauth2(server.user, token)]) {
        expect(textsWithin(client).filter((text) => text.includes(secret))).toEqual([])
      }
    }
    await connection.exec('NOOP', [])
    await connection.logout()
  })

  it('cross the wire in AUTHENTICATE alone', async () => {
    const mine = server.tap.connections.length
    const session = await server.bridge.connect()
    await session.client.call('authenticate', {
      provider: 'work',
      user: server.user,
      accessToken: server.token,
    })
    await session.client.call('list', {})
    const sent = server.tap.connections[mine]?.text('client') ?? ''
    expect(sent.split(xoauth2(server.user, server.token))).toHaveLength(2)
    expect(sent).not.toContain(server.token)
    session.close()
  })
})

/** Every text and every bytes that can be reached from an object by its properties, as latin1. */
function textsWithin(root: unknown): string[] {
  const texts: string[] = []
  const seen = new Set<unknown>()
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === 'string') texts.push(value)
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if (value instanceof Uint8Array) {
      texts.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1'))
      continue
    }
    if (value instanceof Map || value instanceof Set) waiting.push(...value.entries())
    for (const key of Reflect.ownKeys(value)) {
      const { value: own } = Reflect.getOwnPropertyDescriptor(value, key) ?? {}
      if (own !== undefined) waiting.push(own)
    }
  }
  return texts
}
