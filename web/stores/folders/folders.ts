import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { MailboxEntry, SpecialUse } from '../../../shared/mail/mailbox.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import { viewCache, type ViewCache } from '../../cache/viewCache.ts'
import type { FolderCounts } from '../../mailbox/counts.ts'
import { countsOf } from '../../mailbox/view.ts'
import { statusOfAll } from '../fetch/index.ts'
import { toPonteError } from '../kit/failure.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { KEEP_DELAY_MS } from '../kit/limits.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { useSettings, type SettingsStore } from '../kit/settings.ts'
import { PAGE_SIGHT, type Sight } from '../kit/sight.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import { COUNTS_DELAY_MS } from './limits.ts'
import { startStatusRounds } from './statusRounds.ts'
import { buildFolderTree, type FolderNode } from './folderTree.ts'

export type { FolderCounts }

/** A list of folders as it will be. */
export type EntriesChange = (entries: readonly MailboxEntry[]) => readonly MailboxEntry[]

export type FoldersState =
  { kind: 'waiting' } | { kind: 'cached' } | { kind: 'loaded' } | { kind: 'failed'; error: PonteError }

export interface FoldersOptions {
  accountId: string
  views: ViewCache
  session: Pick<Session, 'client' | 'isOwner' | 'selected' | 'state'>
  mailbox: MailboxStore
  settings: SettingsStore
  toasts: Toasts
  sight: Sight
}

/** The account's folders and their counts. */
export function createFolders({
  accountId,
  views,
  session,
  mailbox,
  settings,
  toasts,
  sight,
}: FoldersOptions) {
  const state = shallowRef<FoldersState>({ kind: 'waiting' })
  /** As LIST told last. */
  const listed = shallowRef<readonly MailboxEntry[]>([])
  /** The page's own changes that the server has not confirmed yet, in the order they were made. */
  const changes = shallowRef<readonly EntriesChange[]>([])
  const entries = computed(() => changes.value.reduce((all, change) => change(all), listed.value))
  /** As they show, by path; none before a folder's first STATUS. */
  const counts = computed<ReadonlyMap<string, FolderCounts>>(() => {
    const { model } = mailbox
    return new Map(
      [...model.counts.keys()].flatMap((path) => {
        const shown = countsOf(model, path)
        return shown ? [[path, shown] as const] : []
      }),
    )
  })
  const tree = computed(() => buildFolderTree(entries.value, settings.locale))
  /** Whether LSUB was asked, and what it told; LIST then keeps it. */
  let subscriptions: Promise<void> | undefined
  const stale = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** LIST, then STATUS for the counts. Called when the first rows are on their way, never before them. */
  async function load(): Promise<void> {
    const found: MailboxEntry[] = []
    try {
      await session.client.call(
        'list',
        {},
        { onItem: (entry) => void found.push(entry), onRestart: () => void (found.length = 0) },
      )
    } catch (error) {
      if (entries.value.length === 0) state.value = { kind: 'failed', error: toPonteError(error) }
      return
    }
    const known = new Map(listed.value.map((entry) => [entry.path, entry.subscribed]))
    listed.value = found.map((entry) => {
      const subscribed = entry.subscribed ?? known.get(entry.path)
      return subscribed === undefined ? entry : { ...entry, subscribed }
    })
    state.value = { kind: 'loaded' }
    await count(countable())
  }

  /** What this browser keeps of the folders, until the server has answered. */
  async function showCached(): Promise<void> {
    if (!settings.view.keepMail) return
    const cached = await views.folders(accountId).catch(() => undefined)
    if (!cached || state.value.kind !== 'waiting') return
    state.value = { kind: 'cached' }
    listed.value = cached.entries
    for (const [path, one] of cached.counts) if (!counts.value.has(path)) setCounts(path, one)
  }

  let keeping: ReturnType<typeof setTimeout> | undefined
  function keepSoon(): void {
    if (state.value.kind !== 'loaded' || !settings.view.keepMail) return
    keeping ??= setTimeout(() => {
      keeping = undefined
      if (!settings.view.keepMail) return
      const now = {
        entries: listed.value,
        counts: [...counts.value].map(([path, one]) => [path, { ...one }] as [string, FolderCounts]),
      }
      views.putFolders(accountId, now).catch(() => undefined)
    }, KEEP_DELAY_MS)
  }
  watch([listed, counts], keepSoon)

  const countable = (): string[] => entries.value.filter((one) => one.selectable).map((one) => one.path)

  /** Counts stay as they were where the server does not tell. */
  async function count(paths: string[]): Promise<void> {
    if (paths.length === 0) return
    const asked = mailbox.model.revision
    try {
      await statusOfAll(
        session.client,
        {
          paths: ordered(paths),
          fields: ['messages', 'unseen'],
          onItem: ({ path, messages = 0, unseen = 0, error }) => {
            if (error === undefined) setCounts(path, { messages, unseen }, asked)
          },
        },
        { lane: 'side' },
      )
    } catch {
      // Counts are an aid: the next change or reconnection asks again.
    }
  }

  /** What is on screen first: special folders, then the rest in the tree's order. */
  function ordered(paths: string[]): string[] {
    const wanted = new Set(paths)
    const inOrder: string[] = []
    const walk = (nodes: readonly FolderNode[]): void => {
      for (const node of nodes) {
        if (wanted.delete(node.path)) inOrder.push(node.path)
        walk(node.children)
      }
    }
    walk(tree.value.special)
    walk(tree.value.own)
    return [...inOrder, ...wanted]
  }

  /** Something changed there: asks for its counts, once for many changes. */
  function countSoon(path: string): void {
    stale.add(path)
    timer ??= setTimeout(() => {
      timer = undefined
      const paths = [...stale]
      stale.clear()
      void count(paths)
    }, COUNTS_DELAY_MS)
  }

  /** @param asked The mailbox model's revision when the server was asked. */
  function setCounts(path: string, next: FolderCounts, asked = mailbox.model.revision): void {
    mailbox.apply({ kind: 'counted', path, counts: next, asked })
  }

  /** LSUB, once: only who opens a folder's menu wants to know. */
  function learnSubscriptions(): Promise<void> {
    subscriptions ??= askSubscriptions().catch(() => {
      subscriptions = undefined
    })
    return subscriptions
  }

  async function askSubscriptions(): Promise<void> {
    const subscribed = new Set<string>()
    await session.client.call('lsub', {}, { onItem: ({ path }) => void subscribed.add(path) })
    listed.value = listed.value.map((entry) => ({ ...entry, subscribed: subscribed.has(entry.path) }))
  }

  /**
   * Shows a change before the server confirms it, over whatever LIST tells meanwhile; gone when `work` fails, so that
   * what was there shows again. The change must bear being made to a list that has it already.
   */
  async function changing(change: EntriesChange, work: () => Promise<unknown>): Promise<void> {
    changes.value = [...changes.value, change]
    try {
      await work()
      listed.value = change(listed.value)
    } finally {
      changes.value = changes.value.filter((one) => one !== change)
    }
  }

  function pathFor(use: SpecialUse): string | undefined {
    return entries.value.find((entry) => entry.specialUse === use && entry.selectable)?.path
  }

  function entryOf(path: string): MailboxEntry | undefined {
    return entries.value.find((entry) => entry.path === path)
  }

  mailbox.handle({ count: ({ path }) => countSoon(path) })
  session.client.on('mailboxes', () => void load())
  onScopeDispose(
    startStatusRounds({
      client: session.client,
      sight,
      selected: () => session.selected,
      isReady: () => session.state.kind === 'ready' && state.value.kind === 'loaded',
      isOwner: () => session.isOwner,
      paths: countable,
      count,
      onInbox: (next, asked) => setCounts('INBOX', next, asked),
      moment: () => mailbox.model.revision,
      onNewMail: () => toasts.show({ text: 'live.newMail' }),
    }),
  )

  /** Where a conversation's messages lie: what came, what was answered, and what was put away. */
  const conversationPaths = computed(() =>
    (['inbox', 'sent', 'archive'] as const).flatMap((use) => pathFor(use) ?? []),
  )

  return {
    state,
    entries,
    conversationPaths,
    tree,
    counts,
    load,
    showCached,
    learnSubscriptions,
    changing,
    countSoon,
    setCounts,
    pathFor,
    entryOf,
  }
}

export type Folders = Store<ReturnType<typeof createFolders>>

/** One account's. */
export const useFolders = defineKeyedStore('folders', (accountId) =>
  createFolders({
    accountId,
    views: viewCache(),
    session: useSession(accountId),
    mailbox: useMailbox(accountId),
    settings: useSettings(),
    toasts: useToasts(accountId),
    sight: PAGE_SIGHT,
  }),
)
