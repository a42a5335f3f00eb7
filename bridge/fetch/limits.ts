/** Numbers that requests to other people's servers go by. */

/** How long one request may take until its answer begins, in milliseconds: a person waits for it. */
export const REQUEST_TIMEOUT_MS = 15_000

/** One-click requests of one session within a minute: a person who tidies up, not a way to flood somebody's server. */
export const ONE_CLICKS_PER_MINUTE = 20
export const MINUTE_MS = 60_000
