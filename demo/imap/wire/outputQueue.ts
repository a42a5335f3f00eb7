import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Bytes gathered before they are written: thousands of short rows must not be thousands of TLS records. */
const WRITE_BYTES = 64 * 1024

/** Responses on their way out. One response is queued in one piece, so no other can come between its bytes. */
export class OutputQueue {
  readonly #stream: Writable
  #pending: Buffer[] = []
  #bytes = 0

  constructor(stream: Writable) {
    this.#stream = stream
  }

  /** Queues response lines, latin1 strings without their CRLF. */
  lines(lines: readonly string[]): void {
    for (const line of lines) this.response([Buffer.from(line, 'latin1')])
  }

  /** Queues one response made of pieces and adds its CRLF. */
  response(pieces: readonly Buffer[]): void {
    for (const piece of [...pieces, CRLF]) {
      this.#pending.push(piece)
      this.#bytes += piece.length
    }
    if (this.#bytes >= WRITE_BYTES) this.flush()
  }

  /** Writes what is queued. */
  flush(): void {
    if (this.#bytes > 0 && this.#stream.writable) this.#stream.write(Buffer.concat(this.#pending))
    this.#pending = []
    this.#bytes = 0
  }

  /** Waits until the client has read enough for more to be written. */
  async drained(): Promise<void> {
    if (!this.#stream.writable || !this.#stream.writableNeedDrain) return
    const abort = new AbortController()
    const { signal } = abort
    try {
      await Promise.race([once(this.#stream, 'drain', { signal }), once(this.#stream, 'close', { signal })])
    } catch {
      // The connection broke; the session learns it from its reader.
    } finally {
      abort.abort()
    }
  }
}

const CRLF = Buffer.from('\r\n')
