import { Base64Decoder } from './base64.ts'

/** Content-Transfer-Encoding, RFC 2045 section 6, undone on the way: what one chunk leaves over waits for the next. */
interface TransferDecoder {
  write(bytes: Uint8Array): Buffer
  end(): Buffer
}

/** A decoder for the encoding's name; anything but base64 and quoted-printable passes as it is. */
export function transferDecoder(encoding: string | undefined): TransferDecoder {
  switch ((encoding ?? '').trim().toLowerCase()) {
    case 'base64':
      return new Base64Decoder()
    case 'quoted-printable':
      return new QuotedPrintableDecoder()
    default:
      return {
        write: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        end: () => Buffer.alloc(0),
      }
  }
}

class QuotedPrintableDecoder implements TransferDecoder {
  #rest: Buffer = Buffer.alloc(0)

  write(bytes: Uint8Array): Buffer {
    const input = Buffer.concat([this.#rest, bytes])
    let keep = decidedLength(input)
    if (input.length - keep > MAX_HELD_BYTES) keep = input.length
    this.#rest = input.subarray(keep)
    return decodeQuotedPrintable(input.subarray(0, keep))
  }

  end(): Buffer {
    const rest = this.#rest
    this.#rest = Buffer.alloc(0)
    return decodeQuotedPrintable(rest)
  }
}

/** Blanks held back for the end of their line, in bytes; a hostile line of blanks must not be copied for ever. */
const MAX_HELD_BYTES = 4_096

const CR = 0x0d
const LF = 0x0a
const EQUALS = 0x3d

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09
}

/**
 * How much of the input means the same whatever follows: not the blanks and the CR at its end, which a line break may
 * follow, nor the `=` before them, nor an escape that is cut.
 */
function decidedLength(input: Buffer): number {
  let end = input.length
  if (input[end - 1] === CR) end -= 1
  while (isBlank(input[end - 1])) end -= 1
  if (input[end - 1] === EQUALS) return end - 1
  return end === input.length && input[end - 2] === EQUALS ? end - 2 : end
}

function decodeQuotedPrintable(input: Buffer): Buffer {
  const output = Buffer.allocUnsafe(input.length)
  let length = 0
  for (let index = 0; index < input.length; index++) {
    const byte = input[index] as number
    if (byte === EQUALS) {
      const soft = softBreakLength(input, index)
      if (soft > 0) {
        index += soft - 1
        continue
      }
      const value = hexPair(input[index + 1], input[index + 2])
      if (value !== undefined) {
        output[length++] = value
        index += 2
        continue
      }
    }
    if (isBlank(byte)) {
      const end = endOfBlanks(input, index)
      // Blanks at a line's end were added on the way, RFC 2045 section 6.7 (3).
      if (lineBreakLength(input, end) === 0) length += input.copy(output, length, index, end)
      index = end - 1
      continue
    }
    output[length++] = byte
  }
  return output.subarray(0, length)
}

/** Length of `=`, blanks and a line break, or 0. */
function softBreakLength(input: Buffer, start: number): number {
  const end = endOfBlanks(input, start + 1)
  const lineBreak = lineBreakLength(input, end)
  return lineBreak === 0 ? 0 : end + lineBreak - start
}

function endOfBlanks(input: Buffer, start: number): number {
  let index = start
  while (isBlank(input[index])) index += 1
  return index
}

/** Of CRLF or LF at this place, or 0. */
function lineBreakLength(input: Buffer, at: number): number {
  if (input[at] === LF) return 1
  return input[at] === CR && input[at + 1] === LF ? 2 : 0
}

function hexPair(high: number | undefined, low: number | undefined): number | undefined {
  const first = hexDigit(high)
  const second = hexDigit(low)
  return first === undefined || second === undefined ? undefined : first * 16 + second
}

/** By arithmetic: text in quoted-printable may be megabytes of escapes, which other sessions must not wait for. */
function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const upper = byte & 0xdf
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : undefined
}
