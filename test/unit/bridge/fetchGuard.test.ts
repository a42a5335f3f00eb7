import { describe, expect, it } from 'vitest'
import { checkUrl, ForbiddenAddress } from '../../../bridge/fetch/guard.ts'
import { isPublicAddress } from '../../../bridge/fetch/addresses.ts'

describe('the guard before other people’s servers', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946', '2a00:1450:4001:80b::200e'])(
    'lets %s through',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.7',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '2001:db8::1',
    '2001:0:53aa:64c:0:fffe::',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('keeps out %s', (address) => expect(isPublicAddress(address)).toBe(false))

  it.each([
    'https://10.0.0.1/',
    'https://[::1]/',
    'https://example.org:8443/',
    'https://0x7f000001/',
    'https://localhost/',
    'https://nas.local/',
    'https://anna@example.org/',
    'http://example.org/',
    'http://example.org:443/',
    'ftp://example.org/',
  ])('refuses %s before anything is resolved', (url) =>
    expect(() => checkUrl(new URL(url), { schemes: ['https:'], outside: {} })).toThrow(ForbiddenAddress),
  )

  it('lets names pass: they are checked as they are resolved', () => {
    expect(() =>
      checkUrl(new URL('https://example.org/'), { schemes: ['https:'], outside: {} }),
    ).not.toThrow()
  })
})
