import type { PublicProvider } from '../../shared/publicConfig.ts'

/**
 * The ID by which a provider knows a person, for good: MSAL's `homeAccountId` (OpenID Connect's `sub`), `user_id` of the
 * legacy endpoints, the name a password belongs to. Two sign-ins are of one person when it is the same. Addresses prove
 * nothing: one person has several (aliases), and several persons use one (a shared mailbox).
 */
export type Identity = string

/** A mailbox that is not the one of the name signed in with: one's own under another address, or a shared one. */
export interface OtherMailbox {
  /** `user=` of XOAUTH2 for IMAP, and From unless told otherwise. */
  address: string
  /** Others open it too, with sign-ins of their own: mail is sent with the person's own name at SMTP AUTH. */
  shared: boolean
}

/** What a lane is opened with; handed to the bridge and to nobody else. */
export type Credentials = TokenCredentials | PasswordCredentials

export interface TokenCredentials {
  kind: 'accessToken'
  /** Who signed in: see `Identity`. */
  identity: Identity
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
  identity: Identity
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
  /** What a refused renewal wants to be asked for: `IdentityError.claims`. */
  claims?: string | undefined
  /** The small window is open. */
  onWindow?: (popup: SignInWindow) => void
  /** There is none to be had, so that the page itself goes to the provider: what must not be lost is saved first. */
  beforeRedirect?: () => Promise<void>
}

/** What a page may ask of the small window, whoever's page it shows. */
export type SignInWindow = Pick<Window, 'closed' | 'close'>

export interface FreshTokenOptions {
  /** Whose token: a tab may hold those of others, who tried to sign in. */
  identity: Identity
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
   * Back from the provider: the credentials that `response`, what it appended to the page's URL, leads to; without one,
   * which is how a sign-in that was left comes back, `undefined`.
   */
  resume(response?: string): Promise<Credentials | undefined>
  freshToken(options: FreshTokenOptions): Promise<Credentials>
  /** Signs in by the session the browser has at the provider, without a word to the user; where there is such a way. */
  silentSignIn?(who: { user: string; identity: Identity }): Promise<Credentials>
  /**
   * Forgets what a sign-in of this person left in the browser: it was refused, or left. Never fails: what stays is never
   * chosen, for tokens are asked for by identity.
   */
  forget(identity: Identity): Promise<void>
  /** Forgets everything this provider keeps in the browser, a sign-in that was begun included. Never fails. */
  signOut(): Promise<void>
}
