import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeCa, makeSelfSigned } from '../../support/ca.ts'
import { startFaultProxy } from '../../support/faultProxy.ts'
import { freePort } from '../../support/net.ts'
import { startSmtpSink, type SmtpSink, type SmtpSinkOptions } from '../../support/smtpSink.ts'
import { scriptedSmtp, type ScriptedSmtp, type SmtpScript } from './scriptedSmtp.ts'
import { SHORT_MESSAGE, startMailHost, type MailHost, type Submitter } from './submitter.ts'

/** `submit`: the outcome is `sent`, `failed` with its step and the server's words, or `unknown`; never a guess. */

let host: MailHost
let cleanups: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  host = await startMailHost()
})
afterAll(() => host.stop())
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
  cleanups = []
})

/** A real submission server; with `checkToken` and `password` it offers PLAIN, LOGIN and XOAUTH2, as Outlook's does LOGIN and XOAUTH2. */
async function startSink(options: Partial<SmtpSinkOptions> = {}): Promise<SmtpSink> {
  const sink = await startSmtpSink({
    ca: host.dovecot.ca,
    checkToken: (user, token) => user === host.dovecot.user(1) && token.startsWith('test-'),
    password: host.dovecot.password,
    ...options,
  })
  cleanups.push(() => sink.stop())
  return sink
}

async function startScripted(script: Partial<SmtpScript> = {}): Promise<ScriptedSmtp> {
  const leaf = host.dovecot.ca.issue({ hosts: ['localhost', '127.0.0.1'] })
  const server = await scriptedSmtp({ leaf, ...script })
  cleanups.push(() => server.stop())
  return server
}

const signIn = (port: number, kind?: 'token' | 'password'): Promise<Submitter> =>
  host.signIn({ host: '127.0.0.1', port, ca: host.dovecot.ca.cert }, kind)

describe('sent', () => {
  test('for a shared mailbox, by who has access to it: nobody signs in as that', async () => {
    const delegate = 'delegate@ponte.test'
    const sink = await startSink({ checkToken: (user) => user === delegate })
    const submitter = await signIn(sink.port)
    const { credentials } = submitter
    if (credentials.kind !== 'accessToken') throw new Error('a token was asked for')
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({
      outcome: 'failed',
      reason: 'smtpAuthRefused',
    })
    const result = await submitter.submit(SHORT_MESSAGE, { credentials: { ...credentials, user: delegate } })
    expect(result.outcome).toBe('sent')
    expect(sink.messages).toMatchObject([{ user: delegate, from: host.dovecot.user(1) }])
  })

  test('with a token, although the server offers PLAIN and LOGIN before XOAUTH2', async () => {
    const sink = await startSink()
    const submitter = await signIn(sink.port)
    const result = await submitter.submit(SHORT_MESSAGE)
    expect(result).toMatchObject({ outcome: 'sent', server: expect.stringMatching(/^250 /) as string })
    expect(result).not.toHaveProperty('rejected')
    expect(sink.messages).toHaveLength(1)
    expect(sink.messages[0]).toMatchObject({
      user: host.dovecot.user(1),
      method: 'XOAUTH2',
      from: host.dovecot.user(1),
      to: [host.dovecot.user(2)],
      secure: true,
    })
    expect(sink.messages[0]?.raw.toString('latin1')).toBe(SHORT_MESSAGE)
  })

  test('XOAUTH2 byte for byte, with the initial response, only after STARTTLS', async () => {
    const server = await startScripted()
    const submitter = await signIn(server.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({
      outcome: 'sent',
      server: '250 2.0.0 Taken',
    })
    const credentials = submitter.credentials as { accessToken: string }
    const initial = Buffer.from(
      `user=${submitter.user}\u0001auth=Bearer ${credentials.accessToken}\u0001\u0001`,
    ).toString('base64')
    const said = server.lines.map(({ line, secure }) => `${secure ? 'TLS' : 'clear'} ${line}`)
    expect(said.filter((line) => line.startsWith('clear'))).toEqual([
      expect.stringMatching(/^clear EHLO /),
      'clear STARTTLS',
    ])
    expect(said.filter((line) => line.includes('AUTH'))).toEqual([`TLS AUTH XOAUTH2 ${initial}`])
  })

  test('with a password: PLAIN where offered, otherwise LOGIN', async () => {
    const sink = await startSink()
    const submitter = await signIn(sink.port, 'password')
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'sent' })
    expect(sink.messages[0]).toMatchObject({ method: 'PLAIN', user: host.dovecot.user(1) })

    const onlyLogin = await startScripted({
      extensions: ['AUTH LOGIN'],
      answer: (line) => {
        if (line === 'AUTH LOGIN') return '334 VXNlcm5hbWU6'
        if (line === Buffer.from(host.dovecot.user(1)).toString('base64')) return '334 UGFzc3dvcmQ6'
        if (line === Buffer.from(host.dovecot.password).toString('base64')) return '235 Welcome'
        return undefined
      },
    })
    const other = await signIn(onlyLogin.port, 'password')
    expect(await other.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'sent' })
  })

  test('to one of two: the refused one is named with the server’s words', async () => {
    const sink = await startSink()
    sink.behaviour.refuseRecipient = (address) => address.startsWith('gone')
    const submitter = await signIn(sink.port)
    const result = await submitter.submit(SHORT_MESSAGE, { to: ['gone@ponte.test', host.dovecot.user(2)] })
    expect(result).toMatchObject({
      outcome: 'sent',
      rejected: [{ address: 'gone@ponte.test', server: expect.stringMatching(/^550 5\.1\.1/) as string }],
    })
    expect(sink.messages.map((one) => one.to)).toEqual([[host.dovecot.user(2)]])
  })

  test.skipIf(process.getuid?.() !== 0)('by TLS from the first byte on port 465', async () => {
    const server = await startScripted({ implicitTlsPort: 465 })
    const submitter = await signIn(465)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'sent' })
    expect(server.lines.every(({ secure }) => secure)).toBe(true)
    expect(server.lines.map(({ line }) => line)).not.toContain('STARTTLS')
  })
})

describe('failed, step network', () => {
  test('nobody listens', async () => {
    const submitter = await signIn(await freePort())
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'failed', step: 'network' })
  })

  test('the name does not resolve', async () => {
    const submitter = await host.signIn({ host: 'ponte.invalid', port: 587 })
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'failed', step: 'network' })
  })

  test('the server closes before it greets', async () => {
    const server = await startScripted({ greeting: 'close' })
    const submitter = await signIn(server.port)
    // Nothing that a library says goes for the server's words.
    expect(await submitter.submit(SHORT_MESSAGE)).toEqual({ outcome: 'failed', step: 'network' })
  })

  test.each([
    ['554 5.3.2 Not today', 'serviceRefused'],
    ['421 4.3.2 Service not available', 'busy'],
  ])('the server greets with %s: its words, and %s', async (greeting, reason) => {
    const server = await startScripted({ greeting })
    const submitter = await signIn(server.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toEqual({
      outcome: 'failed',
      step: 'network',
      server: greeting,
      reason,
    })
  })
})

describe('failed, step tls: no credentials leave', () => {
  test('STARTTLS is refused', async () => {
    const server = await startScripted({
      answer: (line) => (line === 'STARTTLS' ? '454 4.7.0 TLS not available' : undefined),
    })
    const submitter = await signIn(server.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toEqual({
      outcome: 'failed',
      step: 'tls',
      server: '454 4.7.0 TLS not available',
      reason: 'busy',
    })
    expect(server.lines.map(({ line }) => line.split(' ')[0])).toEqual(['EHLO', 'STARTTLS'])
  })

  test('STARTTLS is missing', async () => {
    const sink = await startSink({ starttls: 'refused' })
    const submitter = await signIn(sink.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'failed', step: 'tls' })
    expect(sink.messages).toEqual([])
  })

  const certificates: [string, () => SmtpScript['leaf']][] = [
    ['self-signed', () => makeSelfSigned(['localhost', '127.0.0.1'])],
    ['of another authority', () => makeCa().issue({ hosts: ['localhost', '127.0.0.1'] })],
    ['of another host', () => host.dovecot.ca.issue({ hosts: ['elsewhere.test'] })],
    ['expired', () => host.dovecot.ca.issue({ hosts: ['localhost', '127.0.0.1'], expired: true })],
  ]
  test.each(certificates)('the certificate is %s', async (_, leaf) => {
    const server = await startScripted({ leaf: leaf() })
    const submitter = await signIn(server.port)
    const result = await submitter.submit(SHORT_MESSAGE)
    expect(result).toMatchObject({ outcome: 'failed', step: 'tls' })
    expect(result.server).toMatch(/certificate|altnames/i)
    expect(server.lines.map(({ line }) => line.split(' ')[0])).toEqual(['EHLO', 'STARTTLS'])
  })

  test('the connection ends during the handshake', async () => {
    const server = await startScripted()
    const proxy = await startFaultProxy({ to: server })
    cleanups.push(() => proxy.stop())
    // The greeting, EHLO's and STARTTLS's answers are about 100 bytes; the server's certificate is longer.
    proxy.setFault({ kind: 'cut', direction: 'down', afterBytes: 300 })
    const submitter = await signIn(proxy.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'failed', step: 'tls' })
  })

  test('what is said in clear text after STARTTLS does not count', async () => {
    const server = await startScripted({
      injected: '250-injected\r\n250-AUTH PLAIN\r\n250 SIZE 1\r\n',
      extensions: ['AUTH XOAUTH2'],
    })
    const submitter = await signIn(server.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'sent' })
    expect(server.lines.filter(({ line }) => line.startsWith('EHLO')).map(({ secure }) => secure)).toEqual([
      false,
      true,
    ])
    expect(server.lines.filter(({ line }) => line.startsWith('MAIL'))[0]?.line).not.toContain('SIZE')
  })
})

describe('failed, step authenticate', () => {
  const REASON = '{"status":"401","schemes":"bearer","scope":"https://mail.example.org/"}'
  test.each([
    ['the reason in the challenge', REASON, ` ${REASON}`],
    [
      'a reason on several lines',
      '{ "status": "invalid_token",\n "scope": "a\\nb" }\n',
      ' {"status":"invalid_token","scope":"a\\nb"}',
    ],
    [
      'a reason without end',
      JSON.stringify({ status: 'x'.repeat(300_000) }),
      ` {"status":"${'x'.repeat(989)}`,
    ],
    ['a challenge that is no JSON', 'who are you?', ''],
    ['a challenge of nothing', '', ''],
  ])(
    'a wrong token: the server’s words and %s, which was answered with an empty line',
    async (_what, json, told) => {
      const reason = Buffer.from(json).toString('base64')
      const server = await startScripted({
        answer: (line) => {
          if (line.startsWith('AUTH')) return `334 ${reason}`
          return line === '' ? '535 5.7.3 Authentication unsuccessful' : undefined
        },
      })
      const submitter = await signIn(server.port)
      expect(await submitter.submit(SHORT_MESSAGE)).toEqual({
        outcome: 'failed',
        step: 'authenticate',
        server: `535 5.7.3 Authentication unsuccessful${told}`,
        reason: 'smtpAuthRefused',
      })
      const from = server.lines.findIndex(({ line }) => line.startsWith('AUTH'))
      expect(server.lines.slice(from).map(({ line }) => line.split(' ')[0])).toEqual(['AUTH', ''])
    },
  )

  test('a wrong token, a wrong password: at a real server', async () => {
    const sink = await startSink()
    const byToken = await signIn(sink.port)
    const wrongToken = await byToken.submit(SHORT_MESSAGE, {
      credentials: { kind: 'accessToken', accessToken: 'stolen' },
    })
    expect(wrongToken).toMatchObject({ outcome: 'failed', step: 'authenticate' })
    expect(wrongToken.server).toMatch(/^5\d\d /)
    const byPassword = await signIn(sink.port, 'password')
    const wrongPassword = await byPassword.submit(SHORT_MESSAGE, {
      credentials: { kind: 'password', password: 'guess' },
    })
    expect(wrongPassword).toMatchObject({
      outcome: 'failed',
      step: 'authenticate',
      server: '535 Authentication unsuccessful',
    })
    expect(sink.messages).toEqual([])
  })

  test('the server has no XOAUTH2: a token is not sent as a password', async () => {
    const server = await startScripted({
      extensions: ['AUTH PLAIN LOGIN'],
      answer: (line) => (line.startsWith('AUTH XOAUTH2') ? '504 5.5.4 Unrecognized type' : undefined),
    })
    const submitter = await signIn(server.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({ outcome: 'failed', step: 'authenticate' })
    expect(server.lines.filter(({ line }) => /^AUTH (PLAIN|LOGIN)/.test(line))).toEqual([])
  })
})

describe('failed, later', () => {
  test('the sender is refused, in words that speak of TLS', async () => {
    const server = await startScripted({
      answer: (line) =>
        line.startsWith('MAIL') ? '550 5.7.1 SSL certificate of sender required' : undefined,
    })
    const submitter = await signIn(server.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({
      outcome: 'failed',
      step: 'sender',
      server: '550 5.7.1 SSL certificate of sender required',
    })
    expect(server.data).toEqual([])
  })

  test('the server ends the session with 421 instead of an answer: its words', async () => {
    const server = await startScripted({
      answer: (line) => (line === '.' ? '421 4.3.2 Shutting down' : undefined),
    })
    const submitter = await signIn(server.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({
      outcome: 'failed',
      step: 'data',
      server: '421 4.3.2 Shutting down',
    })
  })

  test('every recipient is refused: each with the server’s words', async () => {
    const sink = await startSink()
    sink.behaviour.refuseRecipient = () => true
    const submitter = await signIn(sink.port)
    const result = await submitter.submit(SHORT_MESSAGE, { to: ['a@ponte.test', 'b@ponte.test'] })
    const words = expect.stringMatching(/^550 5\.1\.1/) as string
    expect(result).toMatchObject({
      outcome: 'failed',
      step: 'recipients',
      server: words,
      rejected: [
        { address: 'a@ponte.test', server: words },
        { address: 'b@ponte.test', server: words },
      ],
    })
    expect(sink.messages).toEqual([])
  })

  test('the message is refused with 554', async () => {
    const sink = await startSink()
    sink.behaviour.refuseMessage = true
    const submitter = await signIn(sink.port)
    expect(await submitter.submit(SHORT_MESSAGE)).toMatchObject({
      outcome: 'failed',
      step: 'data',
      server: '554 5.6.0 Message refused',
    })
  })

  test('the message is larger than the server announces: nothing is sent', async () => {
    const server = await startScripted({ extensions: ['AUTH XOAUTH2', 'SIZE 20'] })
    const submitter = await signIn(server.port)
    const result = await submitter.submit(SHORT_MESSAGE)
    const size = SHORT_MESSAGE.length
    expect(result).toMatchObject({ outcome: 'failed', step: 'data', reason: 'tooLarge', size, sizeLimit: 20 })
    // The server was not asked, and has said nothing.
    expect(result.server).toBeUndefined()
    expect(server.lines.filter(({ line }) => line.startsWith('MAIL'))).toEqual([])
  })

  test('the connection drops while the message is under way', async () => {
    const sink = await startSink()
    const proxy = await startFaultProxy({ to: sink })
    cleanups.push(() => proxy.stop())
    proxy.setFault({ kind: 'cut', direction: 'up', afterBytes: 2_000_000, reset: true })
    const submitter = await signIn(proxy.port)
    const big = `${SHORT_MESSAGE}${'All work and no play.\r\n'.repeat(1_000_000)}`
    expect(await submitter.submit(big)).toMatchObject({ outcome: 'failed', step: 'network' })
    expect(sink.messages).toEqual([])
  })

  test.each([
    [
      'AUTH',
      'authenticate',
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
      'smtpAuthDisabled',
      undefined,
    ],
    ['AUTH', 'authenticate', '432 4.3.2 Concurrent connections limit exceeded.', 'busy', 10_000],
    ['MAIL', 'sender', '550 5.7.60 SMTP; Client does not have permissions', 'notAllowedToSendAs', undefined],
    ['MAIL', 'sender', '550 5.1.8 Access denied, bad outbound sender', 'blockedSender', undefined],
    ['RCPT', 'recipients', '450 4.7.1 Greylisted, try again in 5 minutes', 'busy', 300_000],
    ['DATA', 'data', '451 4.7.0 Too many messages', 'rateLimited', 60_000],
    ['.', 'data', '554 5.2.0 MapiExceptionSendAsDenied', 'notAllowedToSendAs', undefined],
  ] as const)('%s is answered at step %s with %s: %s', async (verb, step, said, reason, retryAfter) => {
    const server = await startScripted({
      extensions: ['AUTH XOAUTH2'],
      answer: (line) => (line.startsWith(verb) && !(verb === '.' && line.length > 1) ? said : undefined),
    })
    const submitter = await signIn(server.port)
    const result = await submitter.submit(SHORT_MESSAGE)
    expect(result).toMatchObject({ outcome: 'failed', step, server: said, reason })
    expect(result.retryAfter).toBe(retryAfter)
  })

  test('the connection drops after the challenge of AUTH: nothing was refused', async () => {
    const server = await startScripted({
      answer: (line) =>
        line.startsWith('AUTH') ? '334 eyJzdGF0dXMiOiI0MDEifQ==' : line === '' ? 'close' : undefined,
    })
    const submitter = await signIn(server.port)
    const result = await submitter.submit(SHORT_MESSAGE)
    expect(result).toMatchObject({ outcome: 'failed', step: 'network' })
    expect(result).not.toHaveProperty('reason')
  })

  // Without an answer nothing was refused.
  test.each([
    ['AUTH XOAUTH2', 'token'],
    ['AUTH PLAIN', 'password'],
    ['MAIL FROM', 'token'],
    ['RCPT TO', 'token'],
    ['DATA', 'token'],
  ] as const)('the connection drops instead of an answer to %s', async (command, kind) => {
    const server = await startScripted({
      answer: (line) => (line.startsWith(command) ? 'close' : undefined),
    })
    const submitter = await signIn(server.port, kind)
    const result = await submitter.submit(SHORT_MESSAGE)
    expect(result).toMatchObject({ outcome: 'failed', step: 'network' })
    expect(result).not.toHaveProperty('reason')
    expect(server.lines.some(({ line }) => line.startsWith(command))).toBe(true)
  })
})

describe('unknown', () => {
  test('the connection drops after the data and before 250: it may have been sent', async () => {
    const sink = await startSink()
    sink.behaviour.dropAfterData = true
    const submitter = await signIn(sink.port)
    const result = await submitter.submit(SHORT_MESSAGE)
    expect(result).toMatchObject({ outcome: 'unknown' })
    expect(result).not.toHaveProperty('step')
    // It was in fact received: "failed" would have been a lie.
    expect(sink.messages).toHaveLength(1)
  })
})

describe('the call’s own mistakes are its error, not an outcome', () => {
  test.each([
    ['fewer', SHORT_MESSAGE.length + 10],
    ['more', SHORT_MESSAGE.length - 10],
  ])('%s bytes than declared: uploadMismatch, nothing is sent', async (_, size) => {
    const server = await startScripted()
    const submitter = await signIn(server.port)
    await expect(submitter.submit(SHORT_MESSAGE, { size })).rejects.toMatchObject({ code: 'uploadMismatch' })
    expect(server.data).toEqual([])
  })

  test('cancelled on the way: nothing is sent', async () => {
    const server = await startScripted()
    const submitter = await signIn(server.port)
    const abort = new AbortController()
    const bytes = new Uint8Array(8_000_000).fill(0x61)
    const call = submitter.session.client.call(
      'submit',
      {
        envelope: { from: submitter.user, to: [submitter.user] },
        credentials: submitter.credentials,
        message: { kind: 'upload', size: bytes.length },
      },
      {
        uploads: new Map([[0, new Blob([bytes])]]),
        signal: abort.signal,
        // More than the first credit has left: the bridge is handing it on.
        onUploaded: (() => {
          let sent = 0
          return (count: number) => {
            sent += count
            if (sent > 2_000_000) abort.abort()
          }
        })(),
      },
    )
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await submitter.session.client.call('noop', {})
    expect(server.data).toEqual([])
  })
})
