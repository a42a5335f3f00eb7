/**
 * All stores of one account in Node, put together as the page puts them together: the mail comes from a real server through
 * a real bridge; what a browser would keep on disk is kept in memory, or not at all.
 */
import { resolveValue } from '@intlify/core-base'
import { onTestFinished } from 'vitest'
import { effectScope, proxyRefs, type ShallowUnwrapRef } from 'vue'
import { en } from '../../../web/i18n/en/index.ts'
import type { BodyCache } from '../../../web/cache/bodyCache.ts'
import type { ViewCache } from '../../../web/cache/viewCache.ts'
import { createBulkPace } from '../../../web/bridge/bulkPace.ts'
import { createEventHub } from '../../../web/bridge/eventHub.ts'
import type { BridgeClient } from '../../../web/bridge/types.ts'
import { HeaderIndex } from '../../../web/index/headerIndex.ts'
import type { RemoteIndex } from '../../../web/index/openIndex.ts'
import { createFlagActions } from '../../../web/stores/actions/flagActions.ts'
import { createFolderActions } from '../../../web/stores/actions/folderActions.ts'
import { createFolderContents } from '../../../web/stores/actions/folderContents.ts'
import { createMissingFolders } from '../../../web/stores/actions/missingFolders.ts'
import { createMessageActions } from '../../../web/stores/actions/messageActions.ts'
import { createMoveActions } from '../../../web/stores/actions/moveActions.ts'
import { createUndo } from '../../../web/stores/actions/undo.ts'
import { startBodyTidying } from '../../../web/stores/background/bodyTidying.ts'
import { startJunkFiling } from '../../../web/stores/background/junkFiling.ts'
import { startHeaderSync } from '../../../web/stores/background/headerSync.ts'
import { startReadAhead } from '../../../web/stores/background/readAhead.ts'
import { createFolders } from '../../../web/stores/folders/folders.ts'
import { createHeaders } from '../../../web/stores/index/headerIndex.ts'
import { createSettings } from '../../../web/stores/kit/settings.ts'
import { createToasts } from '../../../web/stores/kit/toasts.ts'
import { createArrangement } from '../../../web/stores/list/arrangement.ts'
import { createMessages } from '../../../web/stores/list/messages.ts'
import { createSelection } from '../../../web/stores/list/selection.ts'
import { createLinking } from '../../../web/stores/linking/linking.ts'
import { createMailbox } from '../../../web/stores/mailbox/mailbox.ts'
import { createBlockedList } from '../../../web/stores/blocking/blockedList.ts'
import { createBlocking } from '../../../web/stores/blocking/blocking.ts'
import { createLabels } from '../../../web/stores/organising/labels.ts'
import { createBodies } from '../../../web/stores/reading/bodyCache.ts'
import { createConversation } from '../../../web/stores/reading/conversation.ts'
import { createReading } from '../../../web/stores/reading/reading.ts'
import { createSearch } from '../../../web/stores/search/search.ts'
import { createSearchEverywhere } from '../../../web/stores/search/searchEverywhere.ts'
import { callsOfOwner } from '../../../web/stores/session/callChain.ts'
import type { SessionState } from '../../../web/stores/session/state.ts'
import { memoryStorage } from '../../support/memoryStorage.ts'
import { memoryCache } from '../../support/memoryCache.ts'
import type { ServerUnderTest, TestUser } from './servers.ts'

/** Nothing is kept, as where storage is forbidden. */
const NO_VIEWS: ViewCache = {
  view: () => Promise.resolve(undefined),
  putView: () => Promise.resolve(),
  folders: () => Promise.resolve(undefined),
  putFolders: () => Promise.resolve(),
  clear: () => Promise.resolve(),
}
const NO_BODIES: BodyCache = {
  keys: () => Promise.resolve([]),
  get: () => Promise.resolve(undefined),
  write: () => Promise.resolve([]),
  remove: () => Promise.resolve(),
  clear: () => Promise.resolve(),
}

/** As `say` does in the page. */
function englishText(key: string): string {
  return String(resolveValue(en, key))
}

export type TestAccount = Awaited<ReturnType<typeof openAccount>>

/**
 * Signs in and opens INBOX; what the user does is up to the test. It ends with the test.
 * @param options.background Headers and bodies are fetched unasked, as behind an open mail page.
 * @param options.hold A command waits for what this returns before it is sent.
 */
export async function openAccount(
  server: ServerUnderTest,
  user: TestUser,
  {
    background = false,
    hold,
  }: { background?: boolean; hold?: (command: string, input: object) => unknown } = {},
) {
  const signedIn = await user.signIn()
  const { client: wire } = signedIn
  const { capabilities } = (await signedIn.run('capability', {})).result
  const hub = createEventHub()
  for (const type of ['exists', 'expunge', 'flags', 'resync', 'polling', 'mailboxes'] as const)
    wire.on(type, hub.emit)
  wire.on('credentials', ({ lane }) => {
    const credentials = { provider: 'work', user: user.name, accessToken: user.accessToken() }
    if (lane === 'side') void wire.call('authenticate', { ...credentials, lane })
  })
  const bulk = createBulkPace()
  wire.on('throttled', ({ retryAfter }) => bulk.throttled(retryAfter))
  let selected: string | undefined
  const client: BridgeClient = {
    limits: wire.limits,
    on: hub.on,
    call: callsOfOwner({
      onWatched: (path) => void (selected = path),
      onStored: hub.emit,
      bulk: bulk.link,
      wire: async (command, input, options) => {
        await hold?.(command, input)
        return wire.call(command, input, options)
      },
    }),
  }
  const state: SessionState = { kind: 'ready', host: '127.0.0.1', capabilities }
  const session = {
    client,
    capabilities,
    state,
    isOwner: true,
    get selected() {
      return selected
    },
  }

  const scope = effectScope()
  const stores = scope.run(() => {
    const accountId = 'test'
    const settings = proxied({ ...createSettings(memoryStorage()), locale: 'en' as const })
    const toasts = proxied(createToasts())
    const headers = proxied(
      createHeaders(() =>
        // In the page its methods are asynchronous, behind a worker's door.
        Promise.resolve(new HeaderIndex(accountId, memoryCache()) as unknown as RemoteIndex),
      ),
    )
    const mailbox = proxied(
      createMailbox({
        client,
        hasUidPlus: () => capabilities.includes('UIDPLUS'),
        isComingBack: () => true,
      }),
    )
    mailbox.handle({ index: ({ mailbox: ref, news }) => headers.take(ref, news) })
    const sight = { isVisible: () => true, onSeen: () => () => undefined }
    const folders = proxied(
      createFolders({ accountId, views: NO_VIEWS, session, mailbox, settings, toasts, sight }),
    )
    const messages = proxied(
      createMessages({ accountId, views: NO_VIEWS, session, mailbox, headers, settings }),
    )
    const arrangement = proxied(
      createArrangement({ accountId, mailbox, messages, headers, folders, settings }),
    )
    const selection = proxied(createSelection({ session, mailbox, messages }))
    const undo = proxied(createUndo({ toasts }))
    const all = { session, mailbox, messages, folders, arrangement, selection, toasts, undo }
    const flagActions = proxied(createFlagActions(all))
    const moves = proxied(createMoveActions(all))
    const folderActions = proxied(createFolderActions(all))
    const folderContents = proxied(createFolderContents({ ...all, folderActions }))
    const missing = proxied(
      createMissingFolders({ folders, folderActions, toasts, locale: () => settings.locale }),
    )
    const actions = proxied(createMessageActions({ folders, messages, flagActions, moves, missing }))
    const bodies = proxied(
      createBodies({ accountId, session, cache: NO_BODIES, settings, isMetered: () => false }),
    )
    const reading = proxied(createReading({ session, mailbox, messages, actions, bodies }))
    const conversation = proxied(
      createConversation({
        session,
        folders,
        headers,
        messages,
        reading,
        actions,
        bodies,
        mailbox,
        settings,
      }),
    )
    const labels = proxied(createLabels({ accountId, settings, messages, flagActions, say: englishText }))
    const blocking = proxied(
      createBlocking({
        list: createBlockedList({ accountId, settings }),
        ...{ moves, missing, undo, toasts },
        own: () => [user.name],
      }),
    )
    const everywhere = proxied(createSearchEverywhere({ session, mailbox, headers, bodies }))
    const search = proxied(
      createSearch({
        ...{ session, folders, mailbox, messages, headers, reading, everywhere },
        labels: () => Promise.resolve(labels),
      }),
    )
    const account = { providerId: 'work', user: user.name }
    const linking = proxied(
      createLinking({ account, session, folders, messages, reading, search, everywhere }),
    )
    if (background) {
      startHeaderSync({
        session,
        mailboxes: mailbox,
        messages,
        folders,
        headers,
        arrangement,
        settings,
        search,
        everywhere,
      })
      startJunkFiling({ session, folders, mailbox, blocking })
      startReadAhead({ messages, reading, bodies })
      startBodyTidying({ session, folders, messages, headers, settings, bodies })
    }
    return {
      ...{ settings, toasts, headers, mailbox, folders, messages, arrangement, selection, undo },
      ...{ flagActions, moves, folderActions, folderContents, actions, missing },
      ...{ bodies, reading, conversation, everywhere, search, linking, labels, blocking },
    }
  })
  if (!stores) throw new Error('the scope had ended')
  onTestFinished(() => scope.stop())
  await stores.messages.open('INBOX')
  await stores.folders.load()
  return {
    ...stores,
    client,
    wire: signedIn.wire,
    /** Hears what the server has to tell, as a page does within seconds. */
    hear: async () => void (await client.call('noop', {})),
  }
}

/** As Pinia shows a store. */
function proxied<Setup extends object>(setup: Setup): ShallowUnwrapRef<Setup> {
  return proxyRefs(setup)
}

/** Subjects of the rows on screen, from the top; `undefined` where a row is still to come. */
export function subjects({ messages }: Pick<TestAccount, 'messages'>): (string | undefined)[] {
  return Array.from({ length: messages.count }, (_, at) => messages.rowAt(at)?.envelope?.subject)
}
