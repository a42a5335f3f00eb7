import type { ArgsInput, Item, Result } from '../../shared/protocol/command.ts'
import type { BridgeEvent, LaneName } from '../../shared/protocol/events.ts'
import type { HelloFrame } from '../../shared/protocol/frames.ts'
import type { FlagChange } from '../index/news.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'

/** How one call is run; every part is optional. */
export interface CallOptions<Name extends CommandName> {
  /** Which IMAP connection does it: `side` for what must not make the user wait. Without it, `main`. */
  lane?: LaneName
  /** What goes first on that connection; without it, the command's own. */
  priority?: 'user' | 'normal' | 'background'
  /** Aborting cancels the call on the bridge; the promise rejects with code `cancelled`. */
  signal?: AbortSignal
  /** Called for each item, in order. */
  onItem?: (item: Item<Commands[Name]>) => void
  /**
   * Called for each chunk of a stream, in order. Credit for more is given when the returned promise settles, so a
   * slow consumer slows the mail server and nothing piles up in the page.
   */
  onBytes?: (stream: number, bytes: Uint8Array, last: boolean) => void | Promise<void>
  /**
   * The connection was lost after items or bytes had come, and the call begins anew: what came is to be let go. Without it
   * such a call fails instead.
   */
  onRestart?: () => void
  /** What the command uploads: stream numbers are the keys. Sliced and sent under the bridge's credit. */
  uploads?: ReadonlyMap<number, Blob>
  /** Called as upload bytes leave, for progress. */
  onUploaded?: (bytes: number) => void
}

/** Calls a command: the whole way to the bridge, or the rest of it. */
export type Call = BridgeClient['call']

/** One thing that is done to every call; it hands the call on to `next`. */
export type CallLink = (next: Call) => Call

/** Who looks at all that passes: the protocol console, while it is open. */
export interface Watcher {
  link: CallLink
  event(event: PageEvent): void
}

/** The typed end of the wire in the page. Errors are `PonteError`s. */
export interface BridgeClient {
  /** What the bridge allows, as it last said; `undefined` before the first connection. */
  limits(): HelloFrame['hello']['limits'] | undefined
  call<Name extends CommandName>(
    name: Name,
    args: ArgsInput<Commands[Name]>,
    options?: CallOptions<Name>,
  ): Promise<Result<Commands[Name]>>
  /** Listens to one type of event; returns how to stop. */
  on<Type extends PageEvent['type']>(
    type: Type,
    listener: (event: Extract<PageEvent, { type: Type }>) => void,
  ): () => void
}

/** This page, in whatever tab, has changed flags. */
export interface StoredEvent {
  type: 'stored'
  mailbox: string
  uidValidity: string
  uids: readonly number[]
  change: FlagChange
}

/** What the bridge tells, and what the tabs of this browser tell each other. */
export type PageEvent = BridgeEvent | StoredEvent
