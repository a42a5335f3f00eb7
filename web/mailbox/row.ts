import type { MessageRow } from '../../shared/mail/message.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'

/** A row of the list: a message as FETCH tells it, with the UID every action names it by. */
export type ListRow = Omit<MessageRow, 'uid'> & {
  uid: number
  /**
   * To be shown until the row itself is here: it is from the header index, or from before a time of which nothing was
   * told. `files` as the index tells it; without, the body structure does.
   */
  partial?: { files?: boolean }
}

/** A message taken out of the list to be read: named by mailbox and UID whatever the list shows meanwhile. */
export interface OpenMessage {
  row: ListRow
  mailbox: MailboxRef
}

/** RFC 3501 section 2.3.2; keywords and flags have no case. */
export function hasFlag(row: Pick<ListRow, 'flags'>, flag: string): boolean {
  const wanted = flag.toLowerCase()
  return row.flags?.some((one) => one.toLowerCase() === wanted) ?? false
}

export function withFlag(row: ListRow, flag: string, on: boolean): ListRow {
  return { ...row, flags: flagsWith(row.flags ?? [], flag, on) }
}

export function flagsWith(flags: readonly string[], flag: string, on: boolean): string[] {
  const others = flags.filter((one) => one.toLowerCase() !== flag.toLowerCase())
  return on ? [...others, flag] : others
}
