/** Limits of composing. */

/** Largest message that Outlook.com and Gmail accept, in bytes; larger ones are likely to be refused somewhere. */
export const LARGE_MESSAGE_BYTES = 25 * 1024 * 1024

/** Delay from typing to the browser's storage, in milliseconds. */
export const STORE_DELAY_MS = 500

/** Pause of typing after which the draft is saved to the server, in milliseconds. */
export const SAVE_DELAY_MS = 5_000

/** The same for a draft with large files, in milliseconds: each save uploads them. */
export const SAVE_DELAY_WITH_FILES_MS = 30_000

/** Size of files from which that longer pause applies, in bytes. */
export const LIGHT_FILES_BYTES = 1024 * 1024

/** Tries to copy a message into the Sent folder before the writer is told, and the pause after the first, in milliseconds. */
export const FILE_TRIES = 3
export const FILE_PAUSE_MS = 2_000

/** When a message that did not get through goes again, after each try, in milliseconds; then the writer is told. */
export const SEND_AGAIN_MS = [5_000, 15_000, 60_000, 5 * 60_000, 15 * 60_000]

/** Files of one message: the protocol's bound. */
export const MAX_FILES = 100

/** Addresses offered for completion. */
export const MAX_SUGGESTIONS = 6

/** Addresses that are suggested no more, per account. */
export const MAX_FORGOTTEN = 500

/** Recipients of an answer to all beyond which the writer is asked. */
export const MANY_RECIPIENTS = 10

/** Rows of the list whose people are looked through at each letter: a fraction of a millisecond each. */
export const MAX_SCREEN_ROWS = 200

/** Templates of an account; the oldest go. */
export const MAX_TEMPLATES = 100
/** Events remembered from invitations, the latest read: what a diary of half a year holds. */
export const MAX_KNOWN_EVENTS = 200

/** Messages remembered whose receipt was asked about, the latest: each is a Message-ID of some 60 characters. */
export const MAX_RECEIPTS = 500

/** Names of settings told as unknown: more is another program's file. */
export const MAX_SETTINGS_NAMES = 20
/** Bytes of a settings file: signatures and a hundred templates are far below. */
export const MAX_SETTINGS_BYTES = 4 * 1024 * 1024

/** Bytes of all pictures of one signature: they go with every message, and are kept where a browser has 5 MB for all. */
export const MAX_SIGNATURE_BYTES = 100 * 1024

/** Answers to one invitation looked into, the newest, and the bytes of each: one event with one guest. */
export const MAX_ANSWERS_READ = 5
export const MAX_ANSWER_BYTES = 64 * 1024
