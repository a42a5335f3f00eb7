/** Limits of the mailbox's shell. */

/** Shortest time between two drawings of the list caused by the server, in milliseconds: one frame. */
export const LIST_FRAME_MS = 16

/** How long a flag must be left alone before it is sent again, in milliseconds: longer than between two key presses. */
export const TOGGLE_QUIET_MS = 400

/** For so long after a command its messages count as just sent, in milliseconds. */
export const TOGGLE_RECENT_MS = 3_000
