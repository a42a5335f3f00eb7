/** The bytes of one stream, up to a bound; what comes beyond it is let go. */
export interface Collector {
  /** More came than the bound allows. */
  readonly full: boolean
  readonly length: number
  add(bytes: Uint8Array): void
  bytes(): Uint8Array<ArrayBuffer>
  /** Lets go of what came: the stream begins anew. */
  clear(): void
}

/** @param bound In bytes. */
export function createCollector(bound: number): Collector {
  let chunks: Uint8Array[] = []
  let length = 0
  let full = false
  return {
    get full() {
      return full
    },
    get length() {
      return length
    },
    add(bytes) {
      if (full || length + bytes.length > bound) {
        full = true
        return
      }
      // Chunks are views into frames that the socket may reuse.
      chunks.push(bytes.slice())
      length += bytes.length
    },
    bytes() {
      const whole = new Uint8Array(length)
      let at = 0
      for (const chunk of chunks) {
        whole.set(chunk, at)
        at += chunk.length
      }
      return whole
    },
    clear() {
      chunks = []
      length = 0
      full = false
    },
  }
}
