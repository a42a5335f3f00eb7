import type { BridgeEvent } from '../../../shared/protocol/events.ts'
import { createBulkPace } from '../../bridge/bulkPace.ts'
import { createBridgeClient } from '../../bridge/client.ts'
import type { PageEvent } from '../../bridge/types.ts'
import { accountChannel } from '../../tabs/names.ts'
import { serveTabs } from '../../tabs/serveTabs.ts'
import type { AccountMessage } from '../../tabs/tabMessages.ts'
import { callsOfOwner } from './callChain.ts'
import { createSessionController } from './controller.ts'
import type { Role, RoleOptions } from './role.ts'
import type { SessionState } from './state.ts'
import { toTabState, type TabState } from './tabState.ts'
import { onWake } from './wake.ts'

/** Of what the mail server tells, what every tab hears; credentials and the socket's end are the owner's business. */
const FOR_ALL: Record<Exclude<BridgeEvent['type'], 'credentials' | 'bye'>, true> = {
  exists: true,
  expunge: true,
  flags: true,
  resync: true,
  polling: true,
  mailboxes: true,
  alert: true,
  throttled: true,
}

/** This tab has the WebSocket; others may use it. */
export function createOwnerRole(options: RoleOptions): Role {
  const { account, auth, tabs, onState, onReady, onEvent, onSignedOut } = options
  const wire = createBridgeClient({ url: options.bridgeUrl })
  const bridge = { ...wire, call: options.watched(wire.call) }
  let state: SessionState = { kind: 'connecting', step: 'identity' }
  const bulk = createBulkPace()
  let watching: string | undefined

  const client: Role['client'] = {
    call: callsOfOwner({
      wire: bridge.call,
      bulk: bulk.link,
      onStored: tellAll,
      onWatched(path) {
        watching = path
        server.tell({ kind: 'watching', path })
      },
    }),
    limits: bridge.limits,
  }
  const controller = createSessionController({
    providerId: account.providerId,
    identity: account.identity,
    mailbox: account.mailbox?.address,
    auth,
    client: bridge,
    onWake,
    wasReady: options.wasReady,
    wasIn: account.wasIn === true,
    onState: (next) => {
      state = next
      onState(next)
      server.tell({ kind: 'state', state: toTabState(next), limits: bridge.limits() })
    },
    onReady: () => {
      // The new connection watches nothing yet.
      watching = undefined
      server.tell({ kind: 'watching', path: undefined })
      onReady()
      server.tell({ kind: 'ready' })
    },
  })
  const server = serveTabs<TabState>({
    ...tabs,
    client,
    current: () => ({
      state: toTabState(state),
      limits: bridge.limits(),
      credentials: auth.held,
      watching,
      isReady: state.kind === 'ready',
    }),
    freshCredentials: auth.freshToken,
    connect(credentials) {
      if (credentials) auth.lend(credentials)
      if (state.kind !== 'ready') controller.connect(credentials)
    },
    fail: controller.fail,
  })
  bridge.on('throttled', ({ retryAfter }) => bulk.throttled(retryAfter))
  for (const type of Object.keys(FOR_ALL) as (keyof typeof FOR_ALL)[]) bridge.on(type, tellAll)

  function tellAll(event: PageEvent): void {
    onEvent(event)
    server.event(event)
  }

  const channel = tabs.openChannel(accountChannel(account.id))
  const say = (message: AccountMessage): void => channel.postMessage(message)
  channel.onmessage = ({ data }: MessageEvent<AccountMessage>) => {
    const { providerId, identity, user, name, mailbox } = account
    if (data.kind === 'attach') server.attach(data.tab)
    else if (data.kind === 'who')
      say({
        kind: 'here',
        account: { providerId, identity, user, ...(name && { name }), ...(mailbox && { mailbox }) },
      })
    else if (data.kind === 'signedOut') onSignedOut()
  }
  say({ kind: 'owner' })

  return {
    client,
    isGuest: false,
    get isShared() {
      return server.guests > 0
    },
    get watching() {
      return watching
    },
    connect(credentials) {
      if (credentials) auth.hold(credentials)
      controller.connect(credentials)
    },
    fail: controller.fail,
    freshCredentials: auth.freshToken,
    tellHeld: (credentials) => server.tell({ kind: 'held', credentials }),
    tellSignedOut: () => say({ kind: 'signedOut' }),
    async close() {
      channel.onmessage = null
      server.close()
      await controller.close()
      channel.close()
    },
  }
}
