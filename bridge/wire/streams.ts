/** Bytes on their way to the browser, under its credit (rule C4). */
export interface Download {
  /** Sends bytes of a stream in chunks; resolves when the browser's credit and the socket have taken them. */
  write(stream: number, bytes: Uint8Array): Promise<void>
  /** Ends a stream, with its last bytes. Every stream that was begun must be ended. */
  end(stream: number, bytes?: Uint8Array): Promise<void>
}

/** Bytes on their way from the browser; more credit is given as they are consumed. */
export interface Uploads {
  /** Which streams the call has: a chunk of any other fails it with `uploadMismatch`. */
  expect(streams: readonly number[]): void
  /** The stream's chunks. @throws PonteError `uploadMismatch` when it does not end after exactly `size` bytes. */
  read(stream: number, size: number): AsyncGenerator<Uint8Array, void, void>
}
