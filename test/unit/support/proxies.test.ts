import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { makeCa } from '../../support/ca.ts'
import { startCommandTap } from '../../support/commandTap.ts'
import { startDelayProxy } from '../../support/delayProxy.ts'
import { startFaultProxy } from '../../support/faultProxy.ts'
import { listenOnLoopback, until } from '../../support/net.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Greets, then answers every line with `ok <line>`. */
async function lineServer(server: Server = createServer()): Promise<{ host: string; port: number }> {
  const sockets = new Set<Socket>()
  server.on(
    server.listenerCount('secureConnection') ? 'secureConnection' : 'connection',
    (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.write('* OK [CAPABILITY A B] hello\r\n')
      socket.on('data', (data) => socket.write(`ok ${data.toString()}`))
    },
  )
  const { port, close } = await listenOnLoopback(server)
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    return close()
  })
  return { host: '127.0.0.1', port }
}

function collect(socket: Socket) {
  const state = { text: '', reads: 0, closed: false }
  socket.on('data', (chunk) => {
    state.text += chunk.toString()
    state.reads += 1
  })
  socket.on('error', () => undefined)
  socket.on('close', () => (state.closed = true))
  cleanups.push(() => socket.destroy())
  return state
}

describe('the delay proxy', () => {
  it('counts connections, greetings, turns and bytes', async () => {
    const proxy = await startDelayProxy({ to: await lineServer(), delayMs: 1 })
    cleanups.push(() => proxy.stop())
    const socket = connect(proxy.port)
    const heard = collect(socket)
    await until('the greeting', () => heard.text.includes('hello') || undefined)
    socket.write('one\r\n')
    await until('the first answer', () => heard.text.includes('ok one') || undefined)
    socket.write('two\r\n')
    await until('the second answer', () => heard.text.includes('ok two') || undefined)
    expect(proxy.stats()).toEqual({
      connections: 1,
      open: 1,
      greetings: 1,
      turns: 2,
      roundTrips: 4,
      up: 10,
      down: heard.text.length,
    })
    proxy.reset()
    expect(proxy.stats()).toMatchObject({ connections: 0, roundTrips: 0, open: 1 })
  })

  it('counts what is sent without waiting as one turn', async () => {
    const proxy = await startDelayProxy({ to: await lineServer(), delayMs: 5 })
    cleanups.push(() => proxy.stop())
    const socket = connect(proxy.port)
    const heard = collect(socket)
    await until('the greeting', () => heard.text.includes('hello') || undefined)
    socket.write('one\r\n')
    socket.write('two\r\n')
    await until('both answers', () => heard.text.includes('two') || undefined)
    expect(proxy.stats().turns).toBe(1)
  })

  it('delays each way', async () => {
    const proxy = await startDelayProxy({ to: await lineServer(), delayMs: 40 })
    cleanups.push(() => proxy.stop())
    const socket = connect(proxy.port)
    const heard = collect(socket)
    await until('the greeting', () => heard.text.includes('hello') || undefined)
    const start = performance.now()
    socket.write('one\r\n')
    await until('the answer', () => heard.text.includes('one') || undefined, { everyMs: 1 })
    // A lower bound only: a busy machine adds to it, nothing takes from it (but the rounding of two timers).
    expect(performance.now() - start).toBeGreaterThan(76)
  })
})

describe('the fault proxy', () => {
  async function through() {
    const proxy = await startFaultProxy({ to: await lineServer() })
    cleanups.push(() => proxy.stop())
    const socket = connect(proxy.port)
    socket.setNoDelay(true)
    const heard = collect(socket)
    await until('the greeting', () => heard.text.includes('hello') || undefined)
    return { proxy, socket, heard }
  }

  it('cuts after so many bytes down', async () => {
    const { proxy, socket, heard } = await through()
    heard.text = ''
    proxy.setFault({ kind: 'cut', direction: 'down', afterBytes: 4 })
    socket.write('one\r\n')
    await until('the end', () => heard.closed || undefined)
    expect(heard.text).toBe('ok o')
  })

  it('cuts after so many bytes up, by reset', async () => {
    const { proxy, socket } = await through()
    const failed = once(socket, 'error')
    const before = proxy.up
    proxy.setFault({ kind: 'cut', direction: 'up', afterBytes: 2, reset: true })
    socket.write('one\r\n')
    expect(await failed).toMatchObject([{ code: 'ECONNRESET' }])
    expect(proxy.up - before).toBe(2)
  })

  it('swallows without closing', async () => {
    const { proxy, socket, heard } = await through()
    heard.text = ''
    proxy.setFault({ kind: 'blackhole', direction: 'down' })
    socket.write('one\r\n')
    await until('the line to pass upward', () => proxy.up === 5 || undefined)
    proxy.setFault(undefined)
    socket.write('two\r\n')
    await until('the second answer', () => heard.text.includes('two') || undefined)
    expect(heard.closed).toBe(false)
  })

  it('slices', async () => {
    const { proxy, socket, heard } = await through()
    heard.reads = 0
    proxy.setFault({ kind: 'slice', direction: 'down' })
    socket.write('a line of some length\r\n')
    await until('the answer', () => heard.text.endsWith('length\r\n') || undefined)
    expect(heard.reads).toBeGreaterThan(5)
  })

  it('refuses new connections and drops open ones', async () => {
    const { proxy, heard } = await through()
    proxy.setFault({ kind: 'refuse' })
    const second = collect(connect(proxy.port))
    await until('the second to end', () => second.closed || undefined)
    expect([second.text, heard.closed]).toEqual(['', false])
    proxy.drop()
    await until('the first to end', () => heard.closed || undefined)
  })
})

describe('the command tap', () => {
  it('records both sides byte for byte and lists round trips', async () => {
    const ca = makeCa()
    const server = createTlsServer(ca.issue({ hosts: ['localhost'] }))
    server.on('secureConnection', () => undefined)
    const tap = await startCommandTap({ to: await lineServer(server), ca, withoutCapabilityHints: true })
    cleanups.push(() => tap.stop())
    const socket = connectTls({ port: tap.port, host: 'localhost', ca: ca.cert })
    const heard = collect(socket)
    await until('the greeting', () => heard.text.includes('hello') || undefined)
    socket.write('A1 NOOP\r\nA2 UID FETCH 1:* (FLAGS)\r\n')
    await until('the answer', () => heard.text.includes('FLAGS') || undefined)
    socket.write('A3 LOGOUT\r\n')
    await until('the answer', () => heard.text.includes('LOGOUT') || undefined)
    expect(heard.text.startsWith('* OK hello\r\n')).toBe(true)
    expect(tap.connections[0]?.text('client')).toBe('A1 NOOP\r\nA2 UID FETCH 1:* (FLAGS)\r\nA3 LOGOUT\r\n')
    expect(tap.connections[0]?.text('server')).toBe(heard.text)
    expect(tap.roundTrips()).toEqual(['', 'NOOP | UID FETCH 1:* (FLAGS)', 'LOGOUT'])
    tap.reset()
    expect(tap.commands()).toEqual([])
  })
})
