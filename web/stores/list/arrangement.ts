import { computed, onScopeDispose, ref, watch } from 'vue'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { NEWEST_FIRST, type SortOrder } from '../../index/arrange.ts'
import type { ConversationSummary } from '../../index/conversations.ts'
import { isUnfoldedAt } from '../../mailbox/list.ts'
import { mailboxKey } from '../../mailbox/mailboxKey.ts'
import type { ListRow } from '../../mailbox/row.ts'
import * as view from '../../mailbox/view.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { useHeaderIndex, type Headers } from '../index/headerIndex.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { organisedBy } from '../kit/organised.ts'
import { useSettings, type SettingsStore } from '../kit/settings.ts'
import { steady } from '../kit/steady.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { isSameOrder, ordersFrom } from './folderOrders.ts'
import { ARRANGE_DELAY_MS } from './limits.ts'
import { useMessages, type Messages } from './messages.ts'
import type { NamedMessages, Target } from './target.ts'

/** How the row of a conversation shows. */
export type ConversationRow = ConversationSummary & { unfolded: boolean; foldable: boolean }

/** Where conversations are no use: what is there is looked at one by one. */
const APART = new Set(['trash', 'junk', 'drafts'])

export interface ListArrangementOptions {
  accountId: string
  mailbox: MailboxStore
  messages: Messages
  headers: Headers
  folders: Folders
  settings: SettingsStore
}

/**
 * The order of the list, and its conversations: from the header index. An order of its own takes all headers of the folder;
 * conversations fold as far as headers are here. Without an index the list is as the server has it.
 */
export function createArrangement(options: ListArrangementOptions) {
  const { mailbox, messages, headers, folders, settings } = options
  const { stored: orders, change: changeOrders } = organisedBy(options, 'orders', ordersFrom)
  /** The same object as long as it is the same order. */
  const order = computed<SortOrder>((before) => {
    const next = orders.value[messages.path ?? ''] ?? NEWEST_FIRST
    return before && isSameOrder(before, next) ? before : next
  })
  /** Grows when what conversations show is to be asked for anew. */
  const version = ref(0)
  const memoizeConversation = steady<ConversationRow>()
  const memoizeRow = steady<ListRow>()
  /** What the index had when the list was last arranged by a part of the headers. */
  let partly = { key: '', known: 0, total: 0 }
  let turn = 0
  let resultsTurn = 0
  /** Results stand in an order the index has changed since. */
  let isResultsOrderOld = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let resultsTimer: ReturnType<typeof setTimeout> | undefined

  const threaded = computed(() => {
    const use = messages.path === undefined ? undefined : folders.entryOf(messages.path)?.specialUse
    return settings.personal.conversations && !APART.has(use ?? '')
  })
  const isUsual = computed(() => isSameOrder(order.value, NEWEST_FIRST))
  /** Whether sorting can be had: it takes all headers. */
  const ready = computed(() => messages.mailbox !== undefined && headers.isComplete(messages.mailbox))
  /** Whether the list on screen is one of conversations. */
  const folding = computed(() => {
    const { arranged, results } = mailbox.model.list
    return arranged !== undefined && !results && threaded.value
  })
  /** How many headers are here, while order and conversations wait for the others. */
  const waiting = computed(() => {
    const { mailbox: current, phase, exists } = messages
    if (!current || phase.kind !== 'open' || exists === 0 || ready.value || !settings.view.keepMail)
      return undefined
    return { known: headers.stateOf(current)?.known ?? 0, total: exists }
  })
  messages.usualWhen(({ ends }) => isUsual.value && (ends !== undefined) === threaded.value)

  /** Of the folder on screen, remembered. */
  function sortBy(next: SortOrder): void {
    const { path } = messages
    if (path !== undefined) changeOrders((before) => ({ ...before, [path]: next }))
  }

  /** Arranges the list anew; what is on screen stays as it is until then. */
  async function arrange(): Promise<void> {
    const { mailbox: current } = messages
    const own = ++turn
    if (!current) return
    const target = messages.mailboxRef()
    // What was folded and is to be no more does not wait for the index.
    const isFolded = mailbox.model.list.arranged?.arrangement.ends !== undefined
    if (isFolded && !threaded.value && !ready.value) return letGo()
    // A snapshot stands until the index has it anew.
    if (!headers.stateOf(target)) return mailbox.model.list.arranged?.snapshot ? undefined : letGo()
    if (messages.phase.kind !== 'open' || !(ready.value || isPartWorthwhile(target))) return
    const outgoing = folders.entryOf(target.path)?.specialUse === 'sent'
    const conversations = threaded.value ? companionsOf(target.path) : undefined
    const arrangement =
      ready.value || !conversations
        ? await headers.arrange(target, { order: order.value, outgoing, conversations })
        : await headers.arrangeSoFar(target, { outgoing, conversations })
    if (own !== turn || !messages.isCurrent(target) || !(arrangement || ready.value)) return
    mailbox.apply({ kind: 'arranged', mailbox: target, arrangement, byDate: isUsual.value })
    version.value++
  }

  /**
   * While headers are coming, newest first, the list folds by those that are here: by the first of them, and whenever they
   * have doubled or mail came or went. Each time takes the worker as long as a whole arrangement.
   */
  function isPartWorthwhile(target: MailboxRef): boolean {
    const { known, total } = headers.stateOf(target) ?? { known: 0, total: 0 }
    if (known === 0 || !isUsual.value || !threaded.value) return false
    const key = mailboxKey(target)
    const isNew = partly.key !== key || partly.total !== total || known >= 2 * partly.known
    if (isNew) partly = { key, known, total }
    return isNew
  }

  /** The index will not put it right soon: the list is as the server has it. */
  function letGo(): void {
    if (mailbox.model.list.arranged)
      mailbox.apply({ kind: 'arranged', mailbox: messages.mailboxRef(), arrangement: undefined })
  }

  /** Folders a conversation runs through, beside the one on screen, as far as their headers are here. */
  function companionsOf(path: string): MailboxRef[] {
    return folders.conversationPaths.flatMap((other) => {
      const known = other === path ? undefined : headers.refOf(other)
      return known && headers.isComplete(known) ? [known] : []
    })
  }

  /** The order that results stand in: asked for when it is chosen, so that results need not move by the time they come. */
  async function orderResults(own: number): Promise<void> {
    if (!messages.mailbox || !ready.value) return
    const target = messages.mailboxRef()
    isResultsOrderOld = false
    const outgoing = folders.entryOf(target.path)?.specialUse === 'sent'
    const options = { order: order.value, outgoing, conversations: undefined }
    const arrangement = await headers.arrange(target, options)
    if (own === resultsTurn && messages.isCurrent(target))
      mailbox.apply({ kind: 'ordered', uids: arrangement?.uids })
  }

  /** What there is stays until the new order is here, unless another one was chosen. */
  function renewResultsOrder(isAnother: boolean): void {
    clearTimeout(resultsTimer)
    resultsTimer = undefined
    const own = ++resultsTurn
    const dropOrder = (): void => mailbox.apply({ kind: 'ordered', uids: undefined })
    if (isAnother && !ready.value) return dropOrder()
    orderResults(own).catch(() => isAnother && dropOrder())
  }

  function arrangeSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void arrange().catch(() => undefined)
    }, ARRANGE_DELAY_MS)
  }

  /** `undefined` for a message by itself. */
  function conversationOf(row: ListRow): ConversationRow | undefined {
    const { model } = mailbox
    const summary = folding.value ? model.list.summaries.get(row.uid) : undefined
    if (!summary || summary.count < 2) return undefined
    const foldable = view.groupOf(model, row.uid)?.head === row.uid
    const unfolded = foldable && isUnfoldedAt(model.list, row.uid)
    return memoizeConversation(summary, { ...summary, foldable, unfolded })
  }

  /** Whether a row is one of the older messages of an unfolded conversation. */
  function isMember(row: ListRow): boolean {
    const group = folding.value ? view.groupOf(mailbox.model, row.uid) : undefined
    return group !== undefined && group.head !== row.uid
  }

  /** The row as a folded conversation's: unread as long as one of its messages is, flagged when one is. */
  function shown(row: ListRow): ListRow {
    const drawn = folding.value ? view.shownRow(mailbox.model, row) : row
    return drawn === row ? row : memoizeRow(row, drawn)
  }

  /** What is done to a row is done to all its folded conversation has here. */
  function whole(row: ListRow): Target {
    const group = folding.value ? view.foldedGroup(mailbox.model, row.uid) : undefined
    if (!group) return row
    const named: NamedMessages = { mailbox: messages.mailboxRef(), uids: group.members, row: shown(row) }
    return named
  }

  /** The same for many rows. */
  function withMembers(uids: readonly number[]): number[] {
    if (!folding.value) return [...uids]
    return [...new Set(uids.flatMap((uid) => view.foldedGroup(mailbox.model, uid)?.members ?? [uid]))]
  }

  function toggle(row: ListRow): void {
    if (view.groupOf(mailbox.model, row.uid)?.head === row.uid)
      unfold(row, !isUnfoldedAt(mailbox.model.list, row.uid))
  }

  /** Shows the older messages of a conversation below its row, or hides them. @returns whether anything changed */
  function unfold(row: ListRow, on: boolean): boolean {
    const { list } = mailbox.model
    mailbox.apply({ kind: 'unfolded', uid: row.uid, on })
    return mailbox.model.list !== list
  }

  let wanted: readonly ListRow[] = []
  let isAsking = false
  let askedVersion = 0

  /** These rows are on screen: the index is asked what they stand for. */
  async function want(rows: readonly ListRow[]): Promise<void> {
    wanted = rows
    if (isAsking) return
    isAsking = true
    try {
      for (;;) {
        const { list, revision: asked } = mailbox.model
        const isStale = askedVersion !== version.value
        const uids = wanted.map(({ uid }) => uid).filter((uid) => isStale || !list.summaries.has(uid))
        // Of a snapshot the index has nothing to tell yet.
        if (!folding.value || list.arranged?.snapshot || uids.length === 0) return
        askedVersion = version.value
        wanted = []
        const target = messages.mailboxRef()
        const summaries = await headers.summaries(uids)
        mailbox.apply({ kind: 'recalled', mailbox: target, summaries, asked })
      }
    } finally {
      isAsking = false
    }
  }

  // The list is arranged anew while mail comes and goes and the user chooses otherwise.
  watch([order, threaded], () => void arrange())
  watch(order, () => renewResultsOrder(true))
  watch(() => messages.mailbox && headers.stateOf(messages.mailbox), arrangeSoon, { immediate: true })
  watch(
    () =>
      companionsOf(messages.path ?? '')
        .map((other) => `${other.path} ${headers.stateOf(other)?.known}`)
        .join(),
    arrangeSoon,
  )
  watch(
    () => messages.mailbox && `${mailboxKey(messages.mailbox)} ${headers.stateOf(messages.mailbox)?.known}`,
    () => {
      isResultsOrderOld = true
      // A sync tells many changes. While nothing is narrowed, nobody sees the order.
      if (messages.narrowing || !messages.ordered)
        resultsTimer ??= setTimeout(() => renewResultsOrder(false), ARRANGE_DELAY_MS)
    },
  )
  watch(
    () => messages.narrowing,
    (narrowing) => narrowing && isResultsOrderOld && renewResultsOrder(false),
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    clearTimeout(resultsTimer)
  })

  return {
    order,
    threaded,
    isUsual,
    ready,
    waiting,
    version,
    companionsOf,
    arrange,
    letGo,
    sortBy,
    conversationOf,
    isMember,
    shown,
    whole,
    withMembers,
    toggle,
    unfold,
    want,
  }
}

export type ListArrangement = Store<ReturnType<typeof createArrangement>>

/** One account's. */
export const useArrangement = defineKeyedStore('arrangement', (accountId) =>
  createArrangement({
    accountId,
    mailbox: useMailbox(accountId),
    messages: useMessages(accountId),
    headers: useHeaderIndex(accountId),
    folders: useFolders(accountId),
    settings: useSettings(),
  }),
)
