import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { PublicProvider } from '../../../shared/publicConfig.ts'
import type { OtherMailbox } from '../../auth/types.ts'
import type { Connection } from './connection.ts'
import type { Asking, SessionState } from './state.ts'

/** One account's connection, as pages and stores use it. `state` and what derives from it are reactive. */
export interface Session extends Pick<
  Connection,
  'client' | 'onReady' | 'onAnswer' | 'submitCredentials' | 'watch' | 'beforeSignOut' | 'selected' | 'isOwner'
> {
  readonly accountId: string
  readonly provider: PublicProvider
  /** The name signed in with: mostly a mail address. */
  readonly user: string
  /** The account's own mail address; `undefined` where the name signed in with is none, and nobody has said it. */
  readonly address: string | undefined
  /** The mailbox, where it is not the one of that name. */
  readonly mailbox: OtherMailbox | undefined
  /** The mail server puts what is sent into this mailbox's Sent folder by itself. */
  readonly sentIsFiledByServer: boolean
  /** What the provider calls the person; empty when it does not tell, and for a shared mailbox, which is nobody. */
  readonly name: string
  readonly state: SessionState
  /** A person is being asked by the identity provider, in a small window. */
  readonly asking: Asking | undefined
  /** After signing in; empty until the first `ready`. */
  readonly capabilities: readonly string[]
  /** Tries again now: from `failed` or `reconnecting`. */
  retry(): void
  /** The mail page found that the account cannot be used (a failed SELECT INBOX): shown like a failed sign-in. */
  fail(error: PonteError): void
  /** Asks the identity provider again, in a small window where that can be, so that nothing on this page is lost. */
  signInAgain(): Promise<void>
  /** Opens another mailbox of the same sign-in, or the person's own, in place of this one; what is being written stays with this one. */
  openMailbox(mailbox: OtherMailbox | undefined): Promise<void>
  /** Runs before the page goes to the identity provider, from which it comes back loaded anew. */
  beforeRedirect(save: () => Promise<unknown>): void
  /** Ends the session in all tabs, forgets tokens, wipes what this browser keeps, and returns to the sign-in page. */
  signOut(): Promise<void>
}
