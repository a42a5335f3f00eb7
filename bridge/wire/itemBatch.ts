import { MAX_BATCH_ITEMS, MAX_BATCH_LENGTH } from '../limits.ts'
import { requireFrame } from './frameSize.ts'

/** What a frame has around its items, in bytes. */
const FRAME_BYTES = '{"tag":4294967295,"items":[]}'.length

/**
 * Collects a call's items into frames (rule C2): one frame for what arrives together, sent when the event loop comes
 * round or the frame is full.
 */
export class ItemBatch {
  #items: string[] = []
  #length = 0
  #scheduled: NodeJS.Immediate | undefined
  readonly #tag: number
  readonly #send: (json: string) => void

  constructor(tag: number, send: (json: string) => void) {
    this.#tag = tag
    this.#send = send
  }

  /** @throws PonteError `tooLarge` for an item that fits into no frame (rule T3). */
  add(item: unknown): void {
    const json = JSON.stringify(item)
    requireFrame(json, FRAME_BYTES)
    if (this.#length + json.length > MAX_BATCH_LENGTH) this.flush()
    this.#items.push(json)
    this.#length += json.length
    if (this.#items.length >= MAX_BATCH_ITEMS || this.#length >= MAX_BATCH_LENGTH) this.flush()
    else this.#scheduled ??= setImmediate(() => this.flush())
  }

  flush(): void {
    if (this.#scheduled) clearImmediate(this.#scheduled)
    this.#scheduled = undefined
    if (this.#items.length === 0) return
    const json = `{"tag":${this.#tag},"items":[${this.#items.join(',')}]}`
    this.#items = []
    this.#length = 0
    this.#send(json)
  }

  drop(): void {
    this.#items = []
    this.flush()
  }
}
