import { describe, expect, it } from 'vitest'
import { ItemBatch } from '../../../bridge/wire/itemBatch.ts'
import { MAX_FRAME_BYTES } from '../../../shared/protocol/limits.ts'

/** Rule T3 of PROTOCOL.md: no frame of the bridge is longer than one may be. */
describe('T3: frames of items', () => {
  const batch = (): { add: (item: unknown) => void; flush: () => void; frames: string[] } => {
    const frames: string[] = []
    const made = new ItemBatch(4_294_967_295, (json) => frames.push(json))
    return { add: (item) => made.add(item), flush: () => made.flush(), frames }
  }
  const itemsOf = (frames: string[]) =>
    frames.flatMap((json) => (JSON.parse(json) as { items: string[] }).items)

  it('T3: an item that fills a frame goes alone, in its place', () => {
    const { add, flush, frames } = batch()
    const long = 'x'.repeat(MAX_FRAME_BYTES - 100)
    const items = ['a'.repeat(100_000), long, 'b', '日'.repeat(40_000), '日'.repeat(300_000), 'c']
    for (const item of items) add(item)
    flush()
    expect(itemsOf(frames)).toEqual(items)
    for (const frame of frames) expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(MAX_FRAME_BYTES)
  })

  it('T3: an item that fits into no frame is refused; those before it are sent', () => {
    const { add, flush, frames } = batch()
    add('a')
    for (const item of ['x'.repeat(MAX_FRAME_BYTES), '日'.repeat(350_000), '\u0001'.repeat(180_000)])
      expect(() => add(item)).toThrow(expect.objectContaining({ code: 'tooLarge' }))
    flush()
    expect(itemsOf(frames)).toEqual(['a'])
  })
})
