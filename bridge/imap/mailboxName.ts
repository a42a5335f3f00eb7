import { decodePath, encodePath, type CommandArgument, type ImapClient } from './library.ts'

/**
 * Mailbox names on the wire: modified UTF-7, RFC 3501 section 5.1.3. The bridge never enables UTF8=ACCEPT, so the
 * encoding depends on no connection.
 */
const PLAIN = { enabled: new Set<string>(), capabilities: new Map() } as unknown as ImapClient

/** A mailbox name as an argument, always quoted: names that look like lists or wildcards stay names. */
export function mailboxArgument(path: string): CommandArgument {
  return { type: 'STRING', value: encodePath(PLAIN, canonical(path)) }
}

/** A pattern of LIST; `*` and `%` work inside quotes too. */
export function patternArgument(pattern: string): CommandArgument {
  return { type: 'STRING', value: encodePath(PLAIN, pattern) }
}

/** A name from the wire, as a person reads it. A name that is no valid UTF-7 stays as sent. */
export function decodeMailboxName(name: string): string {
  return canonical(decodePath(PLAIN, name))
}

/** One `&…-` of modified UTF-7: `&-` itself, or base64 of UTF-16. */
const SHIFTED = /&(?:-|([A-Za-z0-9+,]+)-)/g
const CONTROL = /\p{Cc}/u
const LONE_SURROGATE = /\p{Cs}/u

/**
 * Whether commands can name a mailbox by what the server sent: broken UTF-7 does not come back as the same bytes, and
 * control characters, which `values.ts` refuses, would end the command.
 */
export function isMailboxName(name: string): boolean {
  if (name === '' || name.includes('\ufffd') || CONTROL.test(decodeMailboxName(name))) return false
  const shifts = [...name.matchAll(SHIFTED)]
  if (shifts.length !== name.split('&').length - 1) return false
  return shifts.every(([, base64]) => base64 === undefined || isUtf16(base64))
}

function isUtf16(base64: string): boolean {
  const bytes = Buffer.from(base64.replaceAll(',', '/'), 'base64')
  return (
    bytes.length > 0 && bytes.length % 2 === 0 && !LONE_SURROGATE.test(bytes.swap16().toString('utf16le'))
  )
}

/** INBOX is case-insensitive, RFC 3501 section 5.1. */
export function canonical(path: string): string {
  return path.toUpperCase() === 'INBOX' ? 'INBOX' : path
}
