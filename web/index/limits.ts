/** The header index's own limits. */

/** Messages of one block: what is held and written together. A change of a flag writes one anew. */
export const BLOCK_ROWS = 2_000
/** Bytes of subject, name and address each kept of one message, in UTF-16 units: the message itself has the rest. */
export const MAX_TEXT = 300
/** References kept of one message, counted from the newest, and always the first: a chain longer than this is linked by its ends. */
export const MAX_REFERENCES = 32
/** How long changes wait for more before they are written, in milliseconds. */
export const WRITE_DELAY_MS = 1_500
/** Headers asked for first: some screens of the newest, so that the list folds into conversations while the rest comes. */
export const FIRST_SYNC_BATCH = 200
/** Headers asked for in one FETCH after that: fewer cost a round trip each, more hold the side lane for longer than a second. */
export const SYNC_BATCH = 5_000
/** Names of one address that it is found by: people write their own in several ways, and machines in very many. */
export const MAX_NAMES = 4
