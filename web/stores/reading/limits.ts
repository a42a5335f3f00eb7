/** Numbers that reading goes by. */

/** How long a message is open before the server is asked for the rest of its conversation, in milliseconds: who passes over it asks nothing. */
export const CONVERSATION_DELAY_MS = 150

/** How long after a message went the server is asked which of a conversation are left, in milliseconds: they seldom go alone. */
export const CONVERSATION_CHECK_MS = 1_000

/** How far from the open message its folder is searched, in UIDs either way: a search by header reads every message it looks at. */
export const CONVERSATION_UIDS = 3_000

/** How far back and ahead the other folder is searched, in days, for the same reason. */
export const CONVERSATION_DAYS = 60

/** Message-IDs asked for in one search: the newest of a long chain, and its root. */
export const CONVERSATION_IDS = 6

/** Messages fetched from one folder for one conversation, the newest. */
export const CONVERSATION_FETCHED = 50

/** Bytes of a download gathered in memory before the browser takes them over. */
export const FILE_PIECE_BYTES = 4 * 1024 * 1024

/** How often at most the progress of a download is drawn anew, in milliseconds. */
export const PROGRESS_MS = 100

/** How long after a download its file is kept for the browser, in milliseconds: some begin late. */
export const SAVE_MS = 60_000

/** Messages kept in memory for being opened again, or next, counted in messages; and their bytes as decoded. */
export const MAX_BODIES_IN_MEMORY = 60
export const MAX_BODY_BYTES_IN_MEMORY = 12 * 1024 * 1024

/** Largest message fetched before it is opened, in bytes as transferred. */
export const MAX_AHEAD_BYTES = 256 * 1024

/** How long opening waits for what was asked for on the side lane at the press, in milliseconds: two round trips of most ways. */
export const PRESSED_WAIT_MS = 300

/** How long a message waits for the browser's database before the server is asked, in milliseconds: a healthy one answers within ten. */
export const STORED_WAIT_MS = 1_000

/** How long writing what was read waits for a moment without work, at most, in milliseconds. */
export const STORE_IDLE_MS = 2_000

/** Largest body part kept in memory, in bytes as decoded; BODYSTRUCTURE may tell less than what comes. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024

/** Largest remote picture that is kept, in bytes: as the bridge has it. */
export const MAX_REMOTE_PICTURE_BYTES = 10 * 1024 * 1024
