/** Special-use flags of RFC 6154 that LIST may show. */
export type SpecialUse = '\\Sent' | '\\Trash' | '\\Junk' | '\\Drafts' | '\\Archive'

/** What a message is made of. A function is called whenever the bytes are needed and must return the same bytes each time. */
export type RawMessage = Buffer | (() => Buffer)

/** A message to add: its bytes (CRLF lines), flags such as `\Seen`, and when it arrived (default: now). */
export interface NewMessage {
  raw: RawMessage
  flags?: Iterable<string>
  internalDate?: Date
  /** Size of `raw` in bytes; saves calling a lazy `raw` to learn it. */
  size?: number
}

/** The flags Outlook keeps; it has no `\*`, so there are no others. */
export const PERMANENT_FLAGS = [
  '\\Seen',
  '\\Answered',
  '\\Flagged',
  '\\Deleted',
  '\\Draft',
  '$MDNSent',
] as const

const FLAG_SPELLING: ReadonlyMap<string, string> = new Map(
  PERMANENT_FLAGS.map((flag) => [flag.toLowerCase(), flag]),
)

/** The flag as the server spells it; undefined for one it does not keep. */
export function canonicalFlag(flag: string): string | undefined {
  return FLAG_SPELLING.get(flag.toLowerCase())
}

/** What FETCH says of a message again and again, as finished text: a list of thousands of rows is then a join of strings. */
export interface KeptTexts {
  envelope?: string
  body?: string
  bodystructure?: string
}

/** Octets of made messages that are kept: more than all of the sample mailbox has, and bounded for a larger one. */
const KEPT_OCTETS = 48 * 1024 * 1024

/** What functions made, the one asked for last at the end. */
const kept = new Map<MessageContent, Buffer>()
let keptOctets = 0

function keep(content: MessageContent, raw: Buffer): void {
  kept.set(content, raw)
  keptOctets += raw.length
  for (const [oldest, bytes] of kept) {
    if (keptOctets <= KEPT_OCTETS) return
    kept.delete(oldest)
    keptOctets -= bytes.length
  }
}

/** A message's bytes, shared by its copies. */
export class MessageContent {
  readonly #raw: RawMessage
  /** Kept here by FETCH, shared by all copies of the message. */
  readonly texts: KeptTexts = {}
  #size: number | undefined

  constructor(raw: RawMessage, size?: number) {
    this.#raw = raw
    this.#size = size
  }

  get raw(): Buffer {
    if (typeof this.#raw !== 'function') return this.#raw
    const raw = kept.get(this)
    if (raw) {
      kept.delete(this)
      kept.set(this, raw)
      return raw
    }
    const made = this.#raw()
    keep(this, made)
    return made
  }

  get size(): number {
    return (this.#size ??= this.raw.length)
  }
}

/** A message in one mailbox. Flags change only through {@link Mailbox.setFlags}, which tells the sessions. */
export interface Message {
  readonly uid: number
  readonly flags: ReadonlySet<string>
  readonly internalDate: Date
  readonly content: MessageContent
  readonly raw: Buffer
  readonly size: number
}

class StoredMessage implements Message {
  readonly uid: number
  readonly internalDate: Date
  readonly content: MessageContent
  flags: ReadonlySet<string>

  constructor(fields: { uid: number; content: MessageContent; flags: Iterable<string>; internalDate: Date }) {
    this.uid = fields.uid
    this.content = fields.content
    this.internalDate = fields.internalDate
    this.flags = keptFlags(fields.flags)
  }

  get raw(): Buffer {
    return this.content.raw
  }

  get size(): number {
    return this.content.size
  }
}

/** Somebody who has the mailbox selected. Called at once, while the change is made: take note, answer later. */
export interface MailboxWatcher {
  added(message: Message): void
  expunged(message: Message): void
  flagsChanged(message: Message): void
}

/** A folder and its messages in UID order. */
export class Mailbox {
  path: string
  readonly uidValidity: number
  readonly specialUse: SpecialUse | undefined
  /** True for a name without a mailbox, which LIST shows as `\Noselect`. */
  noselect = false
  uidNext = 1
  /** UIDs from here on have not been seen by any session: RFC 3501's `\Recent`. */
  firstRecentUid = 1
  readonly #watchers = new Set<MailboxWatcher>()
  #messages: StoredMessage[] = []

  constructor(fields: { path: string; uidValidity: number; specialUse?: SpecialUse | undefined }) {
    this.path = fields.path
    this.uidValidity = fields.uidValidity
    this.specialUse = fields.specialUse
  }

  get messages(): readonly Message[] {
    return this.#messages
  }

  watch(watcher: MailboxWatcher): void {
    this.#watchers.add(watcher)
  }

  unwatch(watcher: MailboxWatcher): void {
    this.#watchers.delete(watcher)
  }

  append(message: NewMessage): Message {
    const { flags = [], internalDate = new Date() } = message
    return this.add(new MessageContent(message.raw, message.size), { flags, internalDate })
  }

  /** Adds content that may belong to another message already: COPY and MOVE. */
  add(content: MessageContent, fields: { flags: Iterable<string>; internalDate: Date }): Message {
    // Field by field: `fields` may be a message of another mailbox, whose UID must not come along.
    const { flags, internalDate } = fields
    const message = new StoredMessage({ uid: this.uidNext++, content, flags, internalDate })
    this.#messages.push(message)
    for (const watcher of this.#watchers) watcher.added(message)
    return message
  }

  /** Replaces a message's flags with those of `flags` that the server keeps; all watchers but `by` are told. */
  setFlags(message: Message, flags: Iterable<string>, by?: MailboxWatcher): void {
    const stored = this.#find(message)
    if (!stored) return
    const kept = keptFlags(flags)
    if (kept.size === stored.flags.size && [...kept].every((flag) => stored.flags.has(flag))) return
    stored.flags = kept
    for (const watcher of this.#watchers) if (watcher !== by) watcher.flagsChanged(stored)
  }

  /** Removes the messages that `which` picks and returns them; all watchers are told. */
  expunge(which: (message: Message) => boolean): Message[] {
    const gone = this.#messages.filter(which)
    if (gone.length === 0) return gone
    const lost = new Set(gone)
    this.#messages = this.#messages.filter((message) => !lost.has(message))
    for (const message of gone) for (const watcher of this.#watchers) watcher.expunged(message)
    return gone
  }

  has(message: Message): boolean {
    return this.#find(message) !== undefined
  }

  #find(message: Message): StoredMessage | undefined {
    const found = this.#messages[indexOfUid(this.#messages, message.uid)]
    return found === message ? found : undefined
  }
}

/** Index of the first message whose UID is at least `uid`; the length when there is none. */
export function indexOfUid(messages: readonly { uid: number }[], uid: number): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((messages[middle]?.uid ?? 0) < uid) low = middle + 1
    else high = middle
  }
  return low
}

function keptFlags(flags: Iterable<string>): ReadonlySet<string> {
  const given = new Set<string>()
  for (const flag of flags) {
    const kept = canonicalFlag(flag)
    if (kept) given.add(kept)
  }
  return new Set(PERMANENT_FLAGS.filter((flag) => given.has(flag)))
}
