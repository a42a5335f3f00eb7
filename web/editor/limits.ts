/** Limits of the editor and of quotes. */

/** Longest HTML quoted as HTML, in UTF-16 code units: the text of a message travels in one frame of the wire (1 MiB). */
export const MAX_QUOTE_HTML = 350_000

/** Longest quoted text, in UTF-16 code units, for the same reason; a longer one is cut, with an ellipsis. */
export const MAX_QUOTE_TEXT = 150_000

/** Longest HTML pasted, in UTF-16 code units; of longer HTML the plain text is pasted. */
export const MAX_PASTE_HTML = 1_000_000

/** Longest wait for the frame in which HTML is sanitised, in milliseconds. */
export const CLEAN_ROOM_MS = 10_000
