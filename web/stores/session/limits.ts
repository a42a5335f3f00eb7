/** Numbers of keeping a session, in milliseconds. */

/** A connection that lasted so long was a good one: the next loss begins with a short wait again. */
export const STABLE_MS = 30_000

/** Least time between two hand-overs of the same session: a wrong clock must not make a loop. */
export const HANDOVER_GAP_MS = 30_000

/** On top of `RENEW_BEFORE_MS` when it is time to hand over: expiries are whole seconds, and the old token must not come back. */
export const HANDOVER_SLACK_MS = 2_000

/** Least time between two attempts that the network or the tab coming back asks for. */
export const WAKE_GAP_MS = 1_000

/** How long signing out waits for the mail server's BYE before it closes without. */
export const LOGOUT_MS = 1_500

/** Answers whose median is the latency shown, counted in answers: one slow one is no slow connection. */
export const LATENCY_ANSWERS = 9
