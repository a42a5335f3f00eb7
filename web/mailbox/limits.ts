/** Limits of the mailbox model. */

/** Longest set of UIDs in one command of the page, in characters: Exchange refuses lines of about 10,000. */
export const MAX_SET_CHARACTERS = 8_000

/** Newest rows asked for when the folder of a snapshot has grown: more than a tall screen shows. */
export const CAUGHT_UP_ROWS = 60

/** Rows remembered of each folder that messages were moved to: as many as one undo is likely to bring back. */
export const FILED_ROWS = 200

/** Changes of flags remembered for answers that were asked for before them: no answer is older than so many changes. */
export const TOLD_CHANGES = 500
