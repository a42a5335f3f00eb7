/** What the console keeps of the past: some minutes of a page at work. */
export const MAX_ENTRIES = 2_000
/** Rows on screen, the newest; a filter finds the others. */
export const MAX_SHOWN_ENTRIES = 400
/** Items of a command that are kept to be looked at; all are counted. */
export const MAX_KEPT_ITEMS = 100
/** Bytes of a stream that are shown as text, where mail is asked for. */
export const MAX_STREAM_TEXT_BYTES = 64 * 1024
/** How often what passes is drawn, in milliseconds: a sync of headers must not slow down by being watched. */
export const DRAW_MS = 150
