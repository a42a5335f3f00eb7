/** Numbers more than one of the page's stores goes by. */

/** How long a toast stays, in milliseconds: long enough to read and to reach Undo (WCAG 2.2.1 asks for no less than the need). */
export const TOAST_MS = 10_000

/** Widths of the folders' and the list's pane, in CSS pixels: names stay readable; `wide` suits screens from 1,800 on. */
export const SIDE_WIDTH = { min: 180, max: 420, initial: 236, wide: 264 }
export const LIST_WIDTH = { min: 280, max: 720, initial: 396, wide: 460 }

/** How often a server is asked for news where nothing else is told, in milliseconds: the bridge's own POLL_INTERVAL_MS. */
export const POLL_INTERVAL_MS = 30_000

/** How long what is kept waits for more changes before it is written, in milliseconds. */
export const KEEP_DELAY_MS = 1_000
