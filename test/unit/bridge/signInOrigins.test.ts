import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Provider } from '../../../bridge/config/config.ts'
import { discover } from '../../../bridge/http/discovery.ts'
import { toPublicConfig } from '../../../bridge/http/publicConfig.ts'
import { contentSecurityPolicies } from '../../../bridge/http/securityHeaders.ts'
import { createLog, type Log } from '../../../bridge/log.ts'
import { freePort, listenOnLoopback } from '../../support/net.ts'

const mailServer = { host: 'imap.example.org', port: 993 }
const provider = (auth: Provider['auth']): Provider => ({
  id: 'one',
  name: 'One',
  auth,
  imap: mailServer,
  smtp: mailServer,
  sentIsFiledByServer: false,
})
const microsoft = (authority: string, origins?: string[]): Provider =>
  provider({ kind: 'microsoft', clientId: 'id', authority, scopes: [], origins })
const openId = (authority: string, rest: object = {}): Provider =>
  provider({ kind: 'oidc', clientId: 'id', authority, scopes: [], ...rest })

/** Where frames and requests may go, beside the page's own origin. */
function allowed(...providers: Provider[]): { frames: string[]; requests: string[] } {
  const { page } = contentSecurityPolicies(providers, [])
  const sources = (name: string): string[] =>
    new RegExp(`${name} 'self' ?([^;]*)`).exec(page)?.[1]?.split(' ').filter(Boolean) ?? []
  return { frames: sources('frame-src'), requests: sources('connect-src') }
}

describe('where a sign-in may go', () => {
  it.each([
    [
      'https://login.microsoftonline.com/common',
      ['https://login.microsoftonline.com', 'https://login.live.com'],
    ],
    // National clouds have no personal accounts.
    ['https://login.microsoftonline.us/organizations', ['https://login.microsoftonline.us']],
    ['https://login.partner.microsoftonline.cn/common', ['https://login.partner.microsoftonline.cn']],
  ])('%s', (authority, origins) => {
    expect(allowed(microsoft(authority))).toEqual({ frames: origins, requests: origins })
  })

  it('and what the host adds, which the browser is not told', () => {
    const federated = microsoft('https://login.microsoftonline.com/common', ['https://sso.example.org'])
    expect(allowed(federated).frames).toContain('https://sso.example.org')
    expect(JSON.stringify(toPublicConfig([federated], undefined))).not.toContain('sso.example.org')
  })

  it('and the endpoints that the host wrote down', () => {
    const authorityMetadata = JSON.stringify({ token_endpoint: 'https://token.example.org/t', issuer: 7 })
    expect(allowed(openId('https://id.example.org', { authorityMetadata })).requests).toEqual([
      'https://id.example.org',
      'https://token.example.org',
    ])
  })
})

describe('the discovery document of an OpenID provider', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))))

  it('names endpoints on other origins, and where the session ends', async () => {
    const document = {
      authorization_endpoint: 'https://sso.example.org/authorize',
      token_endpoint: 'https://token.example.org/token',
      end_session_endpoint: 'https://sso.example.org/logout',
      scopes_supported: ['openid'],
    }
    const asked: (string | undefined)[] = []
    const listening = await listenOnLoopback(
      createServer((request, response) => {
        asked.push(request.url)
        response.end(JSON.stringify(document))
      }),
    )
    closing.push(listening.close)
    const authority = `http://127.0.0.1:${listening.port}`
    const found = await discover([openId(`${authority}/realm/`)], createLog('silent'))
    expect(asked).toEqual(['/realm/.well-known/openid-configuration'])
    expect(allowed(...found).requests).toEqual([
      authority,
      'https://sso.example.org',
      'https://token.example.org',
    ])
    expect(toPublicConfig(found, undefined).providers[0]?.endSession).toBe('https://sso.example.org/logout')
  })

  it('that cannot be read is told to whoever runs the host, and holds nothing up', async () => {
    const warnings: object[] = []
    const log = { ...createLog('silent'), warn: (fields: object) => void warnings.push(fields) } as Log
    const away = openId(`http://127.0.0.1:${await freePort()}`)
    expect(await discover([away], log)).toEqual([away])
    expect(warnings).toMatchObject([{ provider: 'one' }])
  })
})

it.each([
  [
    'Microsoft’s is known',
    microsoft('https://login.microsoftonline.us/common/'),
    'https://login.microsoftonline.us/common/oauth2/v2.0/logout',
  ],
  [
    'an OpenID provider may have none',
    openId('https://id.example.org', { authorityMetadata: '{}' }),
    undefined,
  ],
  ['a password has none', provider({ kind: 'password' }), undefined],
])('where the provider’s session ends: %s', (_, one, url) => {
  expect(toPublicConfig([one], undefined).providers[0]?.endSession).toBe(url)
})
