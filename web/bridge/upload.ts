import type { Chunk } from '../../shared/protocol/chunks.ts'
import { STREAM_CHUNK_BYTES } from '../../shared/protocol/limits.ts'

interface UploadOptions {
  streams: ReadonlyMap<number, Blob>
  /** Bytes that may leave before the first credit, of all streams together (rule C4). */
  initialCredit: number
  send: (chunk: Omit<Chunk, 'tag'>) => void
  onUploaded: ((bytes: number) => void) | undefined
  /** A file that cannot be read any more. */
  onFailed: (error: unknown) => void
}

/** The byte streams that one call sends: one after the other, sliced, never more than there is credit for. */
export interface Upload {
  credit(bytes: number): void
  /** The call ended: nothing more leaves. */
  stop(): void
}

export function startUpload({ streams, initialCredit, send, onUploaded, onFailed }: UploadOptions): Upload {
  let credit = initialCredit
  let stopped = false
  let wake: (() => void) | undefined

  async function creditGiven(): Promise<void> {
    while (credit === 0 && !stopped) await new Promise<void>((resolve) => (wake = resolve))
  }

  async function sendStream(stream: number, blob: Blob): Promise<void> {
    let offset = 0
    do {
      if (blob.size > 0) await creditGiven()
      const length = Math.min(STREAM_CHUNK_BYTES, credit, blob.size - offset)
      const bytes = new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer())
      if (stopped) return
      credit -= length
      offset += length
      send({ stream, last: offset === blob.size, bytes })
      onUploaded?.(length)
    } while (offset < blob.size)
  }

  async function run(): Promise<void> {
    for (const [stream, blob] of [...streams].sort(([a], [b]) => a - b)) await sendStream(stream, blob)
  }

  run().catch((error: unknown) => {
    if (!stopped) onFailed(error)
  })

  return {
    credit(bytes) {
      credit += bytes
      wake?.()
    },
    stop() {
      stopped = true
      wake?.()
    },
  }
}
