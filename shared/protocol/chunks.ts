/**
 * Binary frames: the bytes of a call's streams (rule T2). Apart from `frames.ts`, whose schemas the browser has no use for.
 */

/** One chunk of a byte stream. */
export interface Chunk {
  tag: number
  /** Which stream of the call: 0 unless the command says otherwise. */
  stream: number
  /** No more chunks of this stream follow. */
  last: boolean
  /** A view into the frame, not a copy. */
  bytes: Uint8Array
}

/** Bytes before the payload: 4 tag, 2 stream number, both big-endian, 1 flag. */
const CHUNK_HEADER_BYTES = 7
const LAST = 1

/** Builds a binary frame (rule T2). */
export function encodeChunk(chunk: Chunk): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(CHUNK_HEADER_BYTES + chunk.bytes.length)
  const view = new DataView(frame.buffer)
  view.setUint32(0, chunk.tag)
  view.setUint16(4, chunk.stream)
  view.setUint8(6, chunk.last ? LAST : 0)
  frame.set(chunk.bytes, CHUNK_HEADER_BYTES)
  return frame
}

/** Reads a binary frame; `undefined` when it is none. */
export function decodeChunk(frame: Uint8Array): Chunk | undefined {
  if (frame.length < CHUNK_HEADER_BYTES) return undefined
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const tag = view.getUint32(0)
  const flag = view.getUint8(6)
  if (tag === 0 || flag > LAST) return undefined
  return { tag, stream: view.getUint16(4), last: flag === LAST, bytes: frame.subarray(CHUNK_HEADER_BYTES) }
}
