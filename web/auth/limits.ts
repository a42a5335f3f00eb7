/** Numbers of signing in. */

/** A token is used until so long before it dies, in milliseconds: time for the next one and for the hand-over. */
export const RENEW_BEFORE_MS = 60_000

/** What a token for one command (a submission) must still live, in milliseconds. */
export const COMMAND_LIFETIME_MS = 15_000

/** Random bytes of `state` and of the PKCE verifier (RFC 7636, section 4.1: 43 characters of base64url). */
export const RANDOM_BYTES = 32

/** How long the small sign-in window is waited for, in milliseconds: a person may have to look for a telephone. */
export const WINDOW_WAIT_MS = 15 * 60_000

/** How often it is looked whether that window is gone, in milliseconds: browsers tell it no other way. */
export const WINDOW_LOOK_MS = 500

/** How long signing out waits for the identity library to forget, in milliseconds. */
export const SIGN_OUT_WAIT_MS = 2_000

/** After a step back in the history the page is gone within some milliseconds; it goes on if it is not, after so many. */
export const LEAVE_MS = 2_000

/** As many entries a tab's history has at most, in all browsers. */
export const MOST_HISTORY = 50
