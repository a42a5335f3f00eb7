import { PonteError } from '../../shared/protocol/errors.ts'

/** Signing in failed in the browser or at the identity provider, before any mail server was asked. */
export class IdentityError extends PonteError {
  /** The OAuth 2.0 error (RFC 6749, section 4.1.2.1) or the library's own code: `interaction_required`. */
  readonly identityCode: string

  /** What the provider wants the next request to ask for (`claims`, OpenID Connect Core section 5.5); without it that is refused too. */
  readonly claims?: string

  /** @param words the provider's own, as sent: `AADSTS65001: The user or administrator has not…`; nobody else's */
  constructor(
    identityCode: string,
    words?: string,
    { cause, claims }: { cause?: unknown; claims?: string | undefined } = {},
  ) {
    super('authenticationFailed', {
      step: 'identity',
      message: `Signing in failed: ${identityCode}.`,
      ...(words ? { server: words } : {}),
      cause,
    })
    this.name = 'IdentityError'
    this.identityCode = identityCode
    if (claims) this.claims = claims
  }
}
