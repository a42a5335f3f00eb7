/** Numbers the list goes by. */

/** Rows of what is being typed that are drawn at once: a screen of them, and some more. */
export const GUESSED_ROWS = 50

/** Rows asked for around what is on screen, in rows: most scrolling then finds them there. */
export const ROWS_BEFORE = 15
export const ROWS_AFTER = 35

/** Rows taken to be on screen when a folder opens, before the list has measured itself; `ROWS_AFTER` more come along. */
export const FIRST_ROWS = 15

/** How near the edge of what is known a new fetch begins, in rows. */
export const ROWS_NEAR = 8

/** Shortest time between the beginnings of two fetches of rows, in milliseconds. The first of a scroll does not wait. */
export const FETCH_INTERVAL_MS = 150

/** Rows of each folder's top that this browser keeps, to be there before the server answers: more than a tall screen shows. */
export const KEPT_ROWS = 60

/** How long an answer to SELECT waits for a snapshot that is still being read, in milliseconds: less than anyone notices. */
export const SNAPSHOT_WAIT_MS = 50

/** How long typing must rest before the rows of what it found so far are asked for, in milliseconds. */
export const GUESS_MS = 400

/** How long a change of the index waits for more before the list is arranged anew, in milliseconds: a sync tells many. */
export const ARRANGE_DELAY_MS = 150
