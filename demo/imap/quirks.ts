/** A defect that Exchange's BODYSTRUCTURE shows: a body without type, a disposition that is no list, a description where none is. */
export type StructureDefect = 'nilBody' | 'bareInline' | 'strayDescription'

/** What the server throttles: see {@link Quirks.throttle}. */
export interface Throttle {
  /** Commands a user may still give, over all connections, before the server refuses. */
  afterCommands: number
  /** The back-off the server suggests and keeps, in milliseconds; after it `afterCommands` begin anew. */
  backoffMs: number
  /** Whether `* BYE Connection closed. 14` follows the refusal. */
  bye?: boolean
}

/** What Outlook does, or did, beyond the standard. Each is a switch; they may be changed while the server runs. */
export interface Quirks {
  /** Offers IDLE. The vendor's page says no, servers since say yes. */
  idle: boolean
  /** Offers SASL-IR. Default true. */
  saslIr: boolean
  /** `BAD Request is throttled. Suggested Backoff Time: N milliseconds`. */
  throttle: Throttle | undefined
  /** AUTHENTICATE and CAPABILITY are OK; then `BAD User is authenticated but not connected.` twice, and BYE. */
  authenticatedButNotConnected: boolean
  /** `NO Server Unavailable. 15` to so many right sign-ins; each counts one down. */
  serverUnavailable: number
  /** Connections a user may have; one more is refused at sign-in. What Exchange says then is not known: RFC 5530's words. */
  connectionLimit: number
  /** One tenant got `ENABLE IMAP4rev2`; who enables it has no SEARCH any more. */
  imap4rev2: boolean
  /** `* BYE Session invalidated - AccessTokenExpired` when the token dies. Default true. */
  tokenExpiryBye: boolean
  /** Messages whose content cannot be had: FETCH of BODY[…] or RFC822 answers OK with no data. */
  unretrievable: ((uid: number, path: string) => boolean) | undefined
  /** What is unretrievable is handed out as a substitute to who asks for BODY[] without PEEK. */
  substitute: boolean
  /** Defects in BODYSTRUCTURE: one kind for every message, or `true` for a mix by UID. */
  bodystructureDefects: boolean | StructureDefect
  /** LIST shows a folder whose name has a control character, and does not quote it. */
  controlCharacterFolder: boolean
  /** `[COPYUID n  ]` after COPY and MOVE. */
  emptyCopyuid: boolean
  /** RFC822.SIZE is the stored size, not that of the bytes one gets. */
  wrongSize: boolean
  /** Milliseconds every command takes before its first byte of answer. */
  latencyMs: number
  /** MOVE answers NO. */
  moveFails: boolean
  /** COPY answers NO. */
  copyFails: boolean
  /** AUTHENTICATE answers NO to who asks for a shared mailbox. */
  sharedRefused: boolean
}

/** The switches as a new server has them, with `overrides` applied. */
export function createQuirks(overrides: Partial<Quirks> = {}): Quirks {
  return {
    idle: false,
    saslIr: true,
    throttle: undefined,
    authenticatedButNotConnected: false,
    serverUnavailable: 0,
    connectionLimit: Infinity,
    imap4rev2: false,
    tokenExpiryBye: true,
    unretrievable: undefined,
    substitute: false,
    bodystructureDefects: false,
    controlCharacterFolder: false,
    emptyCopyuid: false,
    wrongSize: false,
    latencyMs: 0,
    moveFails: false,
    copyFails: false,
    sharedRefused: false,
    ...overrides,
  }
}
