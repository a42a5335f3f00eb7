import { encodeChunk } from '../../shared/protocol/chunks.ts'
import { STREAM_CHUNK_BYTES } from '../../shared/protocol/limits.ts'
import type { Credit } from './credit.ts'
import type { Download } from './streams.ts'
import type { Outbox } from './outbox.ts'

const NO_BYTES = new Uint8Array()

/** Sends a call's bytes as binary frames, as fast as the browser's credit and the socket take them. */
export function createDownload(options: {
  tag: number
  outbox: Outbox
  credit: Credit
  /** The call's: nothing is sent once it has been answered (rule C2). */
  signal: AbortSignal
  /** Sends the items collected so far, so that bytes never overtake them. */
  flush: () => void
}): Download {
  const { tag, outbox, credit, signal, flush } = options

  async function send(stream: number, bytes: Uint8Array, ends: boolean): Promise<void> {
    flush()
    for (let offset = 0; offset < bytes.length;) {
      const length = await credit.take(Math.min(STREAM_CHUNK_BYTES, bytes.length - offset))
      const chunk = bytes.subarray(offset, offset + length)
      offset += length
      const last = ends && offset === bytes.length
      await outbox.sendBytes(encodeChunk({ tag, stream, last, bytes: chunk }), signal)
    }
  }

  return {
    async write(stream, bytes) {
      await send(stream, bytes, false)
    },
    async end(stream, bytes = NO_BYTES) {
      if (bytes.length > 0) return send(stream, bytes, true)
      flush()
      await outbox.sendBytes(encodeChunk({ tag, stream, last: true, bytes }), signal)
    },
  }
}
