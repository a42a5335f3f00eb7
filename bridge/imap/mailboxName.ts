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

/** INBOX is case-insensitive, RFC 3501 section 5.1. */
export function canonical(path: string): string {
  return path.toUpperCase() === 'INBOX' ? 'INBOX' : path
}
