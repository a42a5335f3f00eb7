/** The line is longer than the server takes; it has been read to its end and thrown away. */
export class LineTooLongError extends Error {
  constructor() {
    super('command line limit exceeded')
    this.name = 'LineTooLongError'
  }
}

const LF = 0x0a
const CR = 0x0d

/**
 * Lines and counted bytes from a stream. Pulling, not pushing, keeps the session a plain sequence: what the
 * client sends while a command runs stays in the socket, whose own back-pressure then holds the client.
 */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>
  #chunks: Buffer[] = []
  #length = 0
  #ended = false

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** The next line without its CRLF (a bare LF is taken too), or undefined at the end. Throws {@link LineTooLongError}. */
  async line(limit: number): Promise<Buffer | undefined> {
    let searched = 0
    let tooLong = false
    for (;;) {
      const at = this.#indexOfLf(searched)
      if (at !== -1) {
        const line = this.#take(at + 1)
        if (tooLong || line.length > limit + 2) throw new LineTooLongError()
        return line.subarray(0, line[at - 1] === CR ? at - 1 : at)
      }
      if (this.#length > limit) {
        tooLong = true
        this.#take(this.#length)
      }
      searched = this.#length
      if (!(await this.#fill())) return undefined
    }
  }

  /** Exactly `count` bytes, or undefined when the stream ends before. */
  async bytes(count: number): Promise<Buffer | undefined> {
    while (this.#length < count) if (!(await this.#fill())) return undefined
    return this.#take(count)
  }

  /** Reads `count` bytes and forgets them. */
  async skip(count: number): Promise<void> {
    let left = count
    while (left > 0) {
      if (this.#length === 0 && !(await this.#fill())) return
      left -= this.#take(Math.min(left, this.#length)).length
    }
  }

  async #fill(): Promise<boolean> {
    if (this.#ended) return false
    try {
      const next = await this.#source.next()
      if (!next.done) {
        this.#chunks.push(next.value)
        this.#length += next.value.length
        return true
      }
    } catch {
      // A reset connection is an end like any other: nobody is left to be told.
    }
    this.#ended = true
    return false
  }

  #indexOfLf(from: number): number {
    let base = 0
    for (const chunk of this.#chunks) {
      if (base + chunk.length > from) {
        const at = chunk.indexOf(LF, Math.max(0, from - base))
        if (at !== -1) return base + at
      }
      base += chunk.length
    }
    return -1
  }

  #take(count: number): Buffer {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks)
    const rest = all.subarray(count)
    this.#chunks = rest.length > 0 ? [rest] : []
    this.#length = rest.length
    return all.subarray(0, count)
  }
}
