import { describe, expect, test } from 'vitest'
import { clientAddress, traceOf } from '../../../bridge/http/clientAddress.ts'

describe('clientAddress', () => {
  const from = (remoteAddress: string, forwarded?: string) => ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  })

  test.each([
    ['the peer, when nobody is trusted', '192.0.2.9', '203.0.113.1', [], '192.0.2.9'],
    ['what a trusted proxy says', '10.0.0.1', '203.0.113.1', ['10.0.0.1'], '203.0.113.1'],
    [
      'the last word, when the client wrote some itself',
      '10.0.0.1',
      '1.1.1.1, 203.0.113.1',
      ['10.0.0.1'],
      '203.0.113.1',
    ],
    [
      'through two trusted proxies',
      '10.0.0.1',
      '203.0.113.1, 10.0.0.2',
      ['10.0.0.1', '10.0.0.2'],
      '203.0.113.1',
    ],
    ['the proxy itself, when it says nothing', '10.0.0.1', '', ['10.0.0.1'], '10.0.0.1'],
    ['IPv4 through an IPv6 socket', '::ffff:10.0.0.1', '::ffff:203.0.113.1', ['10.0.0.1'], '203.0.113.1'],
  ])('%s', (_, peer, forwarded, trusted, expected) => {
    expect(clientAddress(from(peer, forwarded), trusted)).toBe(expected)
    expect(clientAddress(from('192.0.2.1'), trusted)).toBe('192.0.2.1')
  })
})

describe('traceOf', () => {
  const from = (remoteAddress: string, id: string) => ({
    socket: { remoteAddress } as never,
    headers: { 'x-request-id': id },
  })

  test('is the id of a trusted proxy, and nobody else’s word', () => {
    const id = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
    expect(traceOf(from('127.0.0.1', id), ['127.0.0.1'])).toBe(id)
    expect(traceOf(from('192.0.2.1', id), ['127.0.0.1'])).toBeUndefined()
    expect(traceOf(from('127.0.0.1', 'anna@example.org'), ['127.0.0.1'])).toBeUndefined()
    expect(traceOf(from('127.0.0.1', 'x'.repeat(65)), ['127.0.0.1'])).toBeUndefined()
  })
})
