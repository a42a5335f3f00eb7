/** Numbers the search goes by. */

/** How long a filter or search waits for more changes before it is run again, in milliseconds. */
export const RESULTS_DELAY_MS = 1_500

/** Newest messages whose headers are compared in the page when the server cannot search for the characters. */
export const MAX_LOCAL_HEADERS = 2_000

/** Headers asked for at once while comparing them in the page: progress shows and cancelling is quick. */
export const LOCAL_HEADERS_CHUNK = 250

/** Messages of a mailbox that is searched by one command: even a server that reads every body takes seconds for it. */
export const WHOLE_SEARCH = 2_000

/** Newest messages that a search begins with where there are more; each slice after it is about twice as large. */
export const FIRST_SLICE = 1_000

/** Commands that one search of a mailbox is made of at most: a connection made for it takes seven round trips already, and the oldest message shall be found within twelve. */
export const MAX_SLICES = 5

/** Newest results of each folder that a search over folders lists: more than anybody scrolls through, and quick to sort while one types. */
export const MAX_FOUND_OF_FOLDER = 2_000

/** Dates of results asked for by one FETCH, newest first. */
export const DATES_CHUNK = 500

/** Messages whose structure is asked for at once while their texts are read for a search. */
export const READ_CHUNK = 50

/** Texts on their way at once: the next is asked for while one comes. */
export const READ_AT_ONCE = 3

/** Bytes looked at of each text, as decoded: far more than a letter, and no book. */
export const MAX_READ_TEXT_BYTES = 512 * 1024

/** Pause after each text once the server has asked to be spared, in milliseconds. */
export const SLOW_PAUSE_MS = 1_000

/** Characters of texts kept for the next search, until the page is left. */
export const MAX_TEXTS_CHARACTERS = 16 * 1024 * 1024

/** Searches offered again below an empty search box: as many as are taken in at a glance. */
export const MAX_RECENT_SEARCHES = 8
