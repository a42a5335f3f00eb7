/** Times of the page's own components, in milliseconds. */

/** How long a pointer rests before its tooltip shows: passing over says nothing. */
export const TOOLTIP_DELAY_MS = 500

/** After one tooltip the next shows at once for so long. */
export const TOOLTIP_NEXT_MS = 400

/** What is there sooner needs no skeleton. */
export const SKELETON_DELAY_MS = 150

/** Steps of a separator moved by keyboard, in CSS pixels. */
export const SPLITTER_STEP_PX = 16
