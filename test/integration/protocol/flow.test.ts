import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  INITIAL_CREDIT_BYTES,
  MAX_CREDIT_BYTES,
  MAX_UNSENT_BYTES,
  STREAM_CHUNK_BYTES,
} from '../../../shared/protocol/limits.ts'
import { startFaultProxy, type FaultProxy } from '../../support/faultProxy.ts'
import { until } from '../../support/net.ts'
import { messageOf, startBed, type ProtocolBed } from './bed.ts'
import type { RawSession } from './rawSession.ts'

/** Rule C4 of PROTOCOL.md: bytes move under credit, both ways, and a slow reader slows the mail server. */

const LINE = `${'0123456789abcdef'.repeat(4)}\r\n`
/** Longer than all the buffers of all the sockets on the way together. */
const BIG = messageOf('big', LINE.repeat(1_000_000))

let bed: ProtocolBed
let proxy: FaultProxy
let raw: RawSession
let inbox: { path: string; uidValidity: string }

beforeAll(async () => {
  bed = await startBed({
    profile: 'full',
    through: async (dovecot) =>
      (proxy = await startFaultProxy({ to: { host: dovecot.host, port: dovecot.imapPort } })),
  })
  bed.dovecot.append(bed.dovecot.user(1), 'INBOX', BIG)
})
afterAll(async () => {
  await bed.stop()
  await proxy.stop()
})
beforeEach(async () => {
  const signedIn = await bed.signIn(1)
  raw = signedIn.raw
  inbox = { path: 'INBOX', uidValidity: signedIn.uidValidity }
})
afterEach(() => raw.ws.terminate())

const download = (tag: number): void =>
  raw.send({
    tag,
    command: 'fetchBody',
    args: { mailbox: inbox, uid: 1, sections: [{ kind: 'source', size: BIG.length }] },
  })
const received = (tag: number): number =>
  raw.chunks.filter((chunk) => chunk.tag === tag).reduce((sum, chunk) => sum + chunk.bytes.length, 0)
/** Waits until `count` has been the same for many turns of both event loops: nothing more is coming. */
async function settled(what: string, count: () => number): Promise<number> {
  let last = -1
  let same = 0
  return until(
    what,
    () => {
      const now = count()
      same = now === last ? same + 1 : 0
      last = now
      return same >= 25 ? now : undefined
    },
    { everyMs: 20 },
  )
}

describe('C4: to the browser', () => {
  test('C4: without credit a call sends its first credit and not a byte more', async () => {
    download(1)
    await until('the first credit’s worth', () => (received(1) >= INITIAL_CREDIT_BYTES ? true : undefined))
    // Another call goes on meanwhile: the lane is not held by one who does not read.
    expect((await raw.call('noop', {})).result).toEqual({})
    expect(await settled('the stream to stop', () => received(1))).toBe(INITIAL_CREDIT_BYTES)
    expect(raw.chunks.every((chunk) => chunk.bytes.length <= STREAM_CHUNK_BYTES)).toBe(true)
    // Credit for one byte brings one byte.
    raw.send({ credit: 1, bytes: 1 })
    await until('one byte more', () => (received(1) > INITIAL_CREDIT_BYTES ? true : undefined))
    expect(await settled('the stream to stop', () => received(1))).toBe(INITIAL_CREDIT_BYTES + 1)
    raw.send({ cancel: 1 })
    expect((await raw.answer(1)).error?.code).toBe('cancelled')
    raw.send({ credit: 1, bytes: 1_000_000 })
    expect((await raw.call('noop', {})).result).toEqual({})
    expect(received(1)).toBe(INITIAL_CREDIT_BYTES + 1)
  })

  test('C4: with credit for what was read, all of it comes, in order, ended once', async () => {
    raw.ws.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary && data.length > 7) raw.send({ credit: 1, bytes: data.length - 7 })
    })
    download(1)
    expect((await raw.answer(1)).result).toEqual({})
    const hash = createHash('sha256')
    for (const chunk of raw.chunks) hash.update(chunk.bytes)
    expect(received(1)).toBe(BIG.length)
    expect(hash.digest('hex')).toBe(createHash('sha256').update(BIG).digest('hex'))
    expect(raw.chunks.filter((chunk) => chunk.last)).toHaveLength(1)
    expect(raw.chunks.at(-1)?.last).toBe(true)
  })

  test('C4: credit beyond what may be open is lost and no fault, also in one frame', async () => {
    download(1)
    raw.send({ credit: 1, bytes: Number.MAX_SAFE_INTEGER })
    await until('the credit’s worth', () => (received(1) >= MAX_CREDIT_BYTES ? true : undefined))
    const most = MAX_CREDIT_BYTES + INITIAL_CREDIT_BYTES
    expect(await settled('the stream to stop', () => received(1))).toBeLessThanOrEqual(most)
    expect(raw.frames.filter((frame) => frame.error)).toEqual([])
    raw.send({ cancel: 1 })
  })

  test('C4: a browser that reads nothing stops the mail server', async () => {
    const { user } = bed.dovecot
    // Rows of 5 kB: few to deliver and to parse, and together more than the sockets on the way can hold.
    const message = messageOf('long').replace('Subject:', `X-Long: ${'word '.repeat(1_000)}\r\nSubject:`)
    bed.dovecot.append(user(4), 'INBOX', ...Array.from({ length: 4_000 }, () => message))
    const slow = await bed.signIn(4)
    proxy.down = 0
    slow.raw.ws.pause()
    const args = {
      mailbox: { path: 'INBOX', uidValidity: slow.uidValidity },
      messages: { by: 'sequence', set: '1:*' },
      fields: ['envelope', 'flags'],
      headers: ['X-Long'],
    }
    slow.raw.send({ tag: 1, command: 'fetch', args })
    const stoppedAt = await settled('the mail server to be stopped', () => proxy.down)
    expect(stoppedAt).toBeGreaterThan(0)
    slow.raw.ws.resume()
    expect((await slow.raw.answer(1)).result).toEqual({})
    expect(slow.raw.frames.flatMap((frame) => (frame.tag === 1 ? (frame.items ?? []) : []))).toHaveLength(
      4_000,
    )
    // Only part had been read from the mail server while nobody read from the bridge.
    expect(stoppedAt).toBeLessThan(proxy.down * 0.75)
    slow.raw.ws.terminate()
  })

  test('C4: many downloads do not add up: what waits on the socket of a slow reader stays bounded', async () => {
    const tags = Array.from({ length: 20 }, (_, index) => index + 1)
    raw.ws.pause()
    for (const tag of tags) {
      download(tag)
      raw.send({ credit: tag, bytes: 16 * 1024 * 1024 })
    }
    const total = () => raw.chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0)
    let most = 0
    for (let round = 0; round < 4; round++) {
      await settled('the downloads to stop', () => bed.unsent())
      most = Math.max(most, bed.unsent())
      const before = total()
      raw.ws.resume()
      await until('some of it to be read', () => (total() > before + 12_000_000 ? true : undefined), {
        everyMs: 1,
      })
      raw.ws.pause()
    }
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(MAX_UNSENT_BYTES + 2 * STREAM_CHUNK_BYTES)
    for (const tag of tags) raw.send({ cancel: tag })
    raw.ws.resume()
    await Promise.all(tags.map((tag) => raw.answer(tag)))
    expect((await raw.call('noop', {})).result).toEqual({})
    // Nothing of a call follows its answer (rule C2).
    const ended = new Set<number>()
    for (const one of raw.all) {
      const tag = 'chunk' in one ? one.chunk.tag : one.frame.tag
      if (tag === undefined) continue
      expect(ended.has(tag)).toBe(false)
      if ('frame' in one && (one.frame.error ?? one.frame.result)) ended.add(tag)
    }
  })

  test('C4: someone who asks without end and does not read the answers is not listened to', async () => {
    const { raw: flood } = await bed.signIn(2)
    const before = flood.frames.length
    flood.ws.pause()
    const frame = JSON.stringify({ tag: 1, command: 'x'.repeat(64), args: {} })
    const count = 110_000
    for (let sent = 0; sent < count; sent += 5_000) {
      for (let one = 0; one < 5_000; one++) flood.send(frame)
      await new Promise((resolve) => setImmediate(resolve))
    }
    // The answers are 12 MB; the kernel holds some of them, the rest must not pile up in the bridge.
    await settled('the bridge to stop reading', () => bed.unsent() + flood.ws.bufferedAmount)
    expect(bed.unsent()).toBeLessThan(5 * 1024 * 1024)
    expect((await raw.call('noop', {})).result).toEqual({})
    // Once it reads, it is answered, and every answer comes.
    flood.ws.resume()
    await until('every answer', () => (flood.frames.length === before + count ? true : undefined))
    flood.ws.terminate()
  })
})

describe('C4: bodies in memory', () => {
  const MIB = 1024 * 1024
  const tags = Array.from({ length: 200 }, (_, index) => index + 1)
  /** One in two tells a size that is not true. */
  const startAll = () => {
    for (const tag of tags) {
      const size = tag % 2 === 0 ? BIG.length : 10
      const sections = [{ kind: 'source', size }]
      raw.send({ tag, command: 'fetchBody', args: { mailbox: inbox, uid: 1, sections } })
    }
  }
  const cancelAll = async () => {
    for (const tag of tags) raw.send({ cancel: tag })
    await Promise.all(tags.map((tag) => raw.answer(tag)))
  }

  test('C4: two hundred downloads without credit hold no more than the session’s budget', async () => {
    proxy.down = 0
    startAll()
    const read = await settled('the mail server not to be asked for more', () => proxy.down)
    expect(read).toBeGreaterThan(16 * MIB)
    expect(read).toBeLessThan(34 * MIB)
    // Every call has its answer, and what it held is given back: the same again, with the same result.
    await cancelAll()
    proxy.down = 0
    download(301)
    await until('a download to go on', () => (received(301) >= INITIAL_CREDIT_BYTES ? true : undefined))
    raw.send({ cancel: 301 })
    await raw.answer(301)
  })

  test('C4: the message a user opens does not wait behind downloads that have stalled', async () => {
    const small = messageOf('small')
    const { user } = bed.dovecot
    bed.dovecot.append(user(1), 'INBOX', small)
    startAll()
    await settled('the downloads to stall', () => proxy.down)
    const { uidNext } = (await raw.call('status', { paths: ['INBOX'] }), raw.frames)
      .flatMap(({ items }) => (items ?? []) as { uidNext?: number }[])
      .findLast((item) => item.uidNext !== undefined) ?? { uidNext: 0 }
    const sections = [{ kind: 'source', size: small.length }]
    raw.send({
      tag: 300,
      command: 'fetchBody',
      args: { mailbox: inbox, uid: (uidNext ?? 0) - 1, sections },
    })
    expect((await raw.answer(300)).result).toEqual({})
    expect(received(300)).toBe(small.length)
    await cancelAll()
  })

  test('C4: a download that waits for room goes on when another one gives it back', async () => {
    startAll()
    await settled('the downloads to stall', () => proxy.down)
    const begun = () => tags.filter((tag) => received(tag) >= INITIAL_CREDIT_BYTES)
    const before = begun()
    expect(before.length).toBeLessThan(tags.length)
    for (const tag of before) raw.send({ cancel: tag })
    await until('others to begin', () => (begun().length > before.length ? true : undefined))
    await cancelAll()
  })
})

describe('C4: from the browser', () => {
  const append = (tag: number, size: number, draft?: unknown): void =>
    raw.send({
      tag,
      command: 'append',
      args: { path: 'Drafts', message: draft ? { kind: 'draft', draft } : { kind: 'upload', size } },
    })
  const credits = (tag: number): number =>
    raw.frames.reduce((sum, frame) => (frame.credit === tag ? sum + (frame.bytes ?? 0) : sum), 0)

  test('C4: an upload beyond its credit fails with creditExceeded', async () => {
    const size = 3 * INITIAL_CREDIT_BYTES
    // The lane is busy, so nothing is consumed and no credit is given.
    raw.send({ tag: 9, command: 'idle', args: {} })
    append(1, size)
    const chunk = Buffer.alloc(STREAM_CHUNK_BYTES, 97)
    for (let sent = 0; sent <= INITIAL_CREDIT_BYTES; sent += chunk.length)
      raw.upload(1, chunk, { last: false })
    raw.send({ cancel: 9 })
    expect((await raw.answer(1)).error?.code).toBe('creditExceeded')
    expect(credits(1)).toBe(0)
    // The broken literal cost the connection; the session goes on once it is signed in again.
    await raw.frame((frame) => frame.event?.type === 'credentials')
    const { user, password } = bed.dovecot
    await raw.call('login', { provider: 'plain', user: user(1), password })
    expect((await raw.call('noop', {})).result).toEqual({})
  })

  test('C4: credit is given for exactly what was taken, and the bytes arrive', async () => {
    const bytes = Buffer.from(messageOf('upload', LINE.repeat(60_000)))
    append(1, bytes.length)
    let sent = 0
    let credit = INITIAL_CREDIT_BYTES
    while (sent < bytes.length) {
      await until('credit', () => (INITIAL_CREDIT_BYTES + credits(1) - sent > 0 ? true : undefined), {
        everyMs: 1,
      })
      credit = INITIAL_CREDIT_BYTES + credits(1) - sent
      const chunk = bytes.subarray(sent, sent + Math.min(credit, STREAM_CHUNK_BYTES))
      sent += chunk.length
      raw.upload(1, chunk, { last: sent === bytes.length })
    }
    const { result } = await raw.answer(1)
    expect(result).toMatchObject({ uid: expect.any(Number) as number })
    expect(credits(1)).toBeLessThanOrEqual(bytes.length)
    expect(bytes.length - credits(1)).toBeLessThanOrEqual(INITIAL_CREDIT_BYTES)
    const stored = bed.dovecot.doveadm(
      'fetch',
      '-u',
      bed.dovecot.user(1),
      'size.virtual',
      'mailbox',
      'Drafts',
    )
    expect(stored).toContain(`size.virtual: ${bytes.length}`)
  })

  test('C4: a hundred thousand bytes one by one arrive as one message', async () => {
    const bytes = Buffer.from(messageOf('tiny', 'x'.repeat(900) + '\r\n'.repeat(50_000)))
    raw.send({ tag: 9, command: 'idle', args: {} })
    append(1, bytes.length)
    for (let at = 0; at < bytes.length; at++)
      raw.upload(1, bytes.subarray(at, at + 1), { last: at === bytes.length - 1 })
    raw.send({ cancel: 9 })
    expect((await raw.answer(1)).result).toMatchObject({ uid: expect.any(Number) as number })
  })

  test.each([
    ['fewer', 500, 400],
    ['more', 500, 600],
  ])('C4: %s bytes than declared fail with uploadMismatch', async (_, declared, sent) => {
    append(1, declared)
    raw.upload(1, Buffer.alloc(sent, 97))
    expect((await raw.answer(1)).error?.code).toBe('uploadMismatch')
  })

  test.each([
    ['before it is read', true],
    ['while it is read', false],
  ])('C4: a stream that the message does not have fails with uploadMismatch, %s', async (_, isBusy) => {
    if (isBusy) raw.send({ tag: 9, command: 'idle', args: {} })
    append(1, 500)
    if (!isBusy) raw.upload(1, Buffer.alloc(250, 97), { last: false })
    raw.upload(1, Buffer.alloc(250, 97), { stream: 1 })
    if (isBusy) raw.send({ cancel: 9 })
    expect((await raw.answer(1)).error?.code).toBe('uploadMismatch')
  })

  test('C4: bytes after the last chunk of a stream fail with uploadMismatch', async () => {
    raw.send({ tag: 9, command: 'idle', args: {} })
    append(1, 500)
    raw.upload(1, Buffer.alloc(250, 97))
    raw.upload(1, Buffer.alloc(250, 97))
    raw.send({ cancel: 9 })
    expect((await raw.answer(1)).error?.code).toBe('uploadMismatch')
  })
})
