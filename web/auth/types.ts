import type { PublicProvider } from '../../shared/publicConfig.ts'

/** What a lane is opened with; handed to the bridge and to nobody else. */
export type Credentials = TokenCredentials | PasswordCredentials

export interface TokenCredentials {
  kind: 'accessToken'
  /** For `user=` of XOAUTH2. */
  user: string
  /** What the provider calls the person, if it tells. */
  name?: string
  accessToken: string
  /** Milliseconds since the epoch, by this browser's clock (counted from the answer's `expires_in`). */
  expiresOn: number
}

export interface PasswordCredentials {
  kind: 'password'
  user: string
  password: string
}

/** What the sign-in page can know beforehand. */
export interface SignInInput {
  /** The mail address: a hint for OpenID providers, required by `legacy` and `password`. */
  user?: string
  /** Only for `password`. */
  password?: string
  /** Ask in a small window and stay on this page; only where an OpenID provider can. */
  popup?: boolean
}

export interface FreshTokenOptions {
  /** The least time the token must still live, in milliseconds. */
  minLifetimeMs: number
  /** A new one in any case: the mail server refused the one there is. */
  force?: boolean
}

/**
 * One way of signing in with one provider. Failures are `IdentityError`s: `PonteError`s with the step `identity` that
 * keep the provider's own words.
 */
export interface AuthProvider {
  readonly provider: PublicProvider
  /** Leaves the page for the provider's (and so never resolves), or resolves with credentials where no redirect is needed. */
  signIn(input: SignInInput): Promise<Credentials>
  /**
   * After a redirect (`response` is what the provider appended to the page's URL) or a reload: the credentials, or
   * `undefined` when nobody is signed in.
   */
  resume(response?: string): Promise<Credentials | undefined>
  freshToken(options: FreshTokenOptions): Promise<Credentials>
  /** Signs in by the session the browser has at the provider, without a word to the user; where there is such a way. */
  silentSignIn?(user: string): Promise<Credentials>
  /** Forgets everything this provider keeps in the browser. */
  signOut(): Promise<void>
}
