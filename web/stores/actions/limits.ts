/** Numbers that what is done to messages goes by. */

/** Steps that can be undone one after the other; older ones are forgotten. */
export const MAX_UNDO_STEPS = 50

/** Messages that are looked for by Message-ID, one search each, where the server does not tell what a copy became. */
export const MAX_MESSAGE_ID_SEARCHES = 50

/** Folders remembered as places messages were moved to, most recent first. */
export const MAX_RECENT_FOLDERS = 5
