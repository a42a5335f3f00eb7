import type { Address } from '../../shared/mail/address.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'

/** A message that the page begins for the writer: from a link, or in answer to something that asks. */
export interface Letter {
  /** Whom it comes from, if the account may send so. */
  from?: Address
  /** Its key from the beginning, for who wants to know what became of it. */
  messageId?: string
  to: string[]
  cc?: string[]
  subject: string
  /** Plain text. */
  text: string
  /** An iCalendar object that goes along as an alternative of the text (RFC 6047). */
  calendar?: { method: 'REPLY'; text: string }
  inReplyTo?: string
  /** The message that is marked as answered once this one is sent. */
  answers?: { mailbox: MailboxRef; uid: number }
  /** It is complete: it goes at once, with the time to undo. */
  send?: boolean
}
