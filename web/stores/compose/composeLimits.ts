/** Numbers writing goes by. */

/** Size from which a message is likely to be refused somewhere, in bytes: what Outlook.com and Gmail take. */
export const LARGE_MESSAGE_BYTES = 25 * 1024 * 1024

/** How soon what was typed is in the browser's own storage, in milliseconds. */
export const KEEP_DELAY_MS = 500

/** Pause of typing after which the draft is saved to the server, in milliseconds. */
export const SAVE_DELAY_MS = 5_000

/** The same with files that would be uploaded each time. */
export const SAVE_DELAY_WITH_FILES_MS = 30_000

/** Size of files from which that longer pause counts, in bytes. */
export const LIGHT_FILES_BYTES = 1024 * 1024

/** Tries to put a copy into the Sent folder before the writer is told, and the pause between them, in milliseconds. */
export const FILE_TRIES = 3
export const FILE_PAUSE_MS = 2_000

/** Attachments of one message: the protocol's own bound. */
export const MAX_FILES = 100

/** Addresses offered for completion. */
export const MAX_SUGGESTIONS = 6
