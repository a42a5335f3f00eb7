import { defineStore } from 'pinia'
import type { ArgsInput } from '../../shared/protocol/command.ts'
import type { PonteError } from '../../shared/protocol/errors.ts'
import type { Commands } from '../../shared/protocol/registry.ts'
import type { PublicProvider } from '../../shared/publicConfig.ts'
import type { BridgeClient } from '../bridge/types.ts'
import type { ReadyReason, SessionState } from './session/state.ts'

/** What `submit` takes: the bridge keeps no credentials, so each submission brings its own. */
export type SubmitCredentials = ArgsInput<Commands['submit']>['credentials']

/** One account's connection, as pages and stores use it. `state` and what derives from it are reactive. */
export interface Session {
  readonly accountId: string
  readonly provider: PublicProvider
  /** The mail address signed in with. */
  readonly user: string
  readonly state: SessionState
  /** After signing in; empty until the first `ready`. */
  readonly capabilities: readonly string[]
  /** The same object over reconnections, listeners included. Calls reject with `connectionLost` while there is no socket. */
  readonly client: BridgeClient
  /** At once when it is ready, and after every reconnection; returns how to stop. */
  onReady(listener: (reason: ReadyReason) => void): () => void
  submitCredentials(): Promise<SubmitCredentials>
  /** Tries again now: from `failed` or `reconnecting`. */
  retry(): void
  /** The mail page found that the account cannot be used (a failed SELECT INBOX): shown like a failed sign-in. */
  fail(error: PonteError): void
  /** Ends the session, forgets tokens, wipes what this browser keeps, and returns to the sign-in page. */
  signOut(): Promise<void>
}

export const useSessionStore = defineStore('session', {
  state: () => ({ states: {} as Record<string, SessionState> }),
})

/** @throws {Error} when there is no such account */
export function useSession(accountId: string): Session {
  throw new Error(`no session for ${accountId}`)
}
