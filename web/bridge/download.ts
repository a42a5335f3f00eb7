import type { Chunk } from '../../shared/protocol/chunks.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import { CREDIT_SHARE } from './limits.ts'

interface DownloadOptions {
  /** Bytes the bridge may send before the first credit, of all streams of the call together (rule C4). */
  initialCredit: number
  /** The consumer; absent: the bytes are let go. */
  onBytes: ((stream: number, bytes: Uint8Array, last: boolean) => void | Promise<void>) | undefined
  giveCredit: (bytes: number) => void
  /** The consumer threw, or the bridge overran its credit. */
  onFailed: (error: unknown) => void
}

/** The byte streams that one call receives: handed on in order, credited as they are consumed. */
export interface Download {
  receive(chunk: Chunk): void
  /** When everything received so far has been consumed. */
  drained(): Promise<void>
  /** The call ended: nothing more is handed on. */
  stop(): void
}

export function createDownload({ initialCredit, onBytes, giveCredit, onFailed }: DownloadOptions): Download {
  let credit = initialCredit
  let consumed = 0
  let stopped = false
  let queue: Promise<void> | undefined

  function fail(error: unknown): void {
    if (stopped) return
    stopped = true
    onFailed(error)
  }

  function settle(bytes: number): void {
    consumed += bytes
    if (consumed < initialCredit * CREDIT_SHARE || stopped) return
    credit += consumed
    giveCredit(consumed)
    consumed = 0
  }

  async function consume(chunk: Chunk): Promise<void> {
    if (stopped) return
    try {
      await onBytes?.(chunk.stream, chunk.bytes, chunk.last)
      settle(chunk.bytes.length)
    } catch (error) {
      fail(error)
    }
  }

  return {
    receive(chunk) {
      credit -= chunk.bytes.length
      if (credit < 0) fail(new PonteError('creditExceeded'))
      else queue = (queue ?? Promise.resolve()).then(() => consume(chunk))
    },
    drained: () => queue ?? Promise.resolve(),
    stop() {
      stopped = true
    },
  }
}
