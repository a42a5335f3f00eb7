/** Lifetimes and sizes of the identity providers, in seconds and bytes, each with its reason. */

/** Access token: an hour, as Outlook's; tests pass 180 s to `accessTokenTtlSeconds`. */
export const ACCESS_TOKEN_SECONDS = 60 * 60

/** Authorization code: it travels through one redirect (RFC 6749, section 4.1.2 asks for at most ten minutes). */
export const CODE_SECONDS = 60

/** Refresh token: Microsoft gives single-page applications 24 hours, counted from the sign-in and never extended. */
export const REFRESH_TOKEN_SECONDS = 24 * 60 * 60

/** Sign-in at the provider itself, which `prompt=none` relies on: a working day is enough for a demo. */
export const SESSION_SECONDS = 24 * 60 * 60

/** Time somebody may look at the sign-in page before pressing the button. */
export const INTERACTION_SECONDS = 60 * 60

/** Largest form a provider reads: a token request is about 2 KiB, of which most is the refresh token. */
export const MAX_FORM_BYTES = 64 * 1024

/** Most sign-ins waiting on a page at once; the oldest is dropped, so that nothing grows without bound. */
export const MAX_PENDING_SIGN_INS = 1000

/** Most requests a stand-in remembers for assertions; the oldest is dropped. */
export const MAX_RECORDED_REQUESTS = 1000

/** Random bytes of an access token of the stand-ins. Real ones are this long: they make AUTHENTICATE lines over 1,000 octets. */
export const OPAQUE_TOKEN_BYTES = 900
