/** Numbers of the editor and of what is quoted. */

/** Longest quoted HTML kept as HTML, in UTF-16 code units: a message's text travels in one frame of the wire (1 MiB). */
export const MAX_QUOTE_HTML = 350_000

/** Longest quoted text, in UTF-16 code units, for the same reason; what is longer is cut with an ellipsis. */
export const MAX_QUOTE_TEXT = 150_000

/** Longest HTML taken from the clipboard, in UTF-16 code units: beyond, its plain text is taken. */
export const MAX_PASTE_HTML = 1_000_000

/** How long the frame that HTML is made safe in may take to load, in milliseconds. */
export const CLEAN_ROOM_MS = 10_000
