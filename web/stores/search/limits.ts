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

/** Newest results of each folder that a search in all folders shows. */
export const RESULTS_OF_FOLDER = 4

/** Searches offered again below an empty search box: as many as are taken in at a glance. */
export const MAX_RECENT_SEARCHES = 8
