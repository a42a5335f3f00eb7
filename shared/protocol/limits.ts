/**
 * Numbers both ends of the wire agree on. The bridge announces those the browser must respect in `hello`;
 * a browser uses the announced ones, so that a host can lower them.
 */

/** The protocol's version, announced in `hello` and carried by the WebSocket subprotocol. */
export const PROTOCOL_VERSION = 1

/** WebSocket subprotocol (RFC 6455, section 1.9). A bridge refuses a socket that does not offer it. Rule T1. */
export const SUBPROTOCOL = 'ponte.1'

/** Largest WebSocket message either end sends, in bytes: room for a wide fetch row, small enough to bound memory. Rule T3. */
export const MAX_FRAME_BYTES = 1024 * 1024

/** Payload of one binary frame, in bytes: small enough that a key press is never stuck behind a long frame. */
export const STREAM_CHUNK_BYTES = 64 * 1024

/** Bytes a call may stream before the first `credit` frame: an ordinary message needs no extra round trip. Rule C4. */
export const INITIAL_CREDIT_BYTES = 1024 * 1024

/** How much the credit of one call may amount to at any time, in bytes: a bound on what the receiver buffers. */
export const MAX_CREDIT_BYTES = 16 * 1024 * 1024

/** Unsent bytes on the socket at which the bridge stops reading from the mail server. Rule C4. */
export const MAX_UNSENT_BYTES = 1024 * 1024

/** Calls that may run at once on one session: enough for a busy page, not for a flood. */
export const MAX_RUNNING_CALLS = 256

/** Time a new socket has to hand over credentials, in milliseconds. Rule T4. */
export const CREDENTIALS_DEADLINE_MS = 10_000

/** Interval of the bridge's pings, in milliseconds. Rule T4. */
export const PING_INTERVAL_MS = 20_000

/** Silence after which either side gives the socket up, in milliseconds: two pings and a half. Rule T4. */
export const SILENCE_TIMEOUT_MS = 50_000

/** Longest single text argument, in UTF-16 code units (mailbox names, search words, header values). */
export const MAX_TEXT_LENGTH = 8_192

/** Longest link the bridge follows, in UTF-16 code units: what browsers and servers commonly take. */
export const MAX_URL_LENGTH = 2_048

/** Longest access token or password, in characters; the longest Entra tokens seen are about 5,000. */
export const MAX_SECRET_LENGTH = 16_384

/** Longest UID set as text, in characters: a "UID FETCH 1,3,5…" line servers still accept; longer sets are split by the caller. */
export const MAX_SET_LENGTH = 65_536

/** How deep a search criteria tree may nest. */
export const MAX_CRITERIA_DEPTH = 32

/** How many criteria a search tree may hold in all. */
export const MAX_CRITERIA_NODES = 1_000

/** Body parts in one `fetchBody` call. Stream numbers are the parts' indexes. */
export const MAX_BODY_PARTS = 100

/** Mailboxes in one `status` call. */
export const MAX_STATUS_MAILBOXES = 5_000

/** Recipients of one submission: Outlook.com's own bound is 500. */
export const MAX_RECIPIENTS = 1_000

/** Largest message that may be appended, composed or submitted, in bytes; servers usually refuse far earlier. */
export const MAX_MESSAGE_BYTES = 200 * 1024 * 1024
