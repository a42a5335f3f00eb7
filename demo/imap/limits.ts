/** Every limit of the demo's IMAP server, with its unit and its reason. */

/** Bytes of one command line without its literals: a UID set of some thousand messages must fit. */
export const MAX_LINE_BYTES = 64 * 1024

/** Bytes of one literal that is not a message (a folder name, a search string). */
export const MAX_ARGUMENT_LITERAL_BYTES = 64 * 1024

/** Bytes of one literal before sign-in: nobody unknown gets to fill memory. */
export const MAX_LITERAL_BEFORE_AUTH_BYTES = 8 * 1024

/** Literals in one command; each costs a round trip and a buffer. */
export const MAX_LITERALS_PER_COMMAND = 64

/** Bytes of one APPEND: Outlook.com's own maximum message size is about this. */
export const DEFAULT_APPEND_LIMIT_BYTES = 35 * 1024 * 1024

/** Parentheses, NOT and OR inside one another in SEARCH: bounds the recursion. */
export const MAX_SEARCH_DEPTH = 50

/** MIME entities inside one another; anything deeper is one opaque part. */
export const MAX_MIME_DEPTH = 40

/** Parts of one message; what follows belongs to the last part. */
export const MAX_MIME_PARTS = 2_000

/** Bytes of one header block that are parsed into fields; the rest counts as header but has no fields. */
export const MAX_HEADER_BYTES = 1024 * 1024

/** Addresses of one header field that ENVELOPE lists. */
export const MAX_ADDRESSES = 2_000

/** Parameters of one Content-Type or Content-Disposition. */
export const MAX_PARAMETERS = 200

/** Parsed MIME trees kept by the process, one per message: reading part after part must not parse again. */
export const STRUCTURE_CACHE_ENTRIES = 500

/** Milliseconds without a command before sign-in. Outlook's is about this. */
export const LOGIN_TIMEOUT_MS = 60_000

/** Milliseconds without a command after sign-in: RFC 3501 section 5.4 asks for at least 30 minutes. */
export const SESSION_TIMEOUT_MS = 31 * 60_000

/** Milliseconds for a closing connection to take its last bytes. */
export const CLOSE_GRACE_MS = 1_000

/** The longest delay `setTimeout` can hold, in milliseconds. */
export const MAX_TIMER_MS = 2 ** 31 - 1
