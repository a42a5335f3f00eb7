/** Longest reason passed on, in characters: Google's and Microsoft's have about a hundred. */
const MAX_REASON_LENGTH = 1_000

/**
 * Why a token was refused, as XOAUTH2 and OAUTHBEARER tell it before the refusal itself (RFC 7628 section 3.2.2), on one
 * line: `{"status":"401","schemes":"bearer"}`; nothing where it is no object.
 */
export function oauthReason(reason: unknown): string | undefined {
  if (typeof reason !== 'object' || reason === null) return undefined
  return JSON.stringify(reason).slice(0, MAX_REASON_LENGTH)
}
