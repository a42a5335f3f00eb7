/** What an access token stands for, once its issuer has looked it up. */
export interface VerifiedToken {
  /** The address the token was issued to: what `user=` of XOAUTH2 must be. */
  user: string
  /** Milliseconds since the epoch. A server ends the session then, as Outlook does. */
  expiresAt: number
}

/** Resolves to undefined for a token that is unknown, expired, revoked, or meant for another service than mail. */
export type VerifyAccessToken = (token: string) => Promise<VerifiedToken | undefined>
