/** Numbers that what goes on behind the rows goes by. */

/** How long a message is read, or a list looked at, before what probably comes next is fetched, in milliseconds. */
export const AHEAD_DELAY_MS = 400

/** Neighbours of the open message fetched ahead: more below, where reading goes on. */
export const AHEAD_PLACES = [1, 2, -1]

/** Unread messages at the top of the list fetched ahead. */
export const AHEAD_UNREAD = 3

/** How long after a change of mailboxes bodies of messages that are gone are dropped, in milliseconds: a sync tells many. */
export const TIDY_DELAY_MS = 3_000

/** How long a folder has been on screen before its headers are synced, in milliseconds: what the user waits for comes first. */
export const SYNC_DELAY_MS = 2_000

/** When a sync that was upset by a change is tried again, in milliseconds. */
export const SYNC_AGAIN_MS = 2_000

/** The longest it waits after several in vain, in milliseconds. */
export const SYNC_AGAIN_MAX_MS = 5 * 60_000

/** Headers handed to the worker at once, in rows: cloning them takes the page a millisecond or two. */
export const STAGED_ROWS = 400

/** How long a folder has been on screen before its kept headers are looked at, in milliseconds: the worker comes behind the rows. */
export const RECALL_DELAY_MS = 1_000

/** How long after mail came blocked senders are looked for, in milliseconds: a message that comes is seldom alone. */
export const JUNK_DELAY_MS = 500

/** Blocked senders that one SEARCH names, the last ones: a command line has an end (8,000 octets, RFC 7162 section 4). */
export const MAX_NAMED_SENDERS = 100
