import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { ListRow } from '../../mailbox/row.ts'
import type { Messages } from './messages.ts'
import type { Selection } from './selection.ts'

/** Messages named where they are, as a drag carries them. */
export interface NamedMessages {
  mailbox: MailboxRef
  uids: readonly number[]
  /** The row they were named by, as it shows: that of their conversation. */
  row?: ListRow
  /** Rows of a folder that is not on screen: they tell how to find the messages again. */
  rows?: readonly ListRow[]
}

/** What something is done to: a row of the folder on screen, what is chosen there, or messages named outright. */
export type Target = ListRow | 'selection' | NamedMessages

/** @returns the one message that a row of the folder `mailbox` shows; none for a selection */
export function messageOf(
  target: Target,
  mailbox: MailboxRef,
): { row: ListRow; mailbox: MailboxRef } | undefined {
  if (target === 'selection') return undefined
  if (!('uids' in target)) return { row: target, mailbox }
  return target.row && { row: target.row, mailbox: target.mailbox }
}

/** @throws {PonteError} when the server could not name what is chosen */
export async function nameTarget(
  target: Target,
  stores: {
    messages: Pick<Messages, 'mailboxRef'>
    selection: Pick<Selection, 'named'>
    arrangement: { withMembers(uids: readonly number[]): number[] }
  },
): Promise<NamedMessages> {
  if (target === 'selection') {
    const uids = await stores.selection.named()
    return { mailbox: stores.messages.mailboxRef(), uids: stores.arrangement.withMembers([...uids]) }
  }
  if ('uids' in target) return target
  return { mailbox: stores.messages.mailboxRef(), uids: [target.uid] }
}
