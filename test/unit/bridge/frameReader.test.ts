import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFrame } from '../../../bridge/wire/frameReader.ts'

/** Rules T2 and T3: whatever the text, a frame or one typed error. */

describe('readFrame', () => {
  test.each([
    { tag: 1, command: 'noop', args: {} },
    {
      tag: 4_294_967_295,
      command: 'fetch',
      args: { a: [1, { b: null }] },
      lane: 'side',
      priority: 'background',
    },
    { cancel: 7 },
    { credit: 7, bytes: 65_536 },
    { pong: 3 },
  ])('T2: reads %j', (frame) => {
    expect(readFrame(JSON.stringify(frame))).toEqual(frame)
  })

  test('T3: any text is a frame or a malformedFrame, never more', () => {
    const frame = fc.record(
      {
        tag: fc.oneof(fc.integer(), fc.double(), fc.string()),
        command: fc.oneof(fc.string(), fc.constant('noop')),
        args: fc.oneof(fc.object(), fc.constant({})),
        cancel: fc.oneof(fc.integer(), fc.anything()),
        credit: fc.integer(),
        bytes: fc.integer(),
        pong: fc.integer(),
      },
      { requiredKeys: [] },
    )
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      frame.map((one) => JSON.stringify(one) ?? ''),
      fc.tuple(frame, fc.nat(60)).map(([one, cut]) => (JSON.stringify(one) ?? '').slice(0, cut)),
    )
    fc.assert(
      fc.property(text, (one) => {
        const read = readFrame(one)
        if (!('error' in read)) return
        expect(read.error.code).toBe('malformedFrame')
        if (read.tag !== undefined) expect(one).toContain('"command"')
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['__proto__', 'constructor', 'prototype'])(
    'T3: the name %s is refused however deep it lies',
    (name) => {
      const nested = `{"tag":1,"command":"noop","args":{"a":[{"b":{${JSON.stringify(name)}:1}}]}}`
      expect(readFrame(nested)).toMatchObject({ error: { code: 'malformedFrame' } })
      // As a value it is a word like any other.
      const value = `{"tag":1,"command":"noop","args":{"a":${JSON.stringify(name)}}}`
      expect(readFrame(value)).toMatchObject({ args: { a: name } })
      expect(({} as Record<string, unknown>)['b']).toBeUndefined()
    },
  )
})
