/** Numbers the folders go by. */

/** How long counts wait for more changes before the server is asked again, in milliseconds. */
export const COUNTS_DELAY_MS = 2_000

/** Longest name of a new folder, in characters; servers refuse far longer ones, each at its own length. */
export const MAX_FOLDER_NAME = 200

/** How often the counts of all folders are asked for, in milliseconds: other clients file mail there unseen. */
export const ALL_COUNTS_MS = 5 * 60_000

/** Least time between two such rounds that looking at the page again asks for, in milliseconds. */
export const COUNTS_GAP_MS = 10_000
