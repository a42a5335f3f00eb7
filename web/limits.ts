/** How long a part of the page that could not be fetched is waited for before it is asked for again, in milliseconds. */
export const HOST_RETRY_MS = 1_000
