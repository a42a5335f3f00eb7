export interface Person {
  name: string
  address: string
}

/** The rows of a list, from its bottom: a message each, or a conversation by its newest message in the mailbox. */
export interface Arrangement {
  uids: Uint32Array
  /** With conversations: the UIDs each row stands for, oldest first, all one after the other … */
  members?: Uint32Array
  /** … and where each row's end. */
  ends?: Uint32Array
}

/** What the row of a conversation shows beside its newest message. */
export interface ConversationSummary {
  /** The row's UID. */
  uid: number
  /** Who wrote, oldest first, nobody twice; messages of other mailboxes included. */
  people: Person[]
  /** Messages in all, those of other mailboxes included. */
  count: number
  /** Those of this mailbox, oldest first, with their flags as bits of `MARK`. */
  members: { uid: number; marks: number }[]
}

/** Whether the UIDs stand as they arrived. */
export function isAscending(uids: Uint32Array): boolean {
  for (let at = 1; at < uids.length; at++) if ((uids[at] ?? 0) <= (uids[at - 1] ?? 0)) return false
  return true
}
