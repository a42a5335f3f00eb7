import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Provider } from '../../../bridge/config/config.ts'
import { createLog } from '../../../bridge/log.ts'
import { startServer, type RunningServer } from '../../../bridge/http/server.ts'

/** What the bridge serves over HTTP: the page in a folder, with the headers each file needs, and nothing else. */

const SECRET_CA = '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----'
const PROVIDERS: Provider[] = [
  {
    id: 'work',
    name: 'Work',
    auth: {
      kind: 'oidc',
      clientId: 'ponte',
      authority: 'https://id.example.org/tenant',
      scopes: ['openid'],
      authorityMetadata: '{"token_endpoint":"https://tokens.example.org/token"}',
    },
    imap: { host: 'imap.example.org', port: 19_931, ca: SECRET_CA },
    smtp: { host: 'smtp.example.org', port: 15_871, ca: SECRET_CA },
    sentIsFiledByServer: true,
  },
  {
    id: 'outlook',
    name: 'Outlook',
    auth: {
      kind: 'microsoft',
      clientId: '11111111-2222-3333-4444-555555555555',
      authority: 'https://login.microsoftonline.com/common',
      scopes: ['https://outlook.office.com/IMAP.AccessAsUser.All'],
    },
    imap: { host: 'imap-mail.outlook.com', port: 993 },
    smtp: { host: 'smtp-mail.outlook.com', port: 587 },
    sentIsFiledByServer: true,
  },
]

let folder: string
let server: RunningServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ponte-page-'))
  mkdirSync(join(folder, 'page/assets'), { recursive: true })
  mkdirSync(join(folder, 'page/.hidden'))
  writeFileSync(join(folder, 'secret.txt'), 'not for the web')
  const files: Record<string, string> = {
    'index.html': '<!doctype html><title>Ponte</title>',
    'reader.html': '<!doctype html><title>Reader</title>',
    'redirect.html': '<!doctype html><title>Redirect</title>',
    'assets/app-3f2a.js': 'export {}\n',
    'assets/app-3f2a.js.br': 'not really Brotli',
    'assets/app-3f2a.css': 'body{}',
    '.hidden/key.pem': 'secret',
    '.env': 'SECRET=1',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'page', name), text)
  server = await startServer({
    config: {
      listen: { host: '127.0.0.1', port: 0 },
      trustProxy: [],
      strictTransportSecurity: 'max-age=31536000',
      securityContact: 'mailto:security@example.org',
      providers: PROVIDERS,
      demo: false,
    },
    pageFolder: join(folder, 'page'),
    version: '1.2.3',
    log: createLog('silent'),
  })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** A request byte for byte: fetch() would tidy paths and refuse odd headers. */
function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.write(request)
  })
}
const get = (target: string, headers = ''): Promise<string> =>
  raw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`)

describe('the page', () => {
  test('/ is index.html, never cached unasked; assets are immutable', async () => {
    const index = await fetch(`${server.url}/`)
    expect(index.status).toBe(200)
    expect(index.headers.get('content-type')).toMatch(/^text\/html; ?charset=utf-8$/)
    expect(index.headers.get('cache-control')).toBe('no-cache')
    expect(await index.text()).toContain('<title>Ponte</title>')
    const script = await fetch(`${server.url}/assets/app-3f2a.js`, {
      headers: { 'accept-encoding': 'identity' },
    })
    expect(script.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(await script.text()).toBe('export {}\n')
  })

  test('what the browser has already is not sent again', async () => {
    const first = await fetch(`${server.url}/index.html`)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).not.toBe('')
    const again = await get('/index.html', `If-None-Match: ${etag}\r\n`)
    expect(again).toMatch(/^HTTP\/1\.1 304 /)
    expect(again.split('\r\n\r\n')[1]).toBe('')
  })

  test('a file compressed beforehand is sent to those who can read it', async () => {
    const answer = await get('/assets/app-3f2a.js', 'Accept-Encoding: gzip, br\r\n')
    expect(answer).toMatch(/content-encoding: br/i)
    expect(answer).toMatch(/vary: accept-encoding/i)
    expect(answer).toContain('not really Brotli')
    expect(await get('/assets/app-3f2a.js')).not.toMatch(/content-encoding/i)
  })

  test('HEAD has the same headers and no body', async () => {
    for (const path of ['/', '/healthz', '/config.json']) {
      const answer = await raw(`HEAD ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1\.1 200 /)
      expect(answer).toMatch(/content-type: /i)
      expect(answer.split('\r\n\r\n')[1]).toBe('')
    }
  })

  const H2C =
    'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n'
  const request = (target: string, headers: string, method = 'GET') =>
    `${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`

  test('a request that offers to upgrade to something else than a WebSocket is answered as any other', async () => {
    const [plain, offered] = await Promise.all([
      get('/index.html'),
      raw(request('/index.html', H2C.replace('Upgrade,', 'close, Upgrade,'))),
    ])
    const steady = (answer: string) => answer.replace(/^date: .*$/im, '')
    expect(offered).toMatch(/^HTTP\/1\.1 200 /)
    expect(offered).toContain('<title>Ponte</title>')
    expect(steady(offered)).toBe(steady(plain))
  })

  test('with a body, and with other requests right behind it', async () => {
    const inside = 'GET /secret HTTP/1.1\r\n\r\n123456'
    const answer = await raw(
      [
        request('/index.html', `${H2C}Content-Length: ${inside.length}\r\n`, 'POST'),
        inside,
        request('/config.json', ''),
        request('/healthz', 'Connection: close\r\n'),
      ].join(''),
    )
    const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d+) /gm)].map(([, status]) => status)
    expect(statuses).toEqual(['405', '200', '200'])
    expect(answer).toContain('"providers"')
  })

  test('as often as one likes on one connection', async () => {
    const warnings: Error[] = []
    const onWarning = (warning: Error) => warnings.push(warning)
    process.on('warning', onWarning)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number | undefined>()
    for (let count = 0; count < 40; count++) {
      const status = await new Promise((resolve, reject) => {
        const headers = {
          connection: 'Upgrade, HTTP2-Settings',
          upgrade: 'h2c',
          'http2-settings': 'AAMAAABk',
        }
        httpRequest(`${server.url}/healthz`, { agent, headers }, (response) => {
          ports.add(response.socket.localPort)
          response.resume().once('end', () => resolve(response.statusCode))
        })
          .once('error', reject)
          .end()
      })
      expect(status).toBe(200)
    }
    agent.destroy()
    process.off('warning', onWarning)
    expect(ports.size).toBe(1)
    expect(warnings).toEqual([])
  })

  test('a WebSocket among several offers is still one, and at another path still nothing', async () => {
    const answer = await raw(request('/', 'Connection: Upgrade\r\nUpgrade: h2c, websocket\r\n'))
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  })

  test('other methods are refused', async () => {
    const answer = await fetch(`${server.url}/index.html`, { method: 'POST', body: 'x' })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
  })
})

describe('Content-Security-Policy', () => {
  const policyOf = async (path: string): Promise<string[]> => {
    const answer = await fetch(`${server.url}${path}`)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    return (answer.headers.get('content-security-policy') ?? '').split('; ')
  }

  test('of the page: own scripts only, Trusted Types, never in a frame, and only the configured identity providers', async () => {
    const policy = await policyOf('/')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("style-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).toContain('trusted-types vue dompurify ponte')
    expect(policy.join('; ')).not.toMatch(/unsafe-|\*/)
    const connects = policy
      .find((one) => one.startsWith('connect-src'))
      ?.split(' ')
      .slice(1)
    expect(connects).toEqual([
      "'self'",
      `ws://localhost:${server.port}`,
      `ws://127.0.0.1:${server.port}`,
      'https://id.example.org',
      'https://tokens.example.org',
      'https://login.microsoftonline.com',
      'https://login.live.com',
    ])
    expect(policy.find((one) => one.startsWith('frame-src'))).toBe(
      "frame-src 'self' https://id.example.org https://tokens.example.org https://login.microsoftonline.com https://login.live.com",
    )
  })

  test('of reader.html: mail can neither run nor fetch nor submit anything', async () => {
    expect(await policyOf('/reader.html')).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      'img-src data: blob:',
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals',
    ])
  })

  test('of redirect.html: may stand in MSAL’s hidden frame', async () => {
    const policy = await policyOf('/redirect.html')
    expect(policy).toContain("frame-ancestors 'self'")
    expect(policy).toContain("script-src 'self'")
  })

  test('goes with the file, whatever way its name is written', async () => {
    for (const path of ['/%72eader.html', '/reader.html?x=/index.html'])
      expect(await get(path)).toMatch(
        /content-security-policy: default-src 'none'; style-src 'unsafe-inline'/i,
      )
    for (const path of ['/reader', '/reader/', '/reader.html/', '//reader.html'])
      expect(await get(path)).toMatch(/^HTTP\/1\.1 404 /)
  })
})

describe('what else a browser is told', () => {
  const headersOf = async (path: string) => (await fetch(`${server.url}${path}`)).headers

  test.each(['/', '/redirect.html', '/reader.html'])(
    '%s uses hardly anything a browser hands out',
    async (path) => {
      const allowed = (await headersOf(path)).get('permissions-policy')?.match(/[\w-]+=\(self\)/g)
      expect(allowed).toEqual([
        'clipboard-write=(self)',
        'publickey-credentials-get=(self)',
        'publickey-credentials-create=(self)',
        'fullscreen=(self)',
      ])
      expect((await headersOf(path)).get('permissions-policy')).toContain('camera=()')
      expect((await headersOf(path)).get('origin-agent-cluster')).toBe('?1')
    },
  )

  test('whoever opens the page holds nothing of it; the window of a sign-in finds its opener', async () => {
    expect((await headersOf('/')).get('cross-origin-opener-policy')).toBe('same-origin-allow-popups')
    expect((await headersOf('/redirect.html')).get('cross-origin-opener-policy')).toBeNull()
    // It would block MSAL's hidden frame.
    expect((await headersOf('/')).get('cross-origin-embedder-policy')).toBeNull()
  })

  test('https for good, where the host says so', async () => {
    expect((await headersOf('/')).get('strict-transport-security')).toBe('max-age=31536000')
    expect((await headersOf('/config.json')).get('strict-transport-security')).toBe('max-age=31536000')
  })

  test('whom to tell of a hole (RFC 9116)', async () => {
    const answer = await fetch(`${server.url}/.well-known/security.txt`)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const [contact, expires] = (await answer.text()).trim().split('\n')
    expect(contact).toBe('Contact: mailto:security@example.org')
    expect(Date.parse(expires?.replace('Expires: ', '') ?? '')).toBeGreaterThan(Date.now())
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused everywhere', async (method) => {
    for (const path of ['/', '/config.json', '/healthz', '/missing']) {
      const answer = await fetch(`${server.url}${path}`, { method })
      expect(answer.status, path).toBe(405)
      expect(answer.headers.get('allow'), path).toBe('GET, HEAD')
    }
  })

  test('who never ends a request’s headers is cut off when the limits say', { timeout: 30_000 }, async () => {
    expect(await raw('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('nothing else is served', () => {
  test.each([
    '/missing.html',
    '/assets/',
    '/assets',
    '/.env',
    '/.hidden/key.pem',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/%00',
    '/%',
    '/%ff',
    '/__proto__',
    '/constructor',
    '/bridge',
    '//etc/passwd',
    'http://localhost/../secret.txt',
  ])('%s: 404', async (target) => {
    const answer = await get(target)
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
    expect(answer).not.toContain('not for the web')
    expect(answer).not.toMatch(/SECRET|secret/)
  })

  test.each([
    'Range: bytes=5-2\r\n',
    'Range: bytes=0-0\r\n',
    'Range: bytes=-\r\n',
    'Range: bytes=99999999999999999999-\r\n',
    'Range: x\r\n',
    'If-None-Match: "\r\n',
    'Accept-Encoding: br;q=0\r\n',
  ])('odd headers do no harm: %j', async (headers) => {
    expect(await get('/index.html', headers)).toMatch(/^HTTP\/1\.1 (200|206|304|416) /)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  test('garbage is answered with 400 and ends nothing', async () => {
    expect(await raw('\u0000\u0001garbage\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    )
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  test('a new build under a running server does not end it; it goes on with the page it knows', async () => {
    rmSync(join(folder, 'page/redirect.html'))
    const answer = await fetch(`${server.url}/redirect.html`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<title>Redirect</title>')
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })
})

describe('config.json and healthz', () => {
  test('T5: config.json tells what a browser needs to sign in: no authorities’ certificates, no ports', async () => {
    const answer = await fetch(`${server.url}/config.json`)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const text = await answer.text()
    for (const secret of ['CERTIFICATE', '19931', '15871', 'smtp.example.org', '"ca"', '"port"'])
      expect(text).not.toContain(secret)
    expect(JSON.parse(text)).toEqual({
      bridge: 'bridge',
      providers: [
        {
          id: 'work',
          name: 'Work',
          auth: PROVIDERS[0]?.auth,
          imapHost: 'imap.example.org',
          sentIsFiledByServer: true,
        },
        {
          id: 'outlook',
          name: 'Outlook',
          auth: PROVIDERS[1]?.auth,
          endSession: 'https://login.microsoftonline.com/common/oauth2/v2.0/logout',
          imapHost: 'imap-mail.outlook.com',
          sentIsFiledByServer: true,
        },
      ],
    })
  })

  test('healthz: version and number of sessions', async () => {
    const answer = await fetch(`${server.url}/healthz`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ok', version: '1.2.3', sessions: 0 })
  })
})
