import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Provider } from '../../../bridge/config/config.ts'
import type { Check } from '../../../bridge/diagnose/diagnose.ts'
import { DIAGNOSIS_STEPS } from '../../../shared/protocol/diagnosis.ts'
import { createQuirks, type Quirks } from '../../../demo/imap/quirks.ts'
import { startSmtpServer, type SmtpServer } from '../../../demo/smtp/server.ts'
import type { SmtpQuirks } from '../../../demo/smtp/quirks.ts'
import { startTestBridge } from '../../support/bridge.ts'
import { makeCa, makeSelfSigned } from '../../support/ca.ts'
import { ADA, startDemoImap, TOKEN, type DemoImap } from '../../support/demoImap.ts'
import { freePort, listenOnLoopback } from '../../support/net.ts'
import { causeOf } from '../../../web/doctor/cause.ts'

const CA = makeCa()
const GOOD = CA.issue({ hosts: ['localhost', '127.0.0.1'] })

let imap: DemoImap
let smtp: SmtpServer
const servers: { close(): Promise<void> }[] = []

/** A server that says these lines to whoever comes, and then nothing; without TLS options in plain text. */
async function scripted(lines: string[], tls?: TlsOptions): Promise<number> {
  const serve = (socket: Socket): void => {
    socket.on('error', () => undefined)
    for (const line of lines) socket.write(`${line}\r\n`)
    if (lines.length === 0) socket.end()
  }
  const sockets = new Set<Socket>()
  const server: Server = tls ? createTlsServer(tls, serve) : createServer(serve)
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('tlsClientError', () => undefined)
  const { port, close } = await listenOnLoopback(server)
  servers.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      return close()
    },
  })
  return port
}

/** A submission server that answers each command by its word. */
async function scriptedSmtp(answers: Record<string, string>): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('220 ready\r\n')
    socket.on('data', (bytes) => {
      const word = bytes.toString().split(/[ \r]/)[0] ?? ''
      socket.write(`${answers[word] ?? '502 no'}\r\n`)
    })
  })
  const { port, close } = await listenOnLoopback(server)
  servers.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      return close()
    },
  })
  return port
}

beforeAll(async () => {
  imap = await startDemoImap()
  smtp = await startSmtpServer({
    store: imap.store,
    tls: GOOD,
    authenticate: {
      token: (user, token) => Promise.resolve(token === TOKEN ? { ok: true, user } : { ok: false }),
    },
    autoFileSent: false,
  })
})
afterEach(async () => {
  Object.assign(imap.server.quirks, createQuirks())
  Object.assign(smtp.quirks, { refusal: undefined, cut: undefined })
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
afterAll(async () => {
  await smtp.close()
  await imap.close()
})

interface Setup {
  imap?: Partial<Provider['imap']>
  smtp?: Partial<Provider['smtp']>
  auth?: Provider['auth']
  quirks?: Partial<Quirks>
  smtpQuirks?: Partial<SmtpQuirks>
  token?: string
}

async function diagnose(setup: Setup, withCredentials = true): Promise<Check[]> {
  const provider: Provider = {
    id: 'p',
    name: 'Demo',
    auth: setup.auth ?? { kind: 'oidc', clientId: 'x', authority: 'https://id.test/', scopes: ['openid'] },
    imap: { host: '127.0.0.1', port: imap.server.port, ca: imap.certificate.ca, ...setup.imap },
    smtp: { host: '127.0.0.1', port: smtp.port, ca: CA.cert, ...setup.smtp },
    sentIsFiledByServer: true,
  }
  // One each: a door bounds how often one bridge is asked.
  const bridge = await startTestBridge([provider])
  Object.assign(imap.server.quirks, setup.quirks)
  Object.assign(smtp.quirks, setup.smtpQuirks)
  const session = await bridge.connect()
  const checks: Check[] = []
  const isPassword = provider.auth.kind === 'password'
  try {
    await session.client.call(
      'diagnose',
      {
        provider: provider.id,
        ...(withCredentials && {
          user: ADA,
          credentials: isPassword
            ? { kind: 'password', password: 'tulip' }
            : { kind: 'accessToken', accessToken: setup.token ?? TOKEN },
        }),
      },
      { onItem: (check) => checks.push(check) },
    )
  } finally {
    await bridge.stop()
  }
  return checks
}

const refusal = (text: string) => ({
  refusal: { at: 'authenticate' as const, code: 535, text, times: Infinity },
})

/** What is wrong, where that shows, and the cause that a person is told. */
const BROKEN: [string, { setup: () => Promise<Setup> | Setup; step: string; code: string; cause: string }][] =
  [
    [
      'the server’s name is wrong',
      {
        setup: () => ({ imap: { host: 'imap.nowhere.invalid' } }),
        step: 'imapName',
        code: 'hostNotFound',
        cause: 'hostNotFound',
      },
    ],
    [
      'nobody listens at the port',
      {
        setup: async () => ({ imap: { port: await freePort() } }),
        step: 'imapConnect',
        code: 'connectionRefused',
        cause: 'connectionRefused',
      },
    ],
    [
      'the port is that of plain text',
      {
        setup: async () => ({ imap: { port: await scripted(['* OK IMAP4rev1']) } }),
        step: 'imapTls',
        code: 'tlsFailed',
        cause: 'plainText',
      },
    ],
    [
      'the certificate is another server’s',
      {
        setup: async () => ({
          imap: { ca: CA.cert, port: await scripted(['* OK'], CA.issue({ hosts: ['elsewhere.test'] })) },
        }),
        step: 'imapTls',
        code: 'certificateInvalid',
        cause: 'wrongName',
      },
    ],
    [
      'the certificate has expired',
      {
        setup: async () => ({
          imap: {
            ca: CA.cert,
            port: await scripted(['* OK'], CA.issue({ hosts: ['127.0.0.1'], expired: true })),
          },
        }),
        step: 'imapTls',
        code: 'certificateInvalid',
        cause: 'expired',
      },
    ],
    [
      'the certificate vouches for itself',
      {
        setup: async () => ({
          imap: { ca: CA.cert, port: await scripted(['* OK'], makeSelfSigned(['127.0.0.1'])) },
        }),
        step: 'imapTls',
        code: 'certificateInvalid',
        cause: 'selfSigned',
      },
    ],
    [
      'nobody here trusts who issued it',
      {
        setup: async () => ({ imap: { ca: makeCa().cert, port: await scripted(['* OK'], GOOD) } }),
        step: 'imapTls',
        code: 'certificateInvalid',
        cause: 'untrusted',
      },
    ],
    [
      'the server knows only old TLS',
      {
        setup: async () => ({
          imap: {
            ca: CA.cert,
            port: await scripted(['* OK'], {
              ...GOOD,
              minVersion: 'TLSv1',
              maxVersion: 'TLSv1.1',
              ciphers: 'DEFAULT@SECLEVEL=0',
            }),
          },
        }),
        step: 'imapTls',
        code: 'tlsFailed',
        cause: 'oldTls',
      },
    ],
    [
      'another protocol speaks at the port',
      {
        setup: async () => ({ imap: { ca: CA.cert, port: await scripted(['220 smtp.test ESMTP'], GOOD) } }),
        step: 'imapGreeting',
        code: 'serverNo',
        cause: 'otherProtocol',
      },
    ],
    [
      'the server turns away whoever comes',
      {
        setup: async () => ({
          imap: { ca: CA.cert, port: await scripted(['* BYE Connection closed. 14'], GOOD) },
        }),
        step: 'imapGreeting',
        code: 'serverBye',
        cause: 'serverClosed',
      },
    ],
    [
      'the connection ends without a word',
      {
        setup: async () => ({ imap: { ca: CA.cert, port: await scripted([], GOOD) } }),
        step: 'imapGreeting',
        code: 'connectionLost',
        cause: 'connectionLost',
      },
    ],
    [
      'the server takes no tokens',
      {
        setup: async () => ({
          imap: {
            ca: CA.cert,
            port: await scripted(['* OK', '* CAPABILITY IMAP4rev1 AUTH=PLAIN', 'P1 OK'], GOOD),
          },
        }),
        step: 'imapCapability',
        code: 'mechanismUnsupported',
        cause: 'mechanismUnsupported',
      },
    ],
    [
      'the server takes no passwords',
      {
        setup: async () => ({
          auth: { kind: 'password' },
          imap: {
            ca: CA.cert,
            port: await scripted(
              ['* OK', '* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED', 'P1 OK'],
              GOOD,
            ),
          },
        }),
        step: 'imapCapability',
        code: 'mechanismUnsupported',
        cause: 'passwordsOff',
      },
    ],
    [
      'the token is not for this server',
      {
        setup: () => ({ token: 'of-another-scope' }),
        step: 'imapAuthenticate',
        code: 'authenticationFailed',
        cause: 'tokenRefused',
      },
    ],
    [
      'IMAP is switched off',
      {
        setup: () => ({ quirks: { authenticatedButNotConnected: true } }),
        step: 'imapSelect',
        code: 'mailboxNotConnected',
        cause: 'mailboxNotConnected',
      },
    ],
    [
      'the mailbox’s server is away',
      {
        setup: () => ({ quirks: { serverUnavailable: 9 } }),
        step: 'imapAuthenticate',
        code: 'serverUnavailable',
        cause: 'serverUnavailable',
      },
    ],
    [
      'the mailbox has too many connections',
      {
        setup: () => ({ quirks: { connectionLimit: 0 } }),
        step: 'imapAuthenticate',
        code: 'serverUnavailable',
        cause: 'serverUnavailable',
      },
    ],
    [
      'nobody listens at the port for sending',
      {
        setup: async () => ({ smtp: { port: await freePort() } }),
        step: 'smtpConnect',
        code: 'connectionRefused',
        cause: 'connectionRefused',
      },
    ],
    [
      'the name of the server for sending is wrong',
      {
        setup: () => ({ smtp: { host: 'smtp.nowhere.invalid' } }),
        step: 'smtpName',
        code: 'hostNotFound',
        cause: 'hostNotFound',
      },
    ],
    [
      'the server for sending has no STARTTLS',
      {
        setup: async () => ({ smtp: { port: await scriptedSmtp({ EHLO: '250 SIZE 1000' }) } }),
        step: 'smtpGreeting',
        code: 'tlsFailed',
        cause: 'noStartTls',
      },
    ],
    [
      'the certificate for sending is not trusted',
      {
        setup: () => ({ smtp: { ca: makeCa().cert } }),
        step: 'smtpTls',
        code: 'certificateInvalid',
        cause: 'untrusted',
      },
    ],
    [
      'SMTP AUTH is off for the tenant',
      {
        setup: () => ({
          smtpQuirks: refusal(
            '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant',
          ),
        }),
        step: 'smtpAuthenticate',
        code: 'smtpAuthDisabled',
        cause: 'smtpAuthDisabled',
      },
    ],
    [
      'the token may not send',
      {
        setup: () => ({ smtpQuirks: refusal('5.7.3 Authentication unsuccessful') }),
        step: 'smtpAuthenticate',
        code: 'smtpAuthRefused',
        cause: 'smtpAuthRefused',
      },
    ],
  ]

describe('the doctor', () => {
  it('finds nothing wrong where nothing is, and tells what it saw', async () => {
    const checks = await diagnose({})
    expect(checks.map(({ step, outcome, code }) => [step, outcome, code])).toEqual(
      DIAGNOSIS_STEPS.map((step) => [step, 'ok', undefined]),
    )
    const tls = checks.find(({ step }) => step === 'imapTls')?.facts
    expect(tls).toMatchObject({ version: 'TLSv1.3', names: expect.arrayContaining(['DNS:localhost']) })
    expect(JSON.stringify(checks)).not.toContain(TOKEN)
  })

  it('leaves out signing in without credentials', async () => {
    const checks = await diagnose({}, false)
    expect(checks.filter(({ outcome }) => outcome === 'skipped').map(({ step }) => step)).toEqual([
      'imapAuthenticate',
      'imapSelect',
      'imapFetch',
      'smtpAuthenticate',
    ])
  })

  it.each(BROKEN)('%s: the step and the cause', async (_what, { setup, step, code, cause }) => {
    const made = await setup()
    const checks = await diagnose(made)
    const failed = checks.filter(({ outcome }) => outcome === 'failed')
    // Where both halves fail for the same reason, as with a token, the first is the one that says why.
    expect(failed[0]).toMatchObject({ step, code })
    expect(failed[0] && causeOf(failed[0], made.auth?.kind ?? 'oidc').id).toBe(cause)
    const half = checks.filter((one) => one.step.startsWith(step.slice(0, 4)))
    const after = half.slice(half.findIndex((one) => one.step === step) + 1)
    expect(after.every(({ outcome }) => outcome === 'skipped')).toBe(true)
  })
})

it('knows at least twenty broken set-ups', () => {
  expect(BROKEN.length).toBeGreaterThanOrEqual(20)
})
