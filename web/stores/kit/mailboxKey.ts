import type { MailboxRef } from '../../../shared/protocol/values.ts'

/** A mailbox as long as its UIDs mean the same: UIDVALIDITY and path. */
export function mailboxKey({ path, uidValidity }: MailboxRef): string {
  return `${uidValidity} ${path}`
}
