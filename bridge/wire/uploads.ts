import { PonteError } from '../../shared/protocol/errors.ts'
import { INITIAL_CREDIT_BYTES } from '../../shared/protocol/limits.ts'
import { CREDIT_RENEWAL_BYTES, MAX_UPLOAD_CHUNKS, MAX_UPLOAD_STREAM } from '../limits.ts'
import type { Uploads } from './streams.ts'

interface UploadStream {
  chunks: Uint8Array[]
  ended: boolean
}

/**
 * Bytes a call receives. At most the credit given is ever buffered; more is given as the handler consumes, so the
 * mail server's pace reaches back to the browser.
 */
export class UploadBuffer implements Uploads {
  readonly #streams = new Map<number, UploadStream>()
  readonly #grant: (bytes: number) => void
  readonly #signal: AbortSignal
  #expected: readonly number[] | undefined
  #credit = INITIAL_CREDIT_BYTES
  #consumed = 0
  #failure: PonteError | undefined
  #wake = (): void => undefined

  constructor(options: { grant: (bytes: number) => void; signal: AbortSignal }) {
    this.#grant = options.grant
    this.#signal = options.signal
    options.signal.addEventListener('abort', () => this.#wake(), { once: true })
  }

  /** A chunk from the browser. Breaking the rules fails the reader. */
  receive(stream: number, bytes: Uint8Array, last: boolean): void {
    if (stream > MAX_UPLOAD_STREAM || (bytes.length === 0 && !last))
      return this.#fail(new PonteError('uploadMismatch'))
    if (this.#expected?.includes(stream) === false) return this.#fail(unexpected(stream))
    const target = this.#stream(stream)
    if (target.ended) return this.#fail(new PonteError('uploadMismatch'))
    this.#credit -= bytes.length
    if (this.#credit < 0) return this.#fail(new PonteError('creditExceeded'))
    if (bytes.length > 0) target.chunks.push(bytes)
    // A million chunks of one byte would cost a hundred times their credit.
    if (target.chunks.length >= MAX_UPLOAD_CHUNKS) target.chunks = [Buffer.concat(target.chunks)]
    target.ended = last
    this.#wake()
  }

  expect(streams: readonly number[]): void {
    this.#expected = streams
    const stray = [...this.#streams.keys()].find((stream) => !streams.includes(stream))
    if (stray !== undefined) this.#fail(unexpected(stray))
  }

  async *read(stream: number, size: number): AsyncGenerator<Uint8Array, void, void> {
    const source = this.#stream(stream)
    let received = 0
    for (;;) {
      if (this.#signal.aborted) throw new PonteError('cancelled')
      if (this.#failure) throw this.#failure
      const chunk = source.chunks.shift()
      if (chunk) {
        received += chunk.length
        if (received > size) throw mismatch(size, received)
        yield chunk
        this.#renew(chunk.length)
        continue
      }
      if (source.ended) break
      this.#refuseStandstill()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (received !== size) throw mismatch(size, received)
  }

  #stream(number: number): UploadStream {
    const existing = this.#streams.get(number)
    if (existing) return existing
    const created: UploadStream = { chunks: [], ended: false }
    this.#streams.set(number, created)
    return created
  }

  /** The browser has no credit left and what is read now has not begun to come: both would wait for ever. */
  #refuseStandstill(): void {
    if (this.#credit > 0) return
    if (this.#consumed > 0) return this.#giveCredit()
    throw new PonteError('invalidArguments', {
      message:
        'The files are not uploaded in the order in which the message holds them: those with a Content-ID come first.',
    })
  }

  #renew(bytes: number): void {
    this.#consumed += bytes
    if (this.#consumed >= CREDIT_RENEWAL_BYTES && !this.#signal.aborted) this.#giveCredit()
  }

  #giveCredit(): void {
    this.#credit += this.#consumed
    this.#grant(this.#consumed)
    this.#consumed = 0
  }

  #fail(error: PonteError): void {
    this.#failure ??= error
    this.#wake()
  }
}

function unexpected(stream: number): PonteError {
  return new PonteError('uploadMismatch', { message: `The call has no upload as stream ${stream}.` })
}

function mismatch(size: number, received: number): PonteError {
  return new PonteError('uploadMismatch', {
    message: `The upload was declared as ${size} bytes and has ${received > size ? 'more' : received}.`,
  })
}
