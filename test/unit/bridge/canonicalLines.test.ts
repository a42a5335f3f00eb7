import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalLines } from '../../../bridge/smtp/messageBytes.ts'

/** Threat 28, SMTP smuggling: no lone CR or LF leaves the bridge, however the bytes arrive. */

async function canonical(chunks: Uint8Array[]): Promise<string> {
  const parts: Buffer[] = []
  const source = (async function* () {
    yield* chunks
  })()
  for await (const part of canonicalLines(source)) parts.push(part)
  return Buffer.concat(parts).toString('latin1')
}

const hostile = fc
  .array(fc.constantFrom('\r', '\n', '.', 'a', '\r\n', '\r\n.\r\n'), { maxLength: 40 })
  .map((parts) => parts.join(''))

describe('canonicalLines', () => {
  test.each([
    ['a\n.\nb', 'a\r\n.\r\nb'],
    ['a\r.\rb', 'a\r\n.\r\nb'],
    ['a\n.\r\nb', 'a\r\n.\r\nb'],
    ['a\r\n.\rb', 'a\r\n.\r\nb'],
    ['\r\r\n\n', '\r\n\r\n\r\n'],
    ['ends with CR\r', 'ends with CR\r\n'],
    ['', ''],
  ])('%j becomes %j', async (input, expected) => {
    expect(await canonical([Buffer.from(input)])).toBe(expected)
  })

  test('every break becomes CRLF, nothing else changes, and it does not matter where the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.array(fc.nat(80), { maxLength: 6 }), async (text, cuts) => {
        const bytes = Buffer.from(text, 'latin1')
        const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end))
        expect(await canonical(chunks)).toBe(text.replace(/\r\n|\r|\n/g, '\r\n'))
      }),
    )
  })
})
