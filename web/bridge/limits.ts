/** Numbers of the browser's end of the wire, beside those both ends share (`shared/protocol/limits.ts`). */

/** From the WebSocket's opening to `hello`, in milliseconds: a bridge that takes longer is not there. */
export const OPEN_TIMEOUT_MS = 15_000

/** Bytes consumed before credit for them is given, as a share of the initial credit: a frame per 4 chunks, not per chunk. */
export const CREDIT_SHARE = 1 / 4

/** First wait before connecting again, in milliseconds. */
export const BACKOFF_FIRST_MS = 500

/** Longest wait before connecting again, in milliseconds: short enough that nobody reaches for the reload button. */
export const BACKOFF_MAX_MS = 30_000

/** Between two commands of bulk work once the server has throttled, in milliseconds; twice as long each time, and no longer than the most. */
export const BULK_PAUSE_MS = 2_000
export const BULK_PAUSE_MAX_MS = 30_000

/** What is left of that pause after each command that goes through, and where it ends: some twenty commands later. */
export const BULK_RECOVERY = 0.9
export const BULK_PAUSE_END_MS = 250
