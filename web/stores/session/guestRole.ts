import { createOutbox, readInbox } from '../../tabs/mailSlot.ts'
import { accountChannel, tabChannel, tabLock } from '../../tabs/names.ts'
import { createSharedClient, ownerGone } from '../../tabs/sharedClient.ts'
import { toTabError } from '../../tabs/tabError.ts'
import type { AccountMessage, GuestMessage, OwnerMessage } from '../../tabs/tabMessages.ts'
import type { Role, RoleOptions } from './role.ts'
import { fromTabState, type TabState } from './tabState.ts'

/** Another tab has the WebSocket; this one uses it. */
export function createGuestRole(options: RoleOptions): Role {
  const { account, auth, tabs, onState, onReady, onEvent, onSignedOut } = options
  const id = crypto.randomUUID()
  const channel = tabs.openChannel(tabChannel(id))
  const { post } = createOutbox<GuestMessage>(channel)
  const accounts = tabs.openChannel(accountChannel(account.id))
  const say = (message: AccountMessage): void => accounts.postMessage(message)
  const shared = createSharedClient(post)
  let limits: ReturnType<Role['client']['limits']>
  let watching: string | undefined
  /** The owner has answered: what is posted is read. */
  let attached = false
  let leave = (): void => undefined
  const left = new Promise<void>((resolve) => (leave = resolve))

  readInbox<OwnerMessage<TabState>>(channel, (message) => {
    switch (message.kind) {
      case 'state':
        attached = true
        limits = message.limits
        return onState(fromTabState(message.state))
      case 'ready':
        return onReady()
      case 'event':
        return onEvent(message.event)
      case 'held':
        return auth.lend(message.credentials)
      case 'watching':
        watching = message.path
        return
      default:
        return shared.receive(message)
    }
  })

  accounts.onmessage = ({ data }: MessageEvent<AccountMessage>) => {
    if (data.kind === 'signedOut') onSignedOut()
    else if (data.kind === 'owner') {
      if (attached) onState({ kind: 'reconnecting', reason: ownerGone(), retryAt: Date.now() })
      attached = false
      shared.failAll(ownerGone())
      say({ kind: 'attach', tab: id })
    }
  }
  // The owner notices by this lock that the tab is gone.
  void tabs.locks.request(tabLock(id), () => {
    say({ kind: 'attach', tab: id })
    return left
  })

  return {
    client: {
      call: options.watched((name, args, callOptions) =>
        attached ? shared.call(name, args, callOptions) : Promise.reject(ownerGone()),
      ),
      limits: () => limits,
    },
    isGuest: true,
    isShared: true,
    get watching() {
      return watching
    },
    connect(credentials) {
      post({ kind: 'connect', ...(credentials && { credentials }) })
    },
    fail: (error) => post({ kind: 'fail', error: toTabError(error) }),
    freshCredentials: (wanted) => (attached ? shared.credentials(wanted) : auth.freshToken(wanted)),
    tellHeld: () => undefined,
    tellSignedOut: () => say({ kind: 'signedOut' }),
    async close() {
      shared.failAll(ownerGone())
      leave()
      channel.close()
      accounts.close()
    },
  }
}
