/** How the bridge's doors are held: what one client may do before it has to wait. docs/security.md lists them. */

/** Refused sign-ins of one user that cost no wait: a person's mistakes. */
export const FREE_REFUSALS_PER_USER = 5
/** Refused sign-ins from one address that cost no wait: an office behind one address on a Monday. */
export const FREE_REFUSALS_PER_ADDRESS = 20
/** The wait after one more, in milliseconds; it doubles with each. */
export const FIRST_WAIT_MS = 2_000
/** The longest wait for a user, in milliseconds: whoever guesses at a name must not lock its owner out for long. */
export const LONGEST_WAIT_PER_USER_MS = 60_000
/** The longest wait for an address, in milliseconds. */
export const LONGEST_WAIT_PER_ADDRESS_MS = 900_000
/** How long a refusal counts, in milliseconds after the last. */
export const REFUSALS_COUNT_MS = 3_600_000
/** Users and addresses remembered, each; whoever was refused longest ago is forgotten first. */
export const MAX_REMEMBERED = 20_000

/** Text frames that a socket may send at once, and then in a second; a page that syncs a large mailbox sends dozens. */
export const FRAMES_AT_ONCE = 2_000
export const FRAMES_PER_SECOND = 500
/** The same before anyone has signed in on it: twice the malformed frames after which it is closed, then little. */
export const UNSIGNED_FRAMES_AT_ONCE = 200
export const UNSIGNED_FRAMES_PER_SECOND = 20
/** So many bytes of a text frame count as one frame more: reading JSON costs time by its length. */
export const BYTES_PER_FRAME = 4_096

/** The longest a socket is not listened to at a time, in milliseconds: its pongs come that way too. */
export const MAX_DEAF_MS = 10_000

/** Open sockets of one address: a large office, or everybody behind a proxy that `trustProxy` does not name. */
export const MAX_SOCKETS_PER_ADDRESS = 2_500
/** Sockets of one address that may wait for credentials at once: an office that reconnects after a restart, not a flood. */
export const MAX_WAITING_SOCKETS = 500

/** Sockets of one process, in all: what 110 KiB each make of 2 GiB. */
export const DEFAULT_MAX_SESSIONS = 20_000

/** What a host may set otherwise (`limits` of the configuration), also while the bridge runs. */
export interface DoorLimits {
  refusalsPerUser: number
  refusalsPerAddress: number
  socketsPerAddress: number
  waitingSocketsPerAddress: number
}
export const DEFAULT_DOOR_LIMITS: DoorLimits = {
  refusalsPerUser: FREE_REFUSALS_PER_USER,
  refusalsPerAddress: FREE_REFUSALS_PER_ADDRESS,
  socketsPerAddress: MAX_SOCKETS_PER_ADDRESS,
  waitingSocketsPerAddress: MAX_WAITING_SOCKETS,
}

/** Bytes of bodies that all sessions hold together; each session's own bound is in bridge/limits.ts. */
export const ALL_BODIES_BYTES = 256 * 1024 * 1024
/** The part of it that only reads that wait for no credit may use, in bytes. */
export const ALL_FLOWING_RESERVE_BYTES = 64 * 1024 * 1024

/** Diagnoses of one address that cost no wait, and in how many milliseconds one more is let in: each is two connections or more. */
export const DIAGNOSES_AT_ONCE = 10
export const DIAGNOSIS_EVERY_MS = 30_000
