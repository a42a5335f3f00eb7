import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STREAM_CHUNK_BYTES } from '../../../../shared/protocol/limits.ts'
import { createWire, settled } from './wire.ts'

const bytes = (length: number, fill = 1) => new Uint8Array(length).fill(fill)
const sum = (chunks: { bytes: Uint8Array }[]) =>
  chunks.reduce((total, chunk) => total + chunk.bytes.length, 0)

describe('bytes to the page', () => {
  it('C4: credit is given for what was consumed, never for what waits', async () => {
    const wire = createWire()
    const gates: (() => void)[] = []
    const call = wire.pending.start(
      'fetchBody',
      {},
      {
        onBytes: () => new Promise<void>((resolve) => gates.push(resolve)),
      },
    )
    wire.sayChunk({ tag: 1, stream: 0, last: false, bytes: bytes(400) })
    wire.sayChunk({ tag: 1, stream: 0, last: true, bytes: bytes(600) })
    await settled()
    expect(gates).toHaveLength(1)
    expect(wire.credits).toEqual([])
    gates[0]?.()
    await settled()
    expect(gates).toHaveLength(2)
    expect(wire.credits).toEqual([{ tag: 1, bytes: 400 }])
    wire.say({ tag: 1, result: {} })
    gates[1]?.()
    await call
    expect(wire.credits).toHaveLength(1)
  })

  it('C4: small chunks are credited together', async () => {
    const wire = createWire()
    void wire.pending.start('fetchBody', {})
    for (let chunk = 0; chunk < 6; chunk += 1) {
      wire.sayChunk({ tag: 1, stream: 0, last: false, bytes: bytes(100) })
      await settled()
    }
    expect(wire.credits).toEqual([
      { tag: 1, bytes: 300 },
      { tag: 1, bytes: 300 },
    ])
  })

  it('C2: the result waits for the last bytes to be consumed, and nothing is said for the tag after it', async () => {
    const wire = createWire()
    const seen: string[] = []
    let release = () => {}
    const call = wire.pending
      .start(
        'fetchBody',
        {},
        {
          onBytes: async (stream, chunk, last) => {
            await new Promise<void>((resolve) => (release = resolve))
            seen.push(`${stream}:${chunk.length}${last ? ' last' : ''}`)
          },
        },
      )
      .then(() => seen.push('result'))
    wire.sayChunk({ tag: 1, stream: 3, last: true, bytes: bytes(900) })
    wire.say({ tag: 1, result: {} })
    await settled()
    expect(seen).toEqual([])
    release()
    await call
    expect(seen).toEqual(['3:900 last', 'result'])
    expect(wire.credits).toEqual([])
  })

  it('a consumer that throws cancels the call; no further bytes reach it', async () => {
    const wire = createWire()
    const broken = new Error('disk full')
    let handed = 0
    const call = wire.pending.start(
      'fetchBody',
      {},
      {
        onBytes: () => {
          handed += 1
          throw broken
        },
      },
    )
    wire.sayChunk({ tag: 1, stream: 0, last: false, bytes: bytes(10) })
    wire.sayChunk({ tag: 1, stream: 0, last: false, bytes: bytes(10) })
    await expect(call).rejects.toBe(broken)
    await settled()
    expect(wire.cancels).toEqual([1])
    expect(handed).toBe(1)
  })

  it('C4: a bridge that overruns its credit is stopped', async () => {
    const wire = createWire()
    const call = wire.pending.start('fetchBody', {}, { onBytes: () => new Promise(() => {}) })
    wire.sayChunk({ tag: 1, stream: 0, last: false, bytes: bytes(1000) })
    wire.sayChunk({ tag: 1, stream: 0, last: false, bytes: bytes(1) })
    await expect(call).rejects.toMatchObject({ code: 'creditExceeded' })
    expect(wire.cancels).toEqual([1])
  })

  it('T2: chunks of unknown tags and frames that are no chunk are dropped', () => {
    const wire = createWire()
    wire.sayChunk({ tag: 9, stream: 0, last: true, bytes: bytes(5) })
    wire.pending.receiveChunk(new Uint8Array(3))
    expect(wire.cancels).toEqual([])
  })
})

describe('bytes to the bridge', () => {
  it('C4: no more leaves than there is credit for; credit lets the rest go', async () => {
    const wire = createWire()
    const uploads = new Map([[0, new Blob([bytes(2500)])]])
    const progress: number[] = []
    void wire.pending.start('append', {}, { uploads, onUploaded: (sent) => progress.push(sent) })
    await settled()
    expect(sum(wire.chunks)).toBe(1000)
    wire.say({ credit: 1, bytes: 700 })
    await settled()
    expect(sum(wire.chunks)).toBe(1700)
    wire.say({ credit: 1, bytes: 5000 })
    await settled()
    expect(sum(wire.chunks)).toBe(2500)
    expect(wire.chunks.map((chunk) => chunk.last)).toEqual([false, false, true])
    expect(progress).toEqual([1000, 700, 800])
  })

  it('T2: streams go one after the other, by number; an empty one is a last chunk of nothing', async () => {
    const wire = createWire()
    const uploads = new Map([
      [2, new Blob([bytes(3, 2)])],
      [1, new Blob([])],
    ])
    void wire.pending.start('append', {}, { uploads })
    await settled()
    expect(wire.chunks).toEqual([
      { tag: 1, stream: 1, last: true, bytes: bytes(0) },
      { tag: 1, stream: 2, last: true, bytes: bytes(3, 2) },
    ])
  })

  it('stops when the call ends or is aborted', async () => {
    const wire = createWire()
    const abort = new AbortController()
    const uploads = new Map([[0, new Blob([bytes(5000)])]])
    const call = wire.pending.start('append', {}, { uploads, signal: abort.signal })
    await settled()
    abort.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    wire.say({ credit: 1, bytes: 5000 })
    await settled()
    expect(sum(wire.chunks)).toBe(1000)
  })

  it('T2: whatever the sizes and credits, the bytes arrive whole, in order, in chunks of at most 64 KiB', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 1, max: 150_000 }),
        async (size, credit) => {
          const wire = createWire({ initialCreditBytes: credit })
          const content = new Uint8Array(size).map((_, index) => index % 251)
          void wire.pending.start('append', {}, { uploads: new Map([[0, new Blob([content])]]) })
          let given = credit
          while (!wire.chunks.at(-1)?.last) {
            await settled()
            expect(sum(wire.chunks)).toBe(Math.min(size, given))
            const more = Math.max(credit, 20_000)
            given += more
            wire.say({ credit: 1, bytes: more })
          }
          expect(Buffer.concat(wire.chunks.map((chunk) => chunk.bytes)).equals(content)).toBe(true)
          expect(wire.chunks.every((chunk) => chunk.bytes.length <= STREAM_CHUNK_BYTES)).toBe(true)
        },
      ),
      { numRuns: 15 },
    )
  })
})
