/** Characters of one line of base64, RFC 2045 section 6.8. */
const LINE = 76
/** Source bytes of whole lines handed on at once, about 64 KiB. */
const BLOCK = (LINE / 4) * 3 * 1_024

/** Length of so many bytes in base64, in lines of 76 without a break after the last. */
export function base64Length(bytes: number): number {
  const characters = Math.ceil(bytes / 3) * 4
  return characters + (characters === 0 ? 0 : (Math.ceil(characters / LINE) - 1) * 2)
}

/** Encodes on the way; holds at most one block. */
export async function* encodeBase64(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  let rest: Buffer = Buffer.alloc(0)
  let begun = false
  const lines = (bytes: Buffer): Buffer => {
    const text = (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
    const block = Buffer.from(begun ? `\r\n${text}` : text, 'latin1')
    begun = true
    return block
  }
  for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk])
    const whole = rest.length - (rest.length % BLOCK)
    if (whole === 0) continue
    yield lines(rest.subarray(0, whole))
    rest = rest.subarray(whole)
  }
  if (rest.length > 0) yield lines(rest)
}
