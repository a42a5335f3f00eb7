/** Numbers that what this browser keeps goes by. */

/** Bodies kept on disk, of all accounts together, counted in messages: what a person reads in weeks, and a list quick to look through. */
export const MAX_STORED_BODIES = 1_000

/** Bytes of all of them, as decoded: the headers of a large mailbox have their room beside it. */
export const MAX_STORED_BODIES_BYTES = 48 * 1024 * 1024

/** Largest body kept, in bytes as decoded: one alone must not push out what a week's letters take. */
export const MAX_STORED_BODY_BYTES = 6 * 1024 * 1024
