import type { HelloFrame } from '../../shared/protocol/frames.ts'
import type { PageEvent, BridgeClient } from '../bridge/types.ts'
import type { PonteError } from '../../shared/protocol/errors.ts'
import type { Credentials, FreshTokenOptions } from '../auth/types.ts'
import { runGuestCalls, type GuestCalls } from './guest.ts'
import { createOutbox, readInbox, type Channel } from './mailSlot.ts'
import { tabChannel, tabLock } from './names.ts'
import { fromTabError, toTabError } from './tabError.ts'
import type { GuestMessage, OwnerMessage } from './tabMessages.ts'

export interface ServeTabsOptions<State> {
  locks: Pick<LockManager, 'request'>
  openChannel: (name: string) => Channel
  client: Pick<BridgeClient, 'call'>
  /** What a tab that comes must know at once. */
  current: () => {
    state: State
    limits: HelloFrame['hello']['limits'] | undefined
    credentials: Credentials | undefined
    watching: string | undefined
    isReady: boolean
  }
  freshCredentials: (options: FreshTokenOptions) => Promise<Credentials>
  connect: (credentials: Credentials | undefined) => void
  fail: (error: PonteError) => void
}

/** The tab that owns an account's connection, towards the tabs that use it. */
export interface TabServer<State> {
  /** How many tabs use the connection besides this one. */
  readonly guests: number
  /** A tab asked for it. */
  attach(tab: string): void
  tell(message: Exclude<OwnerMessage<State>, { id: number } | { kind: 'event' }>): void
  event(event: PageEvent): void
  close(): void
}

interface Guest<State> {
  channel: Channel
  calls: GuestCalls
  post: (message: OwnerMessage<State>) => void
}

export function serveTabs<State>(options: ServeTabsOptions<State>): TabServer<State> {
  const { locks, openChannel, client, current, freshCredentials, connect, fail } = options
  const guests = new Map<string, Guest<State>>()
  const leaving = new AbortController()

  function attach(tab: string): void {
    const known = guests.get(tab)
    if (known) return greet(known)
    const channel = openChannel(tabChannel(tab))
    const { post } = createOutbox<OwnerMessage<State>>(channel)
    const guest: Guest<State> = { channel, post, calls: runGuestCalls(client, post) }
    guests.set(tab, guest)
    readInbox<GuestMessage>(channel, (message) => read(message, guest))
    greet(guest)
    // Its lock is free when the tab is gone, however it went.
    locks
      .request(tabLock(tab), { signal: leaving.signal }, () => detach(tab))
      .catch(() => undefined /* this tab goes first */)
  }

  function greet({ post }: Guest<State>): void {
    const { state, limits, credentials, watching, isReady } = current()
    if (credentials) post({ kind: 'held', credentials })
    post({ kind: 'watching', path: watching })
    post({ kind: 'state', state, limits })
    if (isReady) post({ kind: 'ready' })
  }

  function detach(tab: string): void {
    const guest = guests.get(tab)
    guests.delete(tab)
    guest?.calls.stop()
    guest?.channel.close()
  }

  function read(message: GuestMessage, { calls, post }: Guest<State>): void {
    switch (message.kind) {
      case 'call':
        return calls.start(message)
      case 'cancel':
        return calls.cancel(message.id)
      case 'consumed':
        return calls.consumed(message.id)
      case 'credentials': {
        const { id } = message
        freshCredentials(message.options).then(
          (result) => post({ kind: 'result', id, result }),
          (error: unknown) => post({ kind: 'error', id, error: toTabError(error) }),
        )
        return
      }
      case 'connect':
        return connect(message.credentials)
      case 'fail':
        return fail(fromTabError(message.error))
    }
  }

  return {
    get guests() {
      return guests.size
    },
    attach,
    tell(message) {
      for (const { post } of guests.values()) post(message)
    },
    event(event) {
      for (const { post } of guests.values()) post({ kind: 'event', event })
    },
    close() {
      leaving.abort()
      for (const tab of [...guests.keys()]) detach(tab)
    },
  }
}
