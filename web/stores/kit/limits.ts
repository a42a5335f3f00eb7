/** Numbers the page's stores go by. */

/** Rows asked for around what is on screen, in rows: most scrolling then finds them there. */
export const ROWS_BEFORE = 15
export const ROWS_AFTER = 35

/** Rows taken to be on screen when a folder opens, before the list has measured itself; `ROWS_AFTER` more come along. */
export const FIRST_ROWS = 15

/** How near the edge of what is known a new fetch begins, in rows. */
export const ROWS_NEAR = 8

/** Shortest time between the beginnings of two fetches of rows, in milliseconds. The first of a scroll does not wait. */
export const FETCH_INTERVAL_MS = 150

/** Largest body part kept in memory, in bytes as decoded; BODYSTRUCTURE may tell less than what comes. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024

/** How long a toast stays, in milliseconds: long enough to read and to reach Undo (WCAG 2.2.1 asks for no less than the need). */
export const TOAST_MS = 8_000

/** How long counts wait for more changes before the server is asked again, in milliseconds. */
export const COUNTS_DELAY_MS = 2_000

/** Header fields fetched with each row: what an answer needs, so that it costs no further round trip. */
export const ROW_HEADERS = ['references']

/** Widths of the folders' and the list's pane, in CSS pixels: names stay readable; `wide` suits screens from 1,800 on. */
export const SIDE_WIDTH = { min: 180, max: 420, initial: 236, wide: 264 }
export const LIST_WIDTH = { min: 280, max: 720, initial: 396, wide: 460 }

/** What the open message keeps when the panes before it are widened, in CSS pixels. */
export const READ_WIDTH_MIN = 360

/** How often a server is asked for news where nothing else is told, in milliseconds: the bridge's own POLL_INTERVAL_MS. */
export const POLL_INTERVAL_MS = 30_000

/** Longest name of a new folder, in characters; servers refuse far longer ones, each at its own length. */
export const MAX_FOLDER_NAME = 200

/** Answers whose median is the latency shown, counted in answers: one slow one is no slow connection. */
export const LATENCY_ANSWERS = 9

/** How often the counts of all folders are asked for, in milliseconds: other clients file mail there unseen. */
export const ALL_COUNTS_MS = 5 * 60_000

/** Least time between two such rounds that looking at the page again asks for, in milliseconds. */
export const COUNTS_GAP_MS = 10_000

/** Rows of each folder's top that this browser keeps, to be there before the server answers: more than a tall screen shows. */
export const KEPT_ROWS = 60

/** How long an answer to SELECT waits for a snapshot that is still being read, in milliseconds: less than anyone notices. */
export const SNAPSHOT_WAIT_MS = 50

/** How long what is kept waits for more changes before it is written, in milliseconds. */
export const KEEP_DELAY_MS = 1_000

/** How long a folder has been on screen before its headers are synced, in milliseconds: what the user waits for comes first. */
export const SYNC_DELAY_MS = 2_000

/** When a sync that was upset by a change is tried again, in milliseconds. */
export const SYNC_AGAIN_MS = 2_000

/** The longest it waits after several in vain, in milliseconds. */
export const SYNC_AGAIN_MAX_MS = 5 * 60_000

/** Headers handed to the worker at once, in rows: cloning them takes the page a millisecond or two. */
export const STAGED_ROWS = 400

/** How long typing must rest before the rows of what it found so far are asked for, in milliseconds. */
export const GUESS_MS = 400

/** How long a change of the index waits for more before the list is arranged anew, in milliseconds: a sync tells many. */
export const ARRANGE_DELAY_MS = 150

/** How long a folder has been on screen before its kept headers are looked at, in milliseconds: the worker comes behind the rows. */
export const RECALL_DELAY_MS = 1_000
