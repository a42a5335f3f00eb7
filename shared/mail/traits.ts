/**
 * What a message's headers say of its kind, as bits: all that lists of mail need of them, and a hundred thousand cost
 * little.
 */
export const TRAIT = {
  /** It seems to have files: multipart/mixed, or Exchange's own mark. The body structure knows for certain. */
  files: 1,
  /** Mail of a list: List-Id, or `Precedence: list`. */
  list: 2,
  /** List-Unsubscribe (RFC 2369) names a way out. */
  unsubscribe: 4,
  /** One that needs no page and no person (RFC 8058). */
  oneClick: 8,
  /** No person wrote it: Auto-Submitted (RFC 3834). */
  automatic: 16,
  /** Sent to many: `Precedence: bulk` or Feedback-ID. */
  bulk: 32,
  /** More recipients than a compact row has room for. */
  moreRecipients: 64,
  /**
   * What the topmost Authentication-Results field says, whoever wrote it: claims, which only the whole header can prove
   * (`border.ts`). Never show a sender as verified for them.
   */
  claimsPass: 128,
  claimsFail: 256,
  claimsDoubt: 512,
} as const
