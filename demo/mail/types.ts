/** One header field; the value is wire text, already encoded, not yet folded. */
export type HeaderField = readonly [name: string, value: string]

/** A MIME entity (RFC 2045 section 2.4): its own header fields and its body as it goes over the wire. */
export type Entity = { headers: HeaderField[]; body: Buffer }

/** The person whose mailbox it is; every message is addressed to, or sent by, this user. */
export type DemoMailboxUser = { address: string; name: string }

/**
 * One message of the sample mailbox.
 *
 * `folder` is a path with `/` as the delimiter. `flags` are IMAP system flags (RFC 3501 section 2.3.2).
 * `raw()` composes the complete RFC 5322 bytes, CRLF line ends, the same bytes each time; nothing is kept, so whoever
 * needs them often caches them. `size` (octets) composes once on first use and remembers the number.
 */
export type SampleMessage = {
  folder: string
  flags: string[]
  internalDate: Date
  raw: () => Buffer
  readonly size?: number
}

export type Mailbox = { address: string; name?: string }

/** How the message came here, which decides its trace headers: by SMTP from outside, submitted by the user, or neither. */
export type Transport = 'received' | 'suspicious' | 'submitted' | 'none'

/** How non-ASCII header text is written (RFC 2047); UTF-8 in B encoding unless told. */
export type HeaderStyle = { charset?: string; encoding?: 'B' | 'Q' }

/** A message before it is bytes: what the genres produce and `render.ts` turns into a `SampleMessage`. */
export type Letter = {
  folder: string
  date: Date
  /** The Date header when it is not the time of arrival. */
  written?: Date
  /** Minutes east of UTC in the Date header; the sender's clock. Rome unless told. */
  zone?: number
  flags: string[]
  /** Without angle brackets. */
  messageId: string
  /** The Message-IDs before this one in its thread, oldest first (RFC 5322 section 3.6.4). */
  references?: string[]
  from: Mailbox
  to: Mailbox[]
  cc?: Mailbox[]
  subject: string
  headerStyle?: HeaderStyle
  headers?: HeaderField[]
  /** Header fields to leave out, lower case: what broken senders forget. */
  without?: string[]
  /** Fields that stand in for those of the same name, as wire text that need not be well formed. */
  replacing?: HeaderField[]
  mailer?: string
  transport: Transport
  body: () => Entity
  /** The plain text, when others may quote it. */
  text?: () => string
}
