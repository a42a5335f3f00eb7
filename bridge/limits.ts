import { INITIAL_CREDIT_BYTES } from '../shared/protocol/limits.ts'

/** The bridge's own limits and timeouts. Those the browser must know too are in shared/protocol/limits.ts. */

/** TCP and TLS together, in milliseconds; a host that drops packets is reported before a person gives up. */
export const CONNECT_TIMEOUT_MS = 15_000
/** From TLS to the server's greeting, in milliseconds; Outlook answers within one second, busy servers within ten. */
export const GREETING_TIMEOUT_MS = 15_000
/** Signing in as a whole, in milliseconds: TCP, TLS, greeting, CAPABILITY, AUTHENTICATE. */
export const SIGN_IN_TIMEOUT_MS = 40_000
/** Refused sign-ins after which a socket is closed: a person's mistakes, not a guesser's. */
export const MAX_REFUSED_SIGN_INS = 5
/** Longest throttling that is believed, in milliseconds; Outlook's own are minutes. */
export const MAX_THROTTLE_MS = 3_600_000
/** How long a lane waits after its watched mailbox could not be selected again, in milliseconds. */
export const RESELECT_BACKOFF_MS = 30_000
/** Silence of the mail server during a command after which the connection is given up, in milliseconds. */
export const IMAP_SILENCE_TIMEOUT_MS = 300_000
/** Longest literal accepted from the mail server, in bytes: a whole small message, or one chunk of a large one. */
export const MAX_LITERAL_BYTES = 64 * 1024 * 1024
/** Longest response accepted, in bytes: a literal and its line. */
export const MAX_RESPONSE_BYTES = 80 * 1024 * 1024
/** Longest line accepted from the mail server, in bytes: a SEARCH over millions of messages fits. */
export const MAX_LINE_BYTES = 32 * 1024 * 1024

/** How long an OpenID provider's discovery document is waited for at start, in milliseconds; the bridge starts without it. */
export const DISCOVERY_TIMEOUT_MS = 3_000

/** How long a lane waits, once free, before it idles (IDLE) or polls, in milliseconds: a reader's next click comes first. */
export const IDLE_DELAY_MS = 1_000
/** How long one IDLE lasts before it is renewed, in milliseconds; well inside the silence timeout and RFC 2177's 29 minutes. */
export const IDLE_RENEWAL_MS = 240_000
/** How long the server may take to answer IDLE with `+`, or DONE with OK, in milliseconds. */
export const IDLE_ANSWER_TIMEOUT_MS = 30_000
/** Interval of NOOP where the server has no IDLE, in milliseconds. */
export const POLL_INTERVAL_MS = 30_000
/** How long a cancelled command may keep its lane before the connection is replaced, in milliseconds. Rule C3. */
export const CANCEL_GRACE_MS = 5_000
/** How long a call waits for a lane that is being reopened, in milliseconds: a silent renewal and a reconnect. */
export const LANE_WAIT_MS = 30_000
/** How long a call waits for the side lane before the main lane does its work, in milliseconds: a token and a sign-in. */
export const SIDE_WAIT_MS = 10_000
/** How long a side lane that was refused is not asked for again, in milliseconds. */
export const SIDE_REFUSED_MS = 60_000
/** How long the side lane stays open without work, in milliseconds: longer than the page's own 30-second rounds. */
export const SIDE_IDLE_MS = 120_000
/** How long LOGOUT may take before the connection is simply closed, in milliseconds. */
export const LOGOUT_TIMEOUT_MS = 2_000

/** Lines of a trace that wait to be sent; more are counted, not told: whoever looks must not slow the mail. */
export const MAX_TRACED_LINES = 1_000

/**
 * Bytes asked for in one partial FETCH of a body. Larger means fewer round trips, but a literal is held whole while it
 * arrives: 4 MiB costs about 52 MiB of memory under load, 32 MiB about 191.
 */
export const BODY_CHUNK_BYTES = 4 * 1024 * 1024
/** What is asked for first of a section whose size is not known, in bytes: headers and small texts. */
export const BODY_UNKNOWN_BYTES = 64 * 1024
/** Least that is asked for of a section, in bytes: a told size may be wrong, and what is not there costs nothing. */
export const BODY_LEAST_BYTES = 64 * 1024
/** Pieces in which a chunk is decoded and handed on, in bytes, so that it is never held twice. */
export const BODY_PIECE_BYTES = 256 * 1024
/** Bytes of bodies that the calls of one session hold together: a few downloads at full speed, whatever is asked for. */
export const BODY_BUDGET_BYTES = 32 * 1024 * 1024
/** The part of it that only reads that wait for no credit may use, in bytes: a message opened while downloads have stalled. */
export const BODY_FLOWING_RESERVE_BYTES = 8 * 1024 * 1024
/** Largest first read that counts as small, in bytes: what a call may send before the browser gives it any credit. */
export const BODY_SMALL_BYTES = INITIAL_CREDIT_BYTES
/** Held bytes above which no download asks for its next chunk while it hands on the last: two at full speed. */
export const BODY_READ_AHEAD_BYTES = 16 * 1024 * 1024

/**
 * What one message's row may hold, so that it fits into a frame of 1 MiB (rule T3) whatever the message is: in UTF-16
 * units, each at most six bytes of JSON. The addresses take 288 KiB then, the headers 192, the structure 384, the subject
 * 48, the identifiers and the flags 48 together.
 */
export const MAX_ADDRESSES_LENGTH = 48 * 1024
export const MAX_HEADERS_LENGTH = 32 * 1024
export const MAX_STRUCTURE_LENGTH = 64 * 1024
export const MAX_SUBJECT_LENGTH = 8 * 1024
export const MAX_MESSAGE_ID_LENGTH = 2 * 1024
export const MAX_FLAGS_LENGTH = 4 * 1024
/** Addresses of one field of an envelope, counted: more than a person reads, and than most servers deliver to. */
export const MAX_ADDRESSES = 1_000
/** Recipients in a row in bulk, To and Cc together: enough for who is among them, and all that most messages have. */
export const MAX_ROW_RECIPIENTS = 8
/** A list's identifier, in UTF-16 units: RFC 2919 section 2. */
export const MAX_LIST_ID_LENGTH = 255
/** A text of an envelope before its encoded words are decoded, in UTF-16 units: twelve per character, at worst, and spare. */
export const MAX_RAW_TEXT_LENGTH = 128 * 1024
/** Header fields before they are decoded, in bytes: as before. */
export const MAX_RAW_HEADERS_BYTES = 512 * 1024
/** The new UIDs of copied messages, each set in UTF-16 units: longer ones are left out. */
export const MAX_COPIED_SET_LENGTH = 256 * 1024

/** Items collected before a frame is sent although the socket is free, counted in items. */
export const MAX_BATCH_ITEMS = 500
/** JSON of one items frame, in UTF-16 units, at which it is sent; keeps clear of the 1 MiB frame. */
export const MAX_BATCH_LENGTH = 128 * 1024

/** How long one answer is read before the other sockets have their turn, in milliseconds. */
export const READING_TURN_MS = 8

/** Parts a draft refers to that are held in memory, in bytes, where the server allows one connection only. */
export const MAX_HELD_REFERENCES_BYTES = 32 * 1024 * 1024

/** Highest number of an upload stream: a draft's last attachment. */
export const MAX_UPLOAD_STREAM = 100
/** Upload credit is renewed when this much has been consumed, in bytes. */
export const CREDIT_RENEWAL_BYTES = 256 * 1024
/** Chunks of one upload that wait apart from each other, counted in chunks; more are joined, so that tiny ones cost no memory. */
export const MAX_UPLOAD_CHUNKS = 1_024

/**
 * Unsent bytes at which the bridge stops listening to a browser, in bytes: four times what streams may leave there, so
 * only one that asks without end and does not read the answers comes to it.
 */
export const MAX_UNREAD_ANSWER_BYTES = 4 * 1024 * 1024

/** SMTP: TCP, greeting and STARTTLS, each in milliseconds. */
export const SMTP_CONNECT_TIMEOUT_MS = 15_000
/** SMTP: silence after which the submission is given up, in milliseconds; RFC 5321 section 4.5.3.2 allows ten minutes after the data. */
export const SMTP_SILENCE_TIMEOUT_MS = 120_000

/** The server's words about all recipients it refused, together, in UTF-16 units: they fit into one frame with the addresses. */
export const MAX_REJECTED_LENGTH = 64 * 1024

/** Fragments of one WebSocket message: none in practice; each costs far more memory than its bytes (rule T3). */
export const MAX_FRAME_FRAGMENTS = 1_024
/** HTTP: longest request header, in bytes. */
export const MAX_HEADER_BYTES = 16 * 1024
/** HTTP: how long a request's headers may take to arrive, in milliseconds. */
export const HTTP_HEADERS_TIMEOUT_MS = 15_000
/** HTTP: how often Node looks for requests that take longer, in milliseconds: by default every 30 s, so that 15 s were 45. */
export const HTTP_CHECKING_MS = 1_000
/** How long security.txt is said to hold, in milliseconds: RFC 9116 recommends less than a year. */
export const SECURITY_TEXT_LIFE_MS = 180 * 24 * 3_600_000
/** How long submissions and APPENDs get to finish when the process is asked to stop, in milliseconds (rule T6). Supervisors wait longer: systemd 90 s. */
export const DRAIN_MS = 30_000
/** How long after a submission its copy for Sent is waited for, in milliseconds: the page appends it at once. */
export const SENT_COPY_WAIT_MS = 5_000
/** How long sockets then get to close by themselves, in milliseconds. */
export const CLOSING_MS = 3_000
/** Malformed text frames answered before the socket is closed; a client that sends that many is not one. */
export const MAX_MALFORMED_FRAMES = 100

/** A remote picture as a whole, redirects and the way to the browser included, in milliseconds. */
export const IMAGE_TIMEOUT_MS = 20_000
/** Largest remote picture, in bytes: newsletters have photographs of one or two megabytes. */
export const MAX_IMAGE_BYTES = 10 * 1024 * 1024
/** Header of a picture's answer, in bytes. */
export const MAX_IMAGE_HEADER_BYTES = 16 * 1024
/** Redirects of one picture: link trackers in front of shops take two or three. */
export const MAX_IMAGE_REDIRECTS = 5
/** Remote pictures that a session fetches at once: as many as a browser would from one host. */
export const MAX_IMAGES_AT_ONCE = 6
