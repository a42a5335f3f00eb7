/** Content-Transfer-Encoding, RFC 2045 section 6, undone on the way: what one chunk leaves over waits for the next. */
export interface TransferDecoder {
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

const NOT_BASE64 = /[^A-Za-z0-9+/=]+/g

class Base64Decoder implements TransferDecoder {
  #rest = ''

  write(bytes: Uint8Array): Buffer {
    const clean =
      this.#rest +
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(NOT_BASE64, '')
    // Padding in the middle ends one base64 text and begins another (concatenated parts in the wild): decode each.
    const whole = clean.length - (clean.length % 4)
    this.#rest = clean.slice(whole)
    return decodeQuads(clean.slice(0, whole))
  }

  end(): Buffer {
    const rest = this.#rest
    this.#rest = ''
    return Buffer.from(rest, 'base64')
  }
}

function decodeQuads(text: string): Buffer {
  const padding = text.indexOf('=')
  if (padding === -1 || padding >= text.length - 2) return Buffer.from(text, 'base64')
  const pieces: Buffer[] = []
  for (const piece of text.split(/=+/)) if (piece !== '') pieces.push(Buffer.from(piece, 'base64'))
  return Buffer.concat(pieces)
}

class QuotedPrintableDecoder implements TransferDecoder {
  #rest: Buffer = Buffer.alloc(0)

  write(bytes: Uint8Array): Buffer {
    const input = Buffer.concat([this.#rest, bytes])
    // A soft break or an escape may be cut; trailing blanks of a line are only known at its end.
    let keep = input.length
    const lineStart = input.lastIndexOf(0x0a) + 1
    while (keep > lineStart && isBlank(input[keep - 1])) keep -= 1
    const escape = input.lastIndexOf(0x3d, keep - 1)
    if (escape !== -1 && escape >= keep - 2) keep = escape
    if (keep > 0 && input[keep - 1] === 0x0d) keep -= 1
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

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09
}

function decodeQuotedPrintable(input: Buffer): Buffer {
  const output = Buffer.allocUnsafe(input.length)
  let length = 0
  for (let index = 0; index < input.length; index++) {
    const byte = input[index] as number
    if (byte === 0x3d) {
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
    if (byte === 0x0a || byte === 0x0d) {
      while (length > 0 && isBlank(output[length - 1]) && isBlank(input[index - 1])) length -= 1
    }
    output[length++] = byte
  }
  return output.subarray(0, length)
}

/** Length of `=`, blanks and a line break, or 0. */
function softBreakLength(input: Buffer, start: number): number {
  let index = start + 1
  while (isBlank(input[index])) index += 1
  if (input[index] === 0x0d && input[index + 1] === 0x0a) return index + 2 - start
  if (input[index] === 0x0a) return index + 1 - start
  return 0
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
