import { describe, expect, test } from 'vitest'
import { MAX_WAITING_SOCKETS } from '../../../bridge/limits.ts'
import { clientAddress, SocketCounts } from '../../../bridge/http/waitingSockets.ts'

describe('SocketCounts', () => {
  test('counts by address; a place is given back once, however often it is left', () => {
    const waiting = new SocketCounts(MAX_WAITING_SOCKETS)
    const leaves = Array.from({ length: MAX_WAITING_SOCKETS }, () => waiting.enter('192.0.2.1'))
    expect(waiting.isFull('192.0.2.1')).toBe(true)
    expect(waiting.isFull('192.0.2.2')).toBe(false)
    leaves[0]?.()
    leaves[0]?.()
    expect(waiting.isFull('192.0.2.1')).toBe(false)
    waiting.enter('192.0.2.1')
    expect(waiting.isFull('192.0.2.1')).toBe(true)
    for (const leave of leaves) leave()
    expect(waiting.isFull('192.0.2.1')).toBe(false)
  })
})

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
