/** How long one step of a diagnosis may take, in milliseconds: who watches waits for each. */
export const STEP_TIMEOUT_MS = 10_000
/** Longest line that is read of a server before TLS or signing in, in bytes. */
export const MAX_PROBE_BYTES = 64 * 1024
