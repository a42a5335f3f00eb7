import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeChunk, encodeChunk } from '../../../shared/protocol/chunks.ts'

/** Rule T2: binary frames. */
describe('chunks', () => {
  test('T2: tag, stream, flag, payload, all big-endian', () => {
    const frame = encodeChunk({ tag: 7, stream: 1, last: true, bytes: new TextEncoder().encode('Hi') })
    expect(Buffer.from(frame).toString('hex')).toBe('00000007' + '0001' + '01' + '4869')
  })

  test('T2: what is encoded is decoded', () => {
    fc.assert(
      fc.property(
        fc.record({
          tag: fc.integer({ min: 1, max: 4_294_967_295 }),
          stream: fc.integer({ min: 0, max: 65_535 }),
          last: fc.boolean(),
          bytes: fc.uint8Array({ maxLength: 100 }),
        }),
        (chunk) => {
          expect(decodeChunk(encodeChunk(chunk))).toEqual(chunk)
        },
      ),
    )
  })

  test('T2: anything else is no chunk, and nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const chunk = decodeChunk(bytes)
        if (bytes.length < 7) expect(chunk).toBeUndefined()
        else if (chunk) expect(encodeChunk(chunk)).toEqual(new Uint8Array(bytes))
      }),
    )
  })

  test('T2: reads a view into a larger buffer at its own place', () => {
    const whole = new Uint8Array(20)
    whole.set(encodeChunk({ tag: 9, stream: 2, last: false, bytes: Uint8Array.of(1, 2) }), 5)
    expect(decodeChunk(whole.subarray(5, 14))).toMatchObject({ tag: 9, stream: 2, last: false })
  })
})
