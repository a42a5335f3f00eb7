/** Numbers the shell goes by. */

/** What the open message keeps when the panes before it are widened, in CSS pixels. */
export const READ_WIDTH_MIN = 360
