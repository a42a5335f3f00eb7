import type { LaneName } from '../../shared/protocol/events.ts'
import type { PageEvent } from '../bridge/types.ts'
import type { CallFrame, HelloFrame } from '../../shared/protocol/frames.ts'
import type { CommandName } from '../../shared/protocol/registry.ts'
import type { Credentials, FreshTokenOptions, Identity, OtherMailbox } from '../auth/types.ts'
import type { TabError } from './tabError.ts'

/** Whose mail it is. */
export interface SharedAccount {
  providerId: string
  identity: Identity
  user: string
  name?: string
  /** The mailbox, where it is not the one of `user`. */
  mailbox?: OtherMailbox
}

/** On the account's channel. */
export type AccountMessage =
  /** A tab owns the connection from now on; the others attach to it. */
  | { kind: 'owner' }
  /** A tab wants to use the owner's connection. */
  | { kind: 'attach'; tab: string }
  /** A tab that was just opened asks whether anybody is signed in. */
  | { kind: 'who' }
  /** The owner's answer: it may be used without signing in. */
  | { kind: 'here'; account: SharedAccount }
  /** The account was signed out of in some tab, which means in all. */
  | { kind: 'signedOut' }

/** Guest → owner, on the guest's channel. */
export type GuestMessage =
  | {
      kind: 'call'
      id: number
      name: CommandName
      args: object
      lane?: LaneName
      priority?: NonNullable<CallFrame['priority']>
      /** Whether anybody listens to bytes: what nobody takes does not travel. */
      bytes: boolean
      uploads?: ReadonlyMap<number, Blob>
    }
  | { kind: 'cancel'; id: number }
  /** One chunk of bytes was consumed. */
  | { kind: 'consumed'; id: number }
  | { kind: 'credentials'; id: number; options: FreshTokenOptions }
  /** Connect now; with these, if the user has just signed in here. */
  | { kind: 'connect'; credentials?: Credentials }
  | { kind: 'fail'; error: TabError }

/** Owner → guest, on the guest's channel. */
export type OwnerMessage<State> =
  | { kind: 'state'; state: State; limits: HelloFrame['hello']['limits'] | undefined }
  /** The connection is there, or back: what was selected must be selected again. */
  | { kind: 'ready' }
  | { kind: 'item'; id: number; item: unknown }
  | { kind: 'bytes'; id: number; stream: number; bytes: Uint8Array; last: boolean }
  | { kind: 'uploaded'; id: number; bytes: number }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number; error: TabError }
  | { kind: 'event'; event: PageEvent }
  /** The credentials in use, for when this tab takes over; kept in memory, nowhere else. */
  | { kind: 'held'; credentials: Credentials }
  /** The mailbox whose changes come as events. */
  | { kind: 'watching'; path: string | undefined }
