import type { PonteError, SignInStep } from '../../../shared/protocol/errors.ts'

/** Where one account's connection stands. One at a time, so no flags can contradict each other. */
export type SessionState =
  | { kind: 'signedOut' }
  /** The first connection; `step` is what is being done now. */
  | { kind: 'connecting'; step: SignInStep }
  | { kind: 'ready'; host: string; capabilities: readonly string[] }
  /** Was ready, is not, and will try again at `retryAt` (milliseconds since the epoch; in the past: trying now). */
  | { kind: 'reconnecting'; reason: PonteError; retryAt: number }
  /** Gave up; `error.step` tells where. Only the user can go on. */
  | { kind: 'failed'; error: PonteError }

/**
 * A person is asked in a small window. `closed`: it seems to be gone, which nobody can know (see `watchWindow`), so that its
 * answer is still waited for.
 */
export type Asking = 'window' | 'closed'

/** Why `onReady` is called: mailboxes must be selected again after a `reconnect`, rows may be stale. */
export type ReadyReason = 'first' | 'reconnect'

/** Before there is an account: what the sign-in page is doing. */
export type SignInState =
  | { kind: 'idle' }
  | { kind: 'busy'; providerId: string }
  | { kind: 'failed'; providerId: string; error: PonteError }
