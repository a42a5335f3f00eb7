import { describe, expect, test } from 'vitest'
import { CREDIT_RENEWAL_BYTES } from '../../../bridge/limits.ts'
import { UploadBuffer } from '../../../bridge/wire/uploads.ts'
import { INITIAL_CREDIT_BYTES } from '../../../shared/protocol/limits.ts'

/** Rule C4, from the browser. */

function buffer() {
  const abort = new AbortController()
  const granted: number[] = []
  const uploads = new UploadBuffer({ signal: abort.signal, grant: (bytes) => granted.push(bytes) })
  return { abort, granted, uploads }
}
async function readAll(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}
const bytes = (length: number, fill = 97) => new Uint8Array(length).fill(fill)

describe('UploadBuffer', () => {
  test('C4: hands out what came, before and while it is read', async () => {
    const { uploads } = buffer()
    uploads.receive(0, Buffer.from('one '), false)
    const read = readAll(uploads.read(0, 13))
    await Promise.resolve()
    uploads.receive(0, Buffer.from('two '), false)
    uploads.receive(0, Buffer.from('three'), true)
    expect((await read).toString()).toBe('one two three')
  })

  test('C4: streams are apart from each other', async () => {
    const { uploads } = buffer()
    uploads.receive(2, Buffer.from('two'), true)
    uploads.receive(1, Buffer.from('one'), true)
    expect((await readAll(uploads.read(1, 3))).toString()).toBe('one')
    expect((await readAll(uploads.read(2, 3))).toString()).toBe('two')
  })

  test('C4: an empty stream is one chunk without bytes', async () => {
    const { uploads } = buffer()
    uploads.receive(0, bytes(0), true)
    expect(await readAll(uploads.read(0, 0))).toHaveLength(0)
  })

  test('C4: credit is given for what was taken, in whole renewals', async () => {
    const { uploads, granted } = buffer()
    const chunk = CREDIT_RENEWAL_BYTES / 2
    for (let count = 0; count < 5; count++) uploads.receive(0, bytes(chunk), count === 4)
    await readAll(uploads.read(0, 5 * chunk))
    expect(granted).toEqual([CREDIT_RENEWAL_BYTES, CREDIT_RENEWAL_BYTES])
  })

  test('C4: more than the credit fails the reader', async () => {
    const { uploads } = buffer()
    uploads.receive(0, bytes(INITIAL_CREDIT_BYTES), false)
    uploads.receive(0, bytes(1), true)
    await expect(readAll(uploads.read(0, INITIAL_CREDIT_BYTES + 1))).rejects.toMatchObject({
      code: 'creditExceeded',
    })
  })

  test('C4: exactly the credit is no fault, and credit that was given counts', async () => {
    const { uploads, granted } = buffer()
    uploads.receive(0, bytes(INITIAL_CREDIT_BYTES), false)
    const read = readAll(uploads.read(0, INITIAL_CREDIT_BYTES + CREDIT_RENEWAL_BYTES))
    while (granted.length === 0) await new Promise((resolve) => setImmediate(resolve))
    uploads.receive(0, bytes(CREDIT_RENEWAL_BYTES), true)
    expect(await read).toHaveLength(INITIAL_CREDIT_BYTES + CREDIT_RENEWAL_BYTES)
  })

  test.each([
    ['too few', 2],
    ['too many', 4],
  ])('C4: %s bytes fail with uploadMismatch', async (_, count) => {
    const { uploads } = buffer()
    uploads.receive(0, bytes(count), true)
    await expect(readAll(uploads.read(0, 3))).rejects.toMatchObject({ code: 'uploadMismatch' })
  })

  test('C4: bytes after the end fail with uploadMismatch', async () => {
    const { uploads } = buffer()
    uploads.receive(0, bytes(3), true)
    uploads.receive(0, bytes(1), true)
    await expect(readAll(uploads.read(0, 3))).rejects.toMatchObject({ code: 'uploadMismatch' })
  })

  test('C3: a cancelled call stops waiting and gives no more credit', async () => {
    const { uploads, abort, granted } = buffer()
    const waiting = readAll(uploads.read(0, 10))
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    expect(granted).toEqual([])
  })

  test('tiny chunks are joined: the same bytes in few pieces', async () => {
    const { uploads } = buffer()
    const count = 100_000
    for (let index = 0; index < count; index++)
      uploads.receive(0, Uint8Array.of(index % 256), index === count - 1)
    const pieces: Uint8Array[] = []
    for await (const piece of uploads.read(0, count)) pieces.push(piece)
    expect(Buffer.concat(pieces)).toEqual(
      Buffer.from(Uint8Array.from({ length: count }, (_, index) => index % 256)),
    )
    expect(pieces.length).toBeLessThan(1_025)
  })
})
