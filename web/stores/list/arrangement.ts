import { computed, ref, shallowRef, watch } from 'vue'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { KeptConversations, KeptView } from '../../cache/viewCache.ts'
import { ARRIVAL, type Arrangement, type SortOrder } from '../../index/arrange.ts'
import { flagsOf } from '../../index/marks.ts'
import { useFolders } from '../folders/folders.ts'
import { useHeaderIndex, type FlagNews } from '../index/headerIndex.ts'
import { groupsOf, keyOf, rowsOf, type Group, type Groups } from './conversationRows.ts'
import { createConversationSummaries, type ConversationRow } from './conversationSummaries.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { KEPT_ROWS } from '../kit/limits.ts'
import { hasFlag, withFlag, type ListRow } from '../kit/listRow.ts'
import { mailboxKey } from '../kit/mailboxKey.ts'
import { useMessages } from './messages.ts'
import { useOptimistic } from './optimistic.ts'
import { useReadingOptions } from '../kit/readingOptions.ts'
import { steady } from '../kit/steady.ts'
import type { NamedMessages, Target } from './target.ts'

/** Where conversations are no use: what is there is looked at one by one. */
const APART = new Set(['trash', 'junk', 'drafts'])

/**
 * The order of the list, and its conversations: from the header index, once it has all headers of the folder; until then, and
 * without one, the list is as the server has it.
 */
export const useArrangement = defineKeyedStore('arrangement', (accountId) => {
  const messages = useMessages(accountId)
  const headers = useHeaderIndex(accountId)
  const folders = useFolders(accountId)
  const optimistic = useOptimistic(accountId)
  const options = useReadingOptions()
  const order = shallowRef<SortOrder>(ARRIVAL)
  /** By UID, of every member of a conversation of more than one message here. */
  const groups = shallowRef<Groups>(groupsOf(undefined))
  /** By a member, the oldest there was: it stays while others come. */
  const unfolded = shallowRef<ReadonlySet<number>>(new Set())
  const summaries = createConversationSummaries(headers.summaries)
  const { known } = summaries
  let last: Arrangement | undefined
  /** What is known was told of this mailbox … */
  let knownOf = ''
  /** … and before this arrangement of it: to be asked anew. */
  const version = ref(0)
  let turn = 0
  /** What is shown is of an earlier visit. */
  let isRecalled = false
  const steadySummary = steady<ConversationRow>()
  const steadyRow = steady<ListRow>()

  const threaded = computed(() => {
    const use = messages.path === undefined ? undefined : folders.entryOf(messages.path)?.specialUse
    return options.conversations && !APART.has(use ?? '')
  })
  const isArrival = computed(
    () => order.value.key === ARRIVAL.key && order.value.descending === ARRIVAL.descending,
  )
  const isPlain = computed(() => !threaded.value && isArrival.value)
  /** Whether sorting can be had: it takes all headers. */
  const ready = computed(() => messages.mailbox !== undefined && headers.isComplete(messages.mailbox))
  /** Whether the list on screen is one of conversations. */
  const folding = computed(() => messages.arranged !== undefined && !messages.narrowing && threaded.value)

  /** Arranges the list anew; what is on screen stays as it is until then. */
  async function arrange(): Promise<void> {
    const { mailbox } = messages
    const own = ++turn
    if (!mailbox || isPlain.value) return show(undefined)
    const key = mailboxKey(mailbox)
    if (!headers.stateOf(mailbox)) return isRecalled && key === knownOf ? undefined : show(undefined)
    if (!ready.value || messages.phase.name !== 'open') return
    const outgoing = folders.entryOf(mailbox.path)?.specialUse === 'sent'
    const conversations = threaded.value ? companionsOf(mailbox.path) : undefined
    const found = await headers.arrange(mailbox, { order: order.value, outgoing, conversations })
    if (own !== turn || !messages.isCurrent(mailbox)) return
    if (key !== knownOf) summaries.replace([])
    knownOf = key
    isRecalled = false
    show(found)
    summaries.outdate()
    version.value++
  }

  /** As it was when this browser showed the folder last, until the index has it. */
  function recall(view: KeptView | undefined): void {
    const { conversations, mailbox } = view ?? {}
    if (!conversations || !mailbox || !threaded.value || !isArrival.value) return
    summaries.replace(conversations.summaries)
    knownOf = mailboxKey(mailbox)
    isRecalled = true
    show(conversations.arrangement)
  }

  /** The index will not put it right soon: the list is as the server has it. */
  function letGo(): void {
    if (isRecalled) show(undefined)
  }

  function kept(): KeptConversations | undefined {
    if (!last || !threaded.value || !isArrival.value) return undefined
    return { arrangement: last, summaries: summaries.of(last.uids.subarray(-KEPT_ROWS)) }
  }

  /** Folders a conversation runs through, beside the one on screen, as far as their headers are here. */
  function companionsOf(path: string): MailboxRef[] {
    return folders.conversationPaths.flatMap((one) => {
      const mailbox = one === path ? undefined : headers.refOf(one)
      return mailbox && headers.isComplete(mailbox) ? [mailbox] : []
    })
  }

  function show(next: Arrangement | undefined): void {
    last = next
    groups.value = groupsOf(next)
    if (!next) {
      isRecalled = false
      summaries.replace([])
      if (messages.arranged) messages.arrange(undefined)
      return
    }
    const standsFor = (uid: number): number => groups.value.get(uid)?.head ?? uid
    messages.arrange({
      uids: rowsOf(next, unfoldedGroups()),
      standsFor,
      kept,
      isRecalled: () => isRecalled,
    })
  }

  function unfoldedGroups(): Group[] {
    return [...unfolded.value].flatMap((key) => groups.value.get(key) ?? [])
  }

  function isUnfolded({ members }: Group): boolean {
    return unfolded.value.size > 0 && members.some((uid) => unfolded.value.has(uid))
  }

  /** What a row stands for, where that is more than its message. */
  function groupAt(row: ListRow): Group | undefined {
    const group = folding.value ? groups.value.get(row.uid) : undefined
    return group?.head === row.uid ? group : undefined
  }

  /** `undefined` for a message by itself. */
  function conversationOf(row: ListRow): ConversationRow | undefined {
    const summary = folding.value ? known.get(row.uid) : undefined
    if (!summary || summary.count < 2) return undefined
    const group = groupAt(row)
    const [foldable, unfolded] = [group !== undefined, group !== undefined && isUnfolded(group)]
    return steadySummary(summary, { ...summary, foldable, unfolded })
  }

  /** Whether a row is one of the older messages of an unfolded conversation. */
  function isMember(row: ListRow): boolean {
    const group = folding.value ? groups.value.get(row.uid) : undefined
    return group !== undefined && group.head !== row.uid
  }

  /** The row as a folded conversation's: unread as long as one of its messages is, flagged when one is. */
  function shown(row: ListRow): ListRow {
    const group = groupAt(row)
    if (!group || isUnfolded(group)) return row
    const members = membersOf(row.uid)
    const unread = !hasFlag(row, '\\Seen') || members.some((one) => !hasFlag(one, '\\Seen'))
    const flagged = hasFlag(row, '\\Flagged') || members.some((one) => hasFlag(one, '\\Flagged'))
    return steadyRow(row, withFlag(withFlag(row, '\\Seen', !unread), '\\Flagged', flagged))
  }

  /** The members with their flags as they show; only those whose row has been on screen. */
  function membersOf(head: number): Pick<ListRow, 'uid' | 'flags'>[] {
    return (known.get(head)?.members ?? [])
      .filter(({ uid }) => uid !== head)
      .map(({ uid, marks }) => optimistic.shown(messages.mailbox, { seq: 0, uid, flags: flagsOf(marks) }))
  }

  /** Flags of those that are members of a conversation which has been on screen, as the server told. */
  function memberFlags(uids: ReadonlySet<number>): { uid: number; flags: string[] }[] {
    return folding.value ? summaries.memberFlags(uids) : []
  }

  /** What is done to a row is done to all its folded conversation has here. */
  function whole(row: ListRow): Target {
    const group = groupAt(row)
    if (!group || isUnfolded(group)) return row
    const named: NamedMessages = { mailbox: messages.mailboxRef(), uids: group.members, row: shown(row) }
    return named
  }

  /** The same for many rows. */
  function withMembers(uids: readonly number[]): number[] {
    if (!folding.value) return [...uids]
    const all = uids.flatMap((uid) => {
      const group = groups.value.get(uid)
      return group?.head === uid && !isUnfolded(group) ? group.members : [uid]
    })
    return [...new Set(all)]
  }

  function toggle(row: ListRow): void {
    const group = groupAt(row)
    if (group) unfold(row, !isUnfolded(group))
  }

  /** Shows the older messages of a conversation below its row, or hides them. @returns whether anything changed */
  function unfold(row: ListRow, on: boolean): boolean {
    const group = folding.value ? groups.value.get(row.uid) : undefined
    if (!group || !last || isUnfolded(group) === on) return false
    const next = new Set(unfolded.value)
    if (on) next.add(keyOf(group))
    else for (const uid of group.members) next.delete(uid)
    unfolded.value = next
    show(last)
    return true
  }

  /** These rows are on screen: what they stand for is asked of the index. */
  async function want(rows: readonly ListRow[]): Promise<void> {
    // Of those the index has nothing to tell yet.
    if (!isRecalled) await summaries.want(rows, () => folding.value)
  }

  watch(() => messages.recalled, recall, { flush: 'sync' })

  return {
    order,
    threaded,
    isArrival,
    isPlain,
    ready,
    version,
    companionsOf,
    arrange,
    letGo,
    sortBy: (next: SortOrder) => void (order.value = next),
    conversationOf,
    isMember,
    shown,
    memberFlags,
    whole,
    withMembers,
    toggle,
    unfold,
    want,
    takeFlags(news: FlagNews): void {
      if (known.size > 0 && messages.isCurrent(news.mailbox)) summaries.takeFlags(news)
    },
  }
})
