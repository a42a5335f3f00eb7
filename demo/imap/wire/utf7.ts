/** Modified UTF-7, RFC 3501 section 5.1.3: how mailbox names travel. */

export function encodeUtf7(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-'
    const bytes = Buffer.from(run, 'utf16le').swap16()
    return `&${bytes.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`
  })
}

/** Decodes a name; throws RangeError where the encoding is broken. */
export function decodeUtf7(name: string): string {
  if (/[^\x20-\x7e]/.test(name)) throw new RangeError('a mailbox name must be ASCII')
  return name.replace(/&([^-]*)(-?)/g, (_run, encoded: string, close: string) => {
    if (close === '') throw new RangeError('unfinished modified UTF-7')
    if (encoded === '') return '&'
    if (!/^[A-Za-z0-9+,]+$/.test(encoded)) throw new RangeError('not modified UTF-7')
    const bytes = Buffer.from(encoded.replaceAll(',', '/'), 'base64')
    if (bytes.length === 0 || bytes.length % 2 === 1) throw new RangeError('not modified UTF-7')
    return bytes.swap16().toString('utf16le')
  })
}
