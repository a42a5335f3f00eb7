import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { PageEvent, BridgeClient, CallLink } from '../../bridge/types.ts'
import type { Credentials, FreshTokenOptions } from '../../auth/types.ts'
import type { Channel } from '../../tabs/mailSlot.ts'
import type { Account } from './accounts.ts'
import type { SessionState } from './state.ts'
import type { TabAuth } from './tabAuth.ts'

/** Which part this tab plays for an account: it owns the connection, or it uses that of the tab that does. */
export interface Role {
  readonly client: Pick<BridgeClient, 'call' | 'limits'>
  readonly isGuest: boolean
  /** Whether other tabs use the same connection. */
  readonly isShared: boolean
  /** The mailbox whose changes come as events. */
  readonly watching: string | undefined
  connect(credentials?: Credentials): void
  fail(error: PonteError): void
  freshCredentials(options: FreshTokenOptions): Promise<Credentials>
  /** For the tabs that may take over. */
  tellHeld(credentials: Credentials): void
  /** All other tabs sign out too. */
  tellSignedOut(): void
  /** The part is over; an owner logs out. */
  close(): Promise<void>
}

export interface RoleOptions {
  account: Account
  auth: TabAuth
  bridgeUrl: string
  tabs: Tabs
  /** Whether the account was ready in this tab before. */
  wasReady: boolean
  onState: (state: SessionState) => void
  /** Around each call to the bridge, or to the tab that has it, also those that are made again. */
  watched: CallLink
  /** The connection is there, or back. */
  onReady: () => void
  onEvent: (event: PageEvent) => void
  /** Another tab signed out. */
  onSignedOut: () => void
}

/** What tabs know each other by. */
export interface Tabs {
  locks: Pick<LockManager, 'request'>
  openChannel: (name: string) => Channel
}
