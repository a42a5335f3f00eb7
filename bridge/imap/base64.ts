const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PADDING = 0x3d
/** Six bits by character; −1, which spoils any sum of bits it enters, for what is no base64. */
const VALUES = Int32Array.from({ length: 256 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)))

/**
 * Base64, RFC 2045 section 6.8: what is not of its alphabet is left out. By arithmetic on the bytes and not by way of strings:
 * a download of any size leaves no more behind than what it decodes to.
 */
export class Base64Decoder {
  /** Of a group of four characters that is not whole: their bits, and how many there are. */
  #bits = 0
  #count = 0

  write(bytes: Uint8Array): Buffer {
    const output = Buffer.allocUnsafe(Math.ceil(((bytes.length + 3) * 3) / 4))
    let length = 0
    for (let at = 0; at < bytes.length; at++) {
      if (this.#count === 0) {
        for (; at + 3 < bytes.length; at += 4, length += 3) {
          const group = groupAt(bytes, at)
          if (group < 0) break
          output[length] = group >> 16
          output[length + 1] = group >> 8
          output[length + 2] = group
        }
        if (at >= bytes.length) break
      }
      length += this.#take(bytes[at] as number, output, length)
    }
    return output.subarray(0, length)
  }

  end(): Buffer {
    const output = Buffer.alloc(2)
    return output.subarray(0, this.#leave(output, 0))
  }

  /** One character. @returns how many bytes it brought */
  #take(code: number, output: Buffer, at: number): number {
    // Padding in the middle ends one base64 text and begins another (concatenated parts in the wild).
    if (code === PADDING) return this.#leave(output, at)
    const value = VALUES[code] as number
    if (value < 0) return 0
    this.#bits = (this.#bits << 6) | value
    this.#count += 1
    if (this.#count < 4) return 0
    output.writeUIntBE(this.#bits, at, 3)
    this.#bits = 0
    this.#count = 0
    return 3
  }

  /** What there is of a group that breaks off. */
  #leave(output: Buffer, at: number): number {
    const length = Math.max(0, this.#count - 1)
    const bits = this.#bits >> (length === 1 ? 4 : 2)
    if (length > 0) output.writeUIntBE(bits, at, length)
    this.#bits = 0
    this.#count = 0
    return length
  }
}

/** Four characters as 24 bits; negative when one of them is no base64. */
function groupAt(bytes: Uint8Array, at: number): number {
  return (
    ((VALUES[bytes[at] as number] as number) << 18) |
    ((VALUES[bytes[at + 1] as number] as number) << 12) |
    ((VALUES[bytes[at + 2] as number] as number) << 6) |
    (VALUES[bytes[at + 3] as number] as number)
  )
}
