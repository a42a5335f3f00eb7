import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket as NodeWebSocket, WebSocketServer } from 'ws'
import type { ServerFrame } from '../../../../shared/protocol/frames.ts'
import { PROTOCOL_VERSION, SUBPROTOCOL } from '../../../../shared/protocol/limits.ts'
import { createBridgeClient, type OpenableBridgeClient } from '../../../../web/bridge/client.ts'
import { LIMITS } from './wire.ts'

/** The socket of the page against a real WebSocket server that says what the test tells it to. */
let server: WebSocketServer
let client: OpenableBridgeClient
let sockets: NodeWebSocket[]
let protocol: number

const hello = (): ServerFrame => ({ hello: { protocol, version: '0.0.0', limits: LIMITS } })
const say = (frame: ServerFrame, socket = sockets.at(-1)) => socket?.send(JSON.stringify(frame))

async function heard(socket = sockets.at(-1)): Promise<unknown> {
  if (!socket) throw new Error('no socket')
  const [data] = (await once(socket, 'message')) as [Buffer]
  return JSON.parse(data.toString())
}

beforeEach(async () => {
  protocol = PROTOCOL_VERSION
  sockets = []
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  server.on('connection', (socket) => {
    sockets.push(socket)
    say(hello(), socket)
  })
  client = createBridgeClient({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/bridge`,
    createWebSocket: (url, subprotocol) => new NodeWebSocket(url, subprotocol) as unknown as WebSocket,
  })
})

afterEach(async () => {
  vi.useRealTimers()
  client.close()
  for (const socket of sockets) socket.terminate()
  await new Promise((resolve) => server.close(resolve))
})

describe('the client', () => {
  it('T1, T5: opens with the subprotocol and resolves with what hello says', async () => {
    expect(await client.open()).toEqual({ protocol: PROTOCOL_VERSION, version: '0.0.0', limits: LIMITS })
    expect(sockets[0]?.protocol).toBe(SUBPROTOCOL)
  })

  it('T5: a bridge of another version is refused', async () => {
    protocol = 2
    await expect(client.open()).rejects.toMatchObject({ end: 'protocol', step: 'network' })
  })

  it('T4: answers the bridge’s ping', async () => {
    await client.open()
    say({ ping: 7 })
    expect(await heard()).toEqual({ pong: 7 })
  })

  it('calls, and hands events to those who listen for their type', async () => {
    await client.open()
    const exists = vi.fn()
    const stop = client.on('exists', exists)
    client.on('mailboxes', () => exists('wrong type'))
    const event = { type: 'exists', mailbox: 'INBOX', uidValidity: '1', exists: 3 } as const
    const call = client.call('noop', {})
    expect(await heard()).toEqual({ tag: 1, command: 'noop', args: {} })
    say({ event })
    say({ tag: 1, result: {} })
    await expect(call).resolves.toEqual({})
    stop()
    const second = client.call('noop', {})
    await heard()
    say({ event })
    say({ tag: 2, result: {} })
    await second
    expect(exists.mock.calls).toEqual([[event]])
  })

  it('a lost socket ends the calls, is told once, and can be opened again with the same listeners', async () => {
    const lost = vi.fn()
    const mailboxes = vi.fn()
    client.onClosed(lost)
    client.on('mailboxes', mailboxes)
    await client.open()
    const call = client.call('noop', {})
    sockets[0]?.terminate()
    await expect(call).rejects.toMatchObject({ code: 'connectionLost', end: 'closed' })
    await expect(client.call('noop', {})).rejects.toMatchObject({ code: 'connectionLost' })
    expect(lost).toHaveBeenCalledTimes(1)
    await client.open()
    const again = client.call('noop', {})
    await heard()
    say({ event: { type: 'mailboxes' } })
    say({ tag: 1, result: {} })
    await again
    expect(mailboxes).toHaveBeenCalledTimes(1)
  })

  it('says why when the bridge said bye', async () => {
    await client.open()
    const lost = new Promise((resolve) => client.onClosed(resolve))
    say({ event: { type: 'bye', code: 'shuttingDown', message: 'Restarting.' } })
    sockets[0]?.close()
    expect(await lost).toMatchObject({ end: 'bye', code: 'shuttingDown', message: 'Restarting.' })
  })

  it('closing while it opens rejects, and the socket goes away', async () => {
    const opening = client.open()
    client.close()
    await expect(opening).rejects.toMatchObject({ end: 'local' })
  })

  it('closing ends the calls and is no loss', async () => {
    const lost = vi.fn()
    client.onClosed(lost)
    await client.open()
    const call = client.call('noop', {})
    client.close()
    await expect(call).rejects.toMatchObject({ end: 'local' })
    expect(lost).not.toHaveBeenCalled()
  })

  it('a second open leaves the first socket, whose late frames are not taken for the new one’s', async () => {
    await client.open()
    const first = expect(client.call('noop', {})).rejects.toMatchObject({ end: 'local' })
    await client.open()
    await first
    const second = client.call('noop', {})
    say({ tag: 1, result: { from: 'old' } }, sockets[0])
    say({ tag: 1, result: { from: 'new' } })
    await expect(second).resolves.toEqual({ from: 'new' })
  })

  it('T3: a frame that is none ends the socket', async () => {
    await client.open()
    const lost = new Promise((resolve) => client.onClosed(resolve))
    sockets[0]?.send('{')
    expect(await lost).toMatchObject({ end: 'protocol' })
  })

  it('T4: gives up after 50 s of silence, not after 49', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const lost = vi.fn()
    client.onClosed(lost)
    await client.open()
    vi.advanceTimersByTime(49_000)
    say({ ping: 1 })
    await heard()
    vi.advanceTimersByTime(49_999)
    expect(lost).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(lost.mock.calls).toMatchObject([[{ end: 'silent' }]])
  })

  it('nobody there: unreachable', async () => {
    const nobody = createBridgeClient({
      url: 'ws://127.0.0.1:1/bridge',
      createWebSocket: (url, subprotocol) => new NodeWebSocket(url, subprotocol) as unknown as WebSocket,
    })
    await expect(nobody.open()).rejects.toMatchObject({ end: 'unreachable', step: 'network' })
  })
})
