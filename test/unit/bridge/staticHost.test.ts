import { expect, it } from 'vitest'
import type { Config } from '../../../bridge/config/config.ts'
import { createSecurityHeaders } from '../../../bridge/http/securityHeaders.ts'
import { describeStaticHost } from '../../../bridge/http/staticHost.ts'
import { createLog } from '../../../bridge/log.ts'
import { bridgeUrl } from '../../../web/config.ts'

const BRIDGE = 'https://bridge.example.org'
const config: Config = {
  listen: { host: '127.0.0.1', port: 8080 },
  trustProxy: [],
  strictTransportSecurity: 'max-age=31536000',
  demo: false,
  providers: [
    {
      id: 'plain',
      name: 'Plain',
      auth: { kind: 'password' },
      imap: { host: 'imap.example.org', port: 993 },
      smtp: { host: 'smtp.example.org', port: 587 },
      sentIsFiledByServer: false,
    },
  ],
}
const log = createLog('silent')

it('a static host sends what the bridge would, and lets the page reach the bridge elsewhere', async () => {
  const { headers } = await describeStaticHost(config, BRIDGE, log)
  const own = createSecurityHeaders(config.providers, [BRIDGE], config.strictTransportSecurity)
  for (const path of ['/index.html', '/redirect.html', '/reader.html'])
    expect(headers[path]).toEqual({ ...own.everywhere, ...own.of(path), 'Cache-Control': 'no-cache' })
  expect(headers['/index.html']?.['Content-Security-Policy']).toContain(
    "connect-src 'self' wss://bridge.example.org",
  )
  expect(headers['/assets/*worker*.js']?.['Content-Security-Policy']).toContain("script-src 'self'")
  expect(headers['/assets/*']?.['Cache-Control']).toContain('immutable')
})

it('its config.json leads the page to the bridge', async () => {
  const told = (await describeStaticHost(config, BRIDGE, log)).config as Parameters<typeof bridgeUrl>[0]
  expect(bridgeUrl(told, 'https://static.example.net/mail/')).toBe('wss://bridge.example.org/bridge')
  expect(told.providers.map(({ id }) => id)).toEqual(['plain'])
})

it.each(['bridge.example.org', 'https://bridge.example.org/', 'wss://bridge.example.org'])(
  '%s is no origin, and that is said',
  async (bridge) => {
    await expect(describeStaticHost(config, bridge, log)).rejects.toThrow(
      'must be an origin such as https://',
    )
  },
)
