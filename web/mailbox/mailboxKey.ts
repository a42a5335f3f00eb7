import type { MailboxRef } from '../../shared/protocol/values.ts'

/** A mailbox as long as its UIDs mean the same: UIDVALIDITY and path. */
export function mailboxKey({ path, uidValidity }: MailboxRef): string {
  return `${uidValidity} ${path}`
}

/** A message of it; the path stands last, since it may hold anything. */
export function messageKey(mailbox: MailboxRef, uid: number): string {
  return `${uid} ${mailboxKey(mailbox)}`
}
