import type { Authenticate } from './authenticate.ts'
import type { Quirks } from './quirks.ts'
import type { MailStore } from './store.ts'
import type { Throttling } from './throttle.ts'

/** What all sessions of a server share. */
export interface ServerContext {
  readonly store: MailStore
  readonly authenticate: Authenticate
  readonly quirks: Quirks
  /** Every connection that is open. */
  readonly sessions: ReadonlySet<{ readonly user: string | undefined; readonly closing: boolean }>
  readonly appendLimit: number
  readonly throttling: Throttling
  onError(error: unknown): void
}
