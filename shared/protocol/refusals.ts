/**
 * Why a message could not be submitted: what the server's coded answer means (RFC 5321, RFC 3463, and Exchange's words).
 * A connection that breaks is no refusal, and has none. `passes`: the same message may be taken later, and nobody has to
 * change anything.
 */
export const SUBMIT_REASONS = {
  /** SMTP AUTH is off for the tenant or for the mailbox, with OAuth too. */
  smtpAuthDisabled: { passes: false },
  /** The token or password is not accepted: wrong scope, wrong user, or expired. */
  smtpAuthRefused: { passes: false },
  /** The server does not take this way of signing in. */
  smtpAuthUnsupported: { passes: false },
  /** From is an address that this user may not send as. */
  notAllowedToSendAs: { passes: false },
  /** The account may send nothing until it is unblocked. */
  blockedSender: { passes: false },
  /** The server does not take this sender, and does not say one of the above. */
  senderRefused: { passes: false },
  /** No recipient was taken. */
  recipientRefused: { passes: false },
  /** The message is larger than the server takes: `size`, `sizeLimit`. */
  tooLarge: { passes: false },
  /** The server does not take the message: its content, or a policy. */
  messageRefused: { passes: false },
  /** The server does not serve this client: refused before anything was asked of it. */
  serviceRefused: { passes: false },
  /** Too many messages or recipients in a time. */
  rateLimited: { passes: true },
  /** Any other refusal that passes: too many connections, a server that is away, a full queue. */
  busy: { passes: true },
} as const satisfies Record<string, { passes: boolean }>

export type SubmitReason = keyof typeof SUBMIT_REASONS
