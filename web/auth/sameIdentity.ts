import { IdentityError } from './identityError.ts'
import type { Credentials, Identity } from './types.ts'

/** The code of the `IdentityError` for credentials of somebody else. */
export const WRONG_ACCOUNT = 'wrong_account'

/**
 * The credentials, if they are this person's. Asked before each of them goes to a mail server: somebody else's would open
 * somebody else's mailbox.
 *
 * @throws {IdentityError} when they are somebody else's, or nobody knows whose the account is
 */
export function requireIdentity(credentials: Credentials, identity: Identity): Credentials {
  // Neither has one where an older page of another tab told it.
  if (identity && credentials.identity === identity) return credentials
  throw new IdentityError(WRONG_ACCOUNT)
}
