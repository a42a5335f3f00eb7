import type { MailboxRef } from '../../../shared/protocol/values.ts'

/** A message that a search found, in whatever folder. */
export interface FoundMessage {
  /** Its name in the list: `messageKey`. */
  key: string
  mailbox: MailboxRef
  uid: number
  /** INTERNALDATE in milliseconds; 0 where nobody tells. */
  received: number
}
