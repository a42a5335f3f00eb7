/** Numbers that reading goes by. */

/** Largest picture opened in the page, in bytes as decoded. */
export const MAX_PREVIEW_IMAGE_BYTES = 24 * 1024 * 1024

/** Largest PDF opened in the page, in bytes; and its pages, counted: a book is read in another program. */
export const MAX_PREVIEW_PDF_BYTES = 40 * 1024 * 1024
export const MAX_PREVIEW_PDF_PAGES = 300
/** Pixels of one page's canvas: more of them browsers refuse to draw. */
export const MAX_CANVAS_PIXELS = 16 * 1024 * 1024

/** How far a picture is enlarged, in steps of its size on screen. */
export const ZOOM_STEP = 1.5
export const MAX_ZOOM = 12

/** Largest text file, calendar or source shown in the page, in bytes: more of it nobody reads, and layout takes seconds. */
export const MAX_PREVIEW_TEXT_BYTES = 512 * 1024

/** Largest attached message opened in the page, in bytes: it is parsed here. */
export const MAX_ATTACHED_MESSAGE_BYTES = 8 * 1024 * 1024

/** Remote pictures of a message asked for at once: as many as the bridge fetches. */
export const PICTURES_AT_ONCE = 6

/** Lines of older messages shown before they are stacked: the open one stays in sight. */
export const STACK_ABOVE = 4

/** When what shows mail is loaded, if nothing was opened before, in milliseconds after the page: behind the first rows. */
export const READER_DELAY_MS = 1_500
