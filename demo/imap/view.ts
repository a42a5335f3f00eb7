import { indexOfUid, type Mailbox, type MailboxWatcher, type Message } from './mailbox.ts'

/**
 * One session's picture of the mailbox it selected. Sequence numbers are positions in this picture, and the
 * picture changes only when the client is told (RFC 3501 section 7.4.1): changes by others wait here until
 * {@link MailboxView.flush}, which is why an expunged message still has its number, and its bytes, until then.
 */
export class MailboxView implements MailboxWatcher {
  readonly mailbox: Mailbox
  readonly readOnly: boolean
  /** Called when there is something to flush; IDLE listens. */
  onChange: (() => void) | undefined
  readonly #messages: Message[]
  readonly #added: Message[] = []
  readonly #expunged = new Set<Message>()
  readonly #flagged = new Set<Message>()
  readonly #recent = new Set<number>()

  constructor(mailbox: Mailbox, options: { readOnly: boolean }) {
    this.mailbox = mailbox
    this.readOnly = options.readOnly
    this.#messages = [...mailbox.messages]
    this.#claimRecent(this.#messages)
    mailbox.watch(this)
  }

  close(): void {
    this.onChange = undefined
    this.mailbox.unwatch(this)
  }

  get messages(): readonly Message[] {
    return this.#messages
  }

  get recentCount(): number {
    return this.#recent.size
  }

  isRecent(message: Message): boolean {
    return this.#recent.has(message.uid)
  }

  isExpunged(message: Message): boolean {
    return this.#expunged.has(message)
  }

  /** The message's sequence number, from 1. */
  sequence(message: Message): number {
    return indexOfUid(this.#messages, message.uid) + 1
  }

  /** The flags as FETCH shows them to this session. */
  flags(message: Message): string[] {
    return this.isRecent(message) ? [...message.flags, '\\Recent'] : [...message.flags]
  }

  added(message: Message): void {
    this.#added.push(message)
    this.onChange?.()
  }

  expunged(message: Message): void {
    this.#expunged.add(message)
    this.onChange?.()
  }

  flagsChanged(message: Message): void {
    this.#flagged.add(message)
    this.onChange?.()
  }

  /** Leaves out a flag change that the client is told by other means, such as a FETCH response that shows the flags. */
  forgetFlagChange(message: Message): void {
    this.#flagged.delete(message)
  }

  /**
   * Applies what waits and returns the untagged responses for it. `allowExpunge` is false during FETCH, STORE and
   * SEARCH, where sequence numbers must hold.
   */
  flush(options: { allowExpunge: boolean }): string[] {
    const responses: string[] = []
    if (options.allowExpunge && this.#expunged.size > 0) {
      for (const message of [...this.#expunged]) {
        const index = indexOfUid(this.#messages, message.uid)
        if (this.#messages[index] !== message) continue // added and expunged between two flushes: see below
        this.#messages.splice(index, 1)
        this.#expunged.delete(message)
        this.#flagged.delete(message)
        this.#recent.delete(message.uid)
        responses.push(`* ${index + 1} EXPUNGE`)
      }
    }
    // A message that came and went between two flushes was never seen by this client: it gets no number at all.
    const fresh = this.#added.splice(0).filter((message) => !this.#expunged.delete(message))
    if (fresh.length > 0) {
      this.#messages.push(...fresh)
      this.#claimRecent(fresh)
      responses.push(`* ${this.#messages.length} EXISTS`, `* ${this.#recent.size} RECENT`)
    }
    for (const message of this.#flagged) {
      if (this.#expunged.has(message)) continue // it is gone; the client will hear that
      const sequence = this.sequence(message)
      if (this.#messages[sequence - 1] === message)
        responses.push(`* ${sequence} FETCH (FLAGS (${this.flags(message).join(' ')}))`)
    }
    this.#flagged.clear()
    return responses
  }

  /** A message is recent to the first session that learns of it; EXAMINE learns without taking (RFC 3501 section 2.3.2). */
  #claimRecent(messages: readonly Message[]): void {
    const from = this.mailbox.firstRecentUid
    for (const { uid } of messages) if (uid >= from) this.#recent.add(uid)
    const last = messages.at(-1)
    if (!this.readOnly && last) this.mailbox.firstRecentUid = Math.max(from, last.uid + 1)
  }
}
