/** Every limit of the demo's SMTP server, with its unit and its reason. */

/** Bytes of one message: what the demo's IMAP server takes in an APPEND, so that a sent message can be filed too. */
export const MAX_MESSAGE_BYTES = 35 * 1024 * 1024

/** Recipients of one message: Outlook.com's own limit. */
export const MAX_RECIPIENTS = 500

/** Milliseconds a closing server waits for connections that are still open. */
export const CLOSE_TIMEOUT_MS = 200
