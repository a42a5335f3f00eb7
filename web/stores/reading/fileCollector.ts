import { FILE_PIECE_BYTES } from './limits.ts'

/** The bytes of a file on their way to the disk. */
export interface FileCollector {
  readonly length: number
  /** @param bytes Kept as they are, not copied: whoever gives them does not change them. */
  add(bytes: Uint8Array<ArrayBuffer>): void
  /** All that came. */
  file(): Blob
  /** Lets go of what came: the file begins anew. */
  clear(): void
}

/** Gathers them into Blobs, which may live on disk: a large file does not fill the page's memory. Each costs the browser a message. */
export function createFileCollector(): FileCollector {
  let pieces: Blob[] = []
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let waitingBytes = 0
  let length = 0
  const put = (): void => {
    if (waiting.length > 0) pieces.push(new Blob(waiting))
    waiting = []
    waitingBytes = 0
  }
  return {
    get length() {
      return length
    },
    add(bytes) {
      waiting.push(bytes)
      waitingBytes += bytes.length
      length += bytes.length
      if (waitingBytes >= FILE_PIECE_BYTES) put()
    },
    file() {
      put()
      return new Blob(pieces, { type: 'application/octet-stream' })
    },
    clear() {
      pieces = []
      waiting = []
      waitingBytes = 0
      length = 0
    },
  }
}
