import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ERROR_CODES } from '../../../shared/protocol/errors.ts'
import { startBed, type ProtocolBed } from './bed.ts'
import type { RawSession } from './rawSession.ts'

/** Rules T1 to T5 of PROTOCOL.md. */

let bed: ProtocolBed
beforeAll(async () => {
  bed = await startBed()
})
afterAll(() => bed.stop())

describe('T1: one WebSocket, at one path, of one subprotocol, for allowed origins', () => {
  test('T1: the allowed origins are exactly localhost and 127.0.0.1 at the actual port', async () => {
    const { port } = bed.bridge.server
    for (const origin of [`http://localhost:${port}`, `http://127.0.0.1:${port}`]) {
      const raw = await bed.open({ origin })
      expect(raw.ws.protocol).toBe('ponte.1')
      raw.close()
    }
  })

  test.each<[string, string | undefined]>([
    ['absent', undefined],
    ['null', 'null'],
    ['empty', ''],
    ['foreign', 'https://evil.example'],
    ['of another port', 'http://localhost:1'],
    ['of another scheme', 'https://localhost:PORT'],
    ['with a path', 'http://localhost:PORT/'],
    ['a prefix', 'http://localhost:POR'],
    ['a longer host', 'http://localhost:PORT.evil.example'],
    ['in other letters', 'HTTP://LOCALHOST:PORT'],
    ['twice', 'http://localhost:PORT, http://localhost:PORT'],
  ])('T1: an Origin that is %s is refused with 403', async (_, origin) => {
    const port = String(bed.bridge.server.port)
    const sent = origin?.replace(/PORT/g, port).replace(/:POR$/, `:${port.slice(0, -1)}`)
    await expect(bed.open({ origin: sent })).rejects.toThrow('403')
  })

  test.each([['/'], ['/bridge/'], ['/bridge2'], ['/x/bridge'], ['/Bridge'], ['//bridge']])(
    'T1: %s is not the path: 404',
    async (path) => {
      await expect(bed.open({ path })).rejects.toThrow('404')
    },
  )

  test.each<[string, string[]]>([
    ['none', []],
    ['another', ['ponte.2']],
    ['one in other letters', ['PONTE.1']],
  ])('T1: without the subprotocol (%s) it is refused with 400', async (_, protocols) => {
    await expect(bed.open({ protocols })).rejects.toThrow('400')
  })

  test('T1: of several subprotocols offered, ours is chosen', async () => {
    const raw = await bed.open({ protocols: ['chat', 'ponte.1'] })
    expect(raw.ws.protocol).toBe('ponte.1')
    raw.close()
  })

  test('T1: no cookie is set and no extension is agreed on', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const { port } = bed.bridge.server
      const socket = connect(port, '127.0.0.1')
      socket.once('error', reject)
      socket.once('data', (data: Buffer) => {
        resolve(data.toString('latin1'))
        socket.destroy()
      })
      socket.write(
        [
          'GET /bridge HTTP/1.1',
          `Host: localhost:${port}`,
          `Origin: http://localhost:${port}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Protocol: ponte.1',
          'Sec-WebSocket-Extensions: permessage-deflate',
          '\r\n',
        ].join('\r\n'),
      )
    })
    expect(answer).toMatch(/^HTTP\/1\.1 101 /)
    expect(answer).not.toMatch(/set-cookie|sec-websocket-extensions/i)
  })
})

describe('T2 and T3: frames', () => {
  let raw: RawSession
  beforeEach(async () => {
    raw = await bed.open()
    return () => raw.ws.terminate()
  })

  /** The session still answers: a call before signing in has its error. */
  const stillAnswers = async (): Promise<void> => {
    expect((await raw.call('noop', {})).error?.code).toBe('notSignedIn')
  }
  const untagged = () => raw.frame((frame) => frame.error !== undefined && frame.tag === undefined)

  test.each<[string, string, RegExp]>([
    ['an empty frame', '', /not JSON/],
    ['malformed JSON', '{"tag":1,', /not JSON/],
    ['two messages', '{"cancel":1}{"cancel":2}', /not JSON/],
    ['a number', '1', /not a JSON object/],
    ['text', '"noop"', /not a JSON object/],
    ['null', 'null', /not a JSON object/],
    ['an array', '[{"tag":1,"command":"noop","args":{}}]', /not a JSON object/],
    ['an empty object', '{}', /no call, cancel, credit or pong/],
    ['something else', '{"event":{"type":"bye"}}', /no call/],
    ['nesting without end', '['.repeat(400_000), /not JSON/],
    ['nesting to the end', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /not JSON|not a JSON object/],
    ['a cancel of nothing', '{"cancel":null}', /cancel: expected number/],
    ['a cancel with more', '{"cancel":1,"why":"x"}', /why: unknown field/],
    ['a negative cancel', '{"cancel":-1}', /cancel: /],
    ['a credit without bytes', '{"credit":1}', /bytes: is missing/],
    ['a negative credit', '{"credit":1,"bytes":-1}', /bytes: /],
    ['a huge credit', '{"credit":1,"bytes":1e300}', /bytes: /],
    ['a fractional credit', '{"credit":1,"bytes":0.5}', /bytes: /],
    ['a pong of text', '{"pong":"1"}', /pong: /],
    ['a cancel that carries a tag', '{"cancel":"x","tag":7}', /cancel: /],
    ['a call without a tag', '{"command":"noop","args":{}}', /tag: is missing/],
    ['a negative tag', '{"tag":-1,"command":"noop","args":{}}', /tag: /],
    ['a tag of 0', '{"tag":0,"command":"noop","args":{}}', /tag: /],
    ['a fractional tag', '{"tag":1.5,"command":"noop","args":{}}', /tag: /],
    ['a tag of text', '{"tag":"1","command":"noop","args":{}}', /tag: /],
    ['a tag beyond 32 bits', '{"tag":4294967296,"command":"noop","args":{}}', /tag: /],
    ['a tag beyond all bits', '{"tag":1e400,"command":"noop","args":{}}', /tag: /],
    ['__proto__', '{"tag":1,"command":"noop","args":{},"__proto__":{"x":1}}', /__proto__ is not allowed/],
    ['__proto__ deep down', '{"tag":1,"command":"search","args":{"a":[{"__proto__":null}]}}', /__proto__/],
    [
      '__proto__ in escapes',
      '{"tag":1,"command":"noop","args":{"\\u005f\\u005fproto\\u005F_":1}}',
      /__proto__ is not allowed/,
    ],
    ['constructor', '{"tag":1,"command":"noop","args":{"constructor":{"prototype":{}}}}', /not allowed/],
  ])('T3: %s is answered with malformedFrame, without a tag', async (_, text, message) => {
    raw.send(text)
    const { error } = await untagged()
    expect(error?.code).toBe('malformedFrame')
    expect(error?.message).toMatch(message)
    await stillAnswers()
    expect(raw.frames.filter((frame) => frame.error)).toHaveLength(2)
  })

  test.each<[string, string, RegExp]>([
    ['an unknown field', '{"tag":7,"command":"noop","args":{},"token":"x"}', /token: unknown field/],
    ['args that are a list', '{"tag":7,"command":"noop","args":[]}', /args: must be an object/],
    ['no args', '{"tag":7,"command":"noop"}', /args: is missing/],
    ['a command that is a number', '{"tag":7,"command":1,"args":{}}', /command: expected string/],
    ['a command of a megabyte', `{"tag":7,"command":"${'x'.repeat(900_000)}","args":{}}`, /command: /],
    ['an unknown lane', '{"tag":7,"command":"noop","args":{},"lane":"fast"}', /lane: /],
  ])('T3: a call with %s is answered with malformedFrame under its tag', async (_, text, message) => {
    raw.send(text)
    const { error } = await raw.answer(7)
    expect(error?.code).toBe('malformedFrame')
    expect(error?.message).toMatch(message)
    expect(error?.message.length).toBeLessThan(300)
    await stillAnswers()
  })

  test('T3: a hundred malformed frames end the socket with bye', async () => {
    for (let count = 0; count < 100; count++) raw.send('?')
    expect(await raw.closed).toEqual({ code: 1008, reason: 'malformedFrame' })
    expect(raw.frames.at(-1)?.event).toMatchObject({ type: 'bye', code: 'malformedFrame' })
    expect(raw.frames.filter((frame) => frame.error)).toHaveLength(100)
  })

  test.each<[string, Buffer]>([
    ['empty', Buffer.alloc(0)],
    ['shorter than a header', Buffer.from([0, 0, 0, 1, 0, 0])],
    ['of tag 0', Buffer.from([0, 0, 0, 0, 0, 0, 1, 65])],
    ['of an unknown flag', Buffer.from([0, 0, 0, 1, 0, 0, 2, 65])],
  ])('T2: a binary frame that is %s is no chunk: bye and 1008', async (_, bytes) => {
    raw.ws.send(bytes)
    expect(await raw.closed).toEqual({ code: 1008, reason: 'malformedFrame' })
    expect(raw.frames.at(-1)?.event).toMatchObject({ type: 'bye', code: 'malformedFrame' })
  })

  test('T2: a chunk of no running call is dropped', async () => {
    raw.upload(99, Buffer.from('late'))
    await stillAnswers()
  })

  test('T3: text that is not UTF-8 closes with 1007', async () => {
    raw.ws.send(Buffer.from([0x7b, 0xff, 0xfe]), { binary: false })
    expect((await raw.closed).code).toBe(1007)
  })

  test('T3: a frame over the limit closes with 1009; one at the limit does not', async () => {
    const frameBytes = raw.frames[0]?.hello?.limits.frameBytes ?? 0
    expect(frameBytes).toBe(1_048_576)
    raw.ws.send(Buffer.alloc(frameBytes, 32), { binary: false })
    expect((await untagged()).error?.code).toBe('malformedFrame')
    raw.ws.send(Buffer.alloc(frameBytes + 1, 32), { binary: false })
    expect((await raw.closed).code).toBe(1009)
  })

  test('T3: a frame of 2 MiB made of tiny fragments is ended long before it is whole', async () => {
    const { ws } = raw
    let sent = 0
    for (; sent < 2 * 1_048_576 && ws.readyState === ws.OPEN; sent += 8) {
      ws.send('12345678', { fin: false })
      if (sent % 65_536 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect([1008, 1009]).toContain((await raw.closed).code)
    expect((await fetch(`${bed.bridge.origin}/healthz`)).status).toBe(200)
  })

  test('T3: bytes that are no WebSocket frame close with 1002', async () => {
    // Below ws, which would send nothing wrong.
    const { _socket: socket } = raw.ws as unknown as { _socket: Socket }
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    expect((await raw.closed).code).toBe(1002)
  })

  test('T3: an error never echoes what was sent', async () => {
    raw.send({
      tag: 7,
      command: 'login',
      args: {
        provider: 'plain',
        user: 'canary-user',
        password: 'canary-password\r\n',
        extra: 'canary-extra',
      },
    })
    const { error } = await raw.answer(7)
    expect(error?.code).toBe('invalidArguments')
    expect(error?.message).toContain('password: must not contain CR, LF or NUL')
    expect(JSON.stringify(raw.frames)).not.toContain('canary')
  })
})

describe('T5: hello', () => {
  test('T5: the first frame is hello, with the version and the limits', async () => {
    const raw = await bed.open()
    await raw.frame((frame) => frame.hello !== undefined)
    expect(raw.frames[0]).toEqual({
      hello: {
        protocol: 1,
        version: 'test',
        limits: {
          frameBytes: 1_048_576,
          runningCalls: 256,
          initialCreditBytes: 1_048_576,
          messageBytes: 209_715_200,
        },
      },
    })
    raw.close()
  })

  test('T5: providers come from config.json, not over the socket', async () => {
    const raw = await bed.open()
    await raw.call('noop', {})
    expect(JSON.stringify(raw.frames)).not.toContain('plain')
    raw.close()
  })
})

test('C5: every code that was seen is of the table', async () => {
  const raw = await bed.open()
  raw.send('?')
  raw.send({ tag: 1, command: 'noop', args: {} })
  raw.send({ tag: 2, command: 'nothing', args: {} })
  await raw.answer(2)
  const codes = raw.frames.flatMap((frame) => (frame.error ? [frame.error.code] : []))
  expect(codes.sort()).toEqual(['malformedFrame', 'notSignedIn', 'unknownCommand'])
  for (const code of codes) expect(Object.keys(ERROR_CODES)).toContain(code)
  raw.close()
})
