/** Numbers that import and export go by. */

/** Messages whose rows are asked for in one FETCH, before their bytes. */
export const EXPORT_BATCH = 200

/** Messages asked for ahead of the one that is written: the next is on its way while a disk works. */
export const EXPORT_AHEAD = 3

/** Largest message exported or imported, in bytes: more than any mail server takes (Exchange Online: 150 MB). */
export const MAX_MESSAGE_BYTES = 256 * 1024 * 1024

/** How often at most the progress is drawn anew, in milliseconds. */
export const TRANSFER_PROGRESS_MS = 200
