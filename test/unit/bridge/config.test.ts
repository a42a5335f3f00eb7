import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../bridge/config/config.ts'
import { ConfigError } from '../../../bridge/config/configError.ts'

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
const CLIENT_ID = '11111111-2222-3333-4444-555555555555'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ponte-config-'))
  writeFileSync(join(folder, 'ca.pem'), PEM)
  writeFileSync(join(folder, 'key.pem'), '-----BEGIN PRIVATE KEY-----\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

const endpoint = { host: 'imap.example.org', port: 993 }
const good = {
  id: 'plain',
  name: 'Password',
  auth: { kind: 'password' },
  imap: endpoint,
  smtp: { host: 'smtp.example.org', port: 587 },
}

function load(file: unknown, env: NodeJS.ProcessEnv = {}) {
  if (file !== undefined)
    writeFileSync(join(folder, 'ponte.config.json'), typeof file === 'string' ? file : JSON.stringify(file))
  return loadConfig(env, folder)
}

/** The mistakes named, a line each. */
function problemsOf(file: unknown, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    load(file, env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const problem of error.problems) expect(error.message).toContain(`\n  - ${problem}`)
    return error.problems
  }
  return []
}

describe('what a file may hold', () => {
  test('remote pictures are fetched unless the host says no', () => {
    expect(load({ providers: [good] }).images).toBeUndefined()
    expect(load({ images: 'off', providers: [good] }).images).toBe('off')
    expect(problemsOf({ images: false, providers: [good] })).toEqual([
      'images: must be "on" or "off", not false.',
    ])
  })

  test('the example of the documentation', () => {
    const config = load({
      listen: { host: '127.0.0.1', port: 8080 },
      origins: ['http://localhost:8080'],
      trustProxy: [],
      providers: [
        {
          id: 'outlook',
          name: 'Outlook',
          auth: {
            kind: 'microsoft',
            clientId: CLIENT_ID,
            authority: 'https://login.microsoftonline.com/common',
          },
          imap: { host: 'imap-mail.outlook.com', port: 993 },
          smtp: { host: 'smtp-mail.outlook.com', port: 587 },
          sentIsFiledByServer: true,
        },
        {
          id: 'work',
          name: 'Example',
          auth: {
            kind: 'oidc',
            authority: 'https://id.example.org/',
            clientId: 'ponte',
            scopes: ['openid', 'email'],
          },
          imap: { ...endpoint, ca: 'ca.pem' },
          smtp: { host: 'smtp.example.org', port: 587, ca: 'ca.pem' },
        },
        good,
      ],
    })
    expect(config.providers.map((one) => [one.id, one.imap.ca, one.sentIsFiledByServer])).toEqual([
      ['outlook', undefined, true],
      ['work', PEM, false],
      ['plain', undefined, false],
    ])
    expect(config.demo).toBe(false)
    expect(config.providers[0]?.auth).toMatchObject({
      // With what MSAL adds, those that the page's guide names.
      scopes: [
        'https://outlook.office.com/IMAP.AccessAsUser.All',
        'https://outlook.office.com/SMTP.Send',
        'email',
      ],
    })
  })

  test('whose verdicts count: as configured, as known of Outlook and Gmail, else nobody’s', () => {
    const borderAt = (host: string, settings: object = {}) =>
      load({ providers: [{ ...good, imap: { ...endpoint, host }, ...settings }] }).providers[0]?.border
    const outlook = { kind: 'unnamed', relays: ['*.outlook.com', '*.office365.com'] }
    expect(borderAt('imap-mail.outlook.com')).toEqual(outlook)
    expect(borderAt('Outlook.Office365.com')).toEqual(outlook)
    expect(borderAt('imap.gmail.com')).toEqual({
      kind: 'named',
      authservIds: ['mx.google.com'],
      relays: [],
      stripsForeign: true,
    })
    expect(borderAt('imap.example.org')).toBeUndefined()
    expect(borderAt('outlook.com.example.org')).toBeUndefined()
    const settings = { authservIds: ['mx.example.org'], relays: ['*.example.org', '2001:db8::1'] }
    expect(borderAt('imap.example.org', settings)).toEqual({
      kind: 'named',
      ...settings,
      stripsForeign: false,
    })
    expect(load({}, { PONTE_MICROSOFT_CLIENT_ID: CLIENT_ID }).providers[0]?.border).toEqual(outlook)
  })

  test('the reference page’s legacy entry, by its kind alone', () => {
    const config = load({ providers: [{ ...good, auth: { kind: 'legacy', clientId: 'old' } }] })
    expect(config.providers[0]?.auth).toEqual({
      kind: 'legacy',
      clientId: 'old',
      authorizationEndpoint: 'https://login.live.com/oauth20_authorize.srf',
      tokenEndpoint: 'https://login.live.com/oauth20_token.srf',
      scopes: ['wl.imap', 'wl.offline_access'],
    })
  })

  test('nothing: the demo, at 127.0.0.1:8080, for its own origins', () => {
    expect(load(undefined)).toEqual({
      listen: { host: '127.0.0.1', port: 8080 },
      trustProxy: [],
      providers: [],
      demo: true,
    })
    expect(load({})).toMatchObject({ demo: true })
  })
})

describe('each mistake is named with its field', () => {
  const provider = (change: object): object => ({ providers: [{ ...good, ...change }] })
  const oidc = (change: object): object =>
    provider({ auth: { kind: 'oidc', clientId: 'x', authority: 'https://id.example.org/', ...change } })

  test.each<[string, unknown, string]>([
    ['a list for a file', [], 'the file: must be a JSON object, not Array.'],
    ['an unknown field', { port: 8080 }, 'port: unknown field; check its spelling.'],
    ['a misspelt field', { provider: [good] }, 'provider: unknown field; check its spelling.'],
    ['listen as text', { listen: ':8080' }, 'listen: '],
    ['a port of text', { listen: { port: '8080' } }, 'listen.port: must be a number, not "8080".'],
    ['a port of 0', { listen: { port: 0 } }, 'listen.port: must be 1 to 65535, not 0.'],
    ['a port too high', { listen: { port: 99999 } }, 'listen.port: must be 1 to 65535, not 99999.'],
    ['half a port', { listen: { port: 80.5 } }, 'listen.port: must be a whole number, not 80.5.'],
    ['a host with a scheme', { listen: { host: 'http://x' } }, 'listen.host: must be a host name or address'],
    ['origins as text', { origins: 'http://localhost' }, 'origins: '],
    [
      'an origin with a path',
      { origins: ['http://localhost:8080/'] },
      'origins[0]: must be an origin such as',
    ],
    ['a wildcard origin', { origins: ['*'] }, 'origins[0]: must be an origin such as'],
    ['an origin of another scheme', { origins: ['ftp://x'] }, 'origins[0]: must be an origin such as'],
    ['the origin null', { origins: ['null'] }, 'origins[0]: must be an origin such as'],
    ['a proxy by name', { trustProxy: ['proxy'] }, 'trustProxy[0]: must be an IP address, not "proxy".'],
    [
      'a header of several lines',
      { strictTransportSecurity: 'max-age=1\r\nX: y' },
      'strictTransportSecurity: must be as in max-age=31536000; includeSubDomains, not',
    ],
    ['providers as an object', { providers: {} }, 'providers: '],
    ['an empty provider', { providers: [{}] }, 'providers[0].id: is missing.'],
    ['an id with capitals', provider({ id: 'Work' }), 'providers[0].id: must be lower-case letters'],
    ['an empty name', provider({ name: '' }), 'providers[0].name: must not be empty.'],
    ['no imap', provider({ imap: undefined }), 'providers[0].imap: is missing.'],
    ['no imap host', provider({ imap: { port: 993 } }), 'providers[0].imap.host: is missing.'],
    [
      'an unsafe option',
      provider({ imap: { ...endpoint, tls: false } }),
      'providers[0].imap.tls: unknown field',
    ],
    [
      'a host with a port',
      provider({ imap: { ...endpoint, host: 'a b' } }),
      'providers[0].imap.host: must be a host',
    ],
    [
      'a smtp port of text',
      provider({ smtp: { host: 'x', port: '25' } }),
      'providers[0].smtp.port: must be a number',
    ],
    [
      'sentIsFiledByServer as text',
      provider({ sentIsFiledByServer: 'yes' }),
      'providers[0].sentIsFiledByServer: must be true or false',
    ],
    ['no auth', provider({ auth: undefined }), 'providers[0].auth: is missing.'],
    [
      'an unknown kind',
      provider({ auth: { kind: 'saml' } }),
      'providers[0].auth.kind: must be one of ("microsoft" | "oidc" | "legacy" | "password"), not "saml".',
    ],
    [
      'a client ID that is none',
      provider({ auth: { kind: 'microsoft', clientId: '…' } }),
      'providers[0].auth.clientId: must be an application (client) ID',
    ],
    [
      'a secret where none belongs',
      provider({ auth: { kind: 'microsoft', clientId: CLIENT_ID, clientSecret: 'x' } }),
      'providers[0].auth.clientSecret: unknown field',
    ],
    [
      'an authority without TLS',
      oidc({ authority: 'http://id.example.org/' }),
      'providers[0].auth.authority: must be a URL that begins with https://',
    ],
    [
      'an authority that is no URL',
      oidc({ authority: 'id.example.org' }),
      'providers[0].auth.authority: must be a URL that',
    ],
    ['scopes as text', oidc({ scopes: 'openid' }), 'providers[0].auth.scopes: '],
    [
      'another place to sign in without TLS',
      oidc({ origins: ['http://sso.example.org'] }),
      'providers[0].auth.origins[0]: must be an https origin such as',
    ],
    [
      'another place to sign in with a path',
      oidc({ origins: ['https://sso.example.org/'] }),
      'providers[0].auth.origins[0]: must be an https origin such as',
    ],
    [
      'metadata that is no JSON',
      oidc({ authorityMetadata: '{' }),
      'providers[0].auth.authorityMetadata: must be JSON text',
    ],
    [
      'a script for an endpoint',
      provider({ auth: { kind: 'legacy', clientId: 'x', tokenEndpoint: 'javascript:alert(1)' } }),
      'providers[0].auth.tokenEndpoint: must be a URL that begins with https://',
    ],
    [
      'authservIds as text',
      provider({ authservIds: 'mx.x.example', relays: ['x.example'] }),
      'providers[0].authservIds: ',
    ],
    [
      'a list for a name',
      provider({ authservIds: ['mx.x.example; dmarc=pass'], stripsForeign: true }),
      'providers[0].authservIds[0]: must be a name as in Authentication-Results',
    ],
    [
      'no names',
      provider({ authservIds: [], stripsForeign: true }),
      'providers[0].authservIds: must not be empty.',
    ],
    [
      'names that nothing proves',
      provider({ authservIds: ['mx.x.example'] }),
      'providers[0].authservIds: needs relays (the servers that write Received) or "stripsForeign": true.',
    ],
    ['relays of nobody', provider({ relays: ['mx.x.example'] }), 'providers[0].relays: needs authservIds'],
    [
      'stripping of nobody',
      provider({ stripsForeign: true }),
      'providers[0].stripsForeign: needs authservIds',
    ],
    [
      'everybody for a relay',
      provider({ authservIds: ['mx.x.example'], relays: ['*'] }),
      'providers[0].relays[0]: must be a host name such as mx.example.org, or *.example.org',
    ],
    [
      'everybody below .com',
      provider({ authservIds: ['mx.x.example'], relays: ['*.com'] }),
      'providers[0].relays[0]: must be a host name such as',
    ],
    [
      'a name for Microsoft, which writes none',
      provider({ imap: { ...endpoint, host: 'outlook.office365.com' }, authservIds: ['x.example'] }),
      'providers[0].authservIds: does not apply to Microsoft',
    ],
    ['two providers of one id', { providers: [good, good] }, 'providers: two providers have the same id'],
    [
      'a CA file that is missing',
      provider({ imap: { ...endpoint, ca: 'gone.pem' } }),
      'providers[0].imap.ca: ',
    ],
    [
      'a CA file that is a key',
      provider({ smtp: { ...good.smtp, ca: 'key.pem' } }),
      'providers[0].smtp.ca: ',
    ],
  ])('%s', (_, file, expected) => {
    const problems = problemsOf(file)
    expect(problems).toHaveLength(expected === 'providers[0].id: is missing.' ? 5 : 1)
    expect(problems[0]).toContain(expected)
  })

  test('several at once', () => {
    const problems = problemsOf({
      listen: { port: 0 },
      providers: [
        { ...good, id: 'A B' },
        { ...good, imap: { host: 'x' } },
      ],
    })
    expect(problems.map((one) => one.split(':')[0])).toEqual([
      'listen.port',
      'providers[0].id',
      'providers[1].imap.port',
    ])
  })

  test('a CA file that cannot be used says where it was looked for', () => {
    expect(problemsOf(provider({ imap: { ...endpoint, ca: 'gone.pem' } }))[0]).toContain(
      join(folder, 'gone.pem'),
    )
    expect(problemsOf(provider({ imap: { ...endpoint, ca: 'key.pem' } }))[0]).toContain(
      'holds no PEM certificate',
    )
  })

  test('a file that is no JSON says where it breaks', () => {
    const [problem] = problemsOf('{ "listen": }')
    expect(problem).toContain(`${join(folder, 'ponte.config.json')} is not JSON: `)
  })
})

describe('the environment', () => {
  test('PONTE_CONFIG names another file, whose CA paths are its own', () => {
    writeFileSync(
      join(folder, 'other.json'),
      JSON.stringify({ providers: [{ ...good, imap: { ...endpoint, ca: './ca.pem' } }] }),
    )
    const config = loadConfig({ PONTE_CONFIG: join(folder, 'other.json') }, '/')
    expect(config.providers[0]?.imap.ca).toBe(PEM)
  })

  test('PONTE_CONFIG that names nothing is a mistake; without it, a missing file is none', () => {
    const [problem] = problemsOf(undefined, { PONTE_CONFIG: 'gone.json' })
    expect(problem).toBe(`${join(folder, 'gone.json')} does not exist; PONTE_CONFIG names it.`)
    expect(problemsOf(undefined)).toEqual([])
    expect(problemsOf(undefined, { PONTE_CONFIG: '.' })[0]).toContain('cannot be read')
  })

  test('PORT and HOST go before the file', () => {
    const { listen } = load({ listen: { host: '10.0.0.1', port: 1 } }, { PORT: '9000', HOST: '0.0.0.0' })
    expect(listen).toEqual({ host: '0.0.0.0', port: 9000 })
    expect(load({}, { PORT: '0' }).listen.port).toBe(0)
  })

  test.each(['x', '-1', '65536', '80.5', ' 80', '0x50', '1e3'])('PORT=%j is refused', (text) => {
    expect(problemsOf({}, { PORT: text })).toEqual([
      `PORT must be a number from 0 to 65535 (0: any free port), not ${JSON.stringify(text)}.`,
    ])
  })

  test('HOST that is no host is refused', () => {
    expect(problemsOf({}, { HOST: 'a b' })).toEqual(['HOST must be a host name or address, not "a b".'])
  })

  test('set to nothing is not set: above all, HOST must not mean every interface', () => {
    const config = load(
      {},
      { HOST: '', PORT: '', PONTE_CONFIG: '', PONTE_MICROSOFT_CLIENT_ID: '', PONTE_DEMO: '' },
    )
    expect(config).toMatchObject({ listen: { host: '127.0.0.1', port: 8080 }, demo: true, providers: [] })
  })

  test('PONTE_MICROSOFT_CLIENT_ID makes a provider for Outlook.com, and the demo is off', () => {
    const config = load({}, { PONTE_MICROSOFT_CLIENT_ID: CLIENT_ID })
    expect(config.demo).toBe(false)
    expect(config.providers).toEqual([
      {
        id: 'outlook',
        name: 'Outlook',
        auth: {
          kind: 'microsoft',
          clientId: CLIENT_ID,
          authority: 'https://login.microsoftonline.com/common',
          scopes: [
            'https://outlook.office.com/IMAP.AccessAsUser.All',
            'https://outlook.office.com/SMTP.Send',
            'email',
          ],
        },
        imap: { host: 'imap-mail.outlook.com', port: 993 },
        smtp: { host: 'smtp-mail.outlook.com', port: 587 },
        sentIsFiledByServer: true,
        border: { kind: 'unnamed', relays: ['*.outlook.com', '*.office365.com'] },
      },
    ])
  })

  test('PONTE_MICROSOFT_CLIENT_ID goes into the file’s Microsoft provider where there is one', () => {
    const auth = {
      kind: 'microsoft',
      clientId: CLIENT_ID,
      authority: 'https://login.microsoftonline.com/consumers',
    }
    const other = '99999999-2222-3333-4444-555555555555'
    const config = load(
      { providers: [good, { ...good, id: 'ms', auth }] },
      { PONTE_MICROSOFT_CLIENT_ID: other },
    )
    expect(config.providers.map((one) => one.id)).toEqual(['plain', 'ms'])
    expect(config.providers[1]?.auth).toMatchObject({ ...auth, clientId: other })
  })

  test('PONTE_MICROSOFT_CLIENT_ID that is none, or that collides, is refused', () => {
    expect(problemsOf({}, { PONTE_MICROSOFT_CLIENT_ID: 'x' })[0]).toMatch(
      /^PONTE_MICROSOFT_CLIENT_ID must be/,
    )
    const file = { providers: [{ ...good, id: 'outlook' }] }
    expect(problemsOf(file, { PONTE_MICROSOFT_CLIENT_ID: CLIENT_ID })[0]).toContain('has one of that id')
  })

  test('PONTE_DEMO switches the demo on beside providers, and off without any', () => {
    const file = { providers: [good] }
    expect(load(file).demo).toBe(false)
    expect(load(file, { PONTE_DEMO: '1' }).demo).toBe(true)
    expect(load({}, { PONTE_DEMO: '0' }).demo).toBe(false)
    expect(problemsOf({}, { PONTE_DEMO: 'yes' })).toEqual(['PONTE_DEMO must be 1 or 0, not "yes".'])
  })
})
