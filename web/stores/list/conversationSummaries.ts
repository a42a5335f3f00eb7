import { shallowReactive } from 'vue'
import type { ConversationSummary } from '../../index/conversations.ts'
import { flagsOf } from '../../index/marks.ts'
import { markedBy } from './conversationRows.ts'
import type { FlagNews } from '../index/headerIndex.ts'
import type { ListRow } from '../kit/listRow.ts'

/** How the row of a conversation shows. */
export type ConversationRow = ConversationSummary & { unfolded: boolean; foldable: boolean }

/** What rows of conversations show, asked of the index as they come on screen. */
export function createConversationSummaries(
  ask: (uids: readonly number[]) => Promise<ConversationSummary[]>,
) {
  /** By the row's UID. */
  const known = shallowReactive(new Map<number, ConversationSummary>())
  /** What is known was told before this arrangement … */
  let version = 0
  /** … and asked for at this one. */
  let askedOf = 0
  let wished: readonly ListRow[] = []
  let asking = false
  /** Grows when what is known is of something else. */
  let epoch = 0

  /** @param isWanted Whether there still are conversations to ask about. */
  async function want(rows: readonly ListRow[], isWanted: () => boolean): Promise<void> {
    wished = rows
    if (asking) return
    asking = true
    try {
      for (;;) {
        const stale = askedOf !== version
        const wanted = wished.map(({ uid }) => uid).filter((uid) => stale || !known.has(uid))
        if (!isWanted() || wanted.length === 0) return
        askedOf = version
        wished = []
        const own = epoch
        const answers = await ask(wanted)
        if (own === epoch) for (const one of answers) known.set(one.uid, one)
      }
    } finally {
      asking = false
    }
  }

  function takeFlags({ uids, change }: Pick<FlagNews, 'uids' | 'change'>): void {
    const changed = new Set(uids)
    for (const [head, summary] of known) {
      if (!summary.members.some(({ uid }) => changed.has(uid))) continue
      const members = summary.members.map((one) =>
        changed.has(one.uid) ? { ...one, marks: markedBy(one.marks, change) } : one,
      )
      known.set(head, { ...summary, members })
    }
  }

  /** Flags of those that are members of what is known, as the server told. */
  function memberFlags(uids: ReadonlySet<number>): { uid: number; flags: string[] }[] {
    const found: { uid: number; flags: string[] }[] = []
    for (const { members } of known.values())
      for (const { uid, marks } of members) if (uids.has(uid)) found.push({ uid, flags: flagsOf(marks) })
    return found
  }

  return {
    known,
    want,
    takeFlags,
    memberFlags,
    of: (uids: Iterable<number>) => [...uids].flatMap((uid) => known.get(uid) ?? []),
    /** What is known holds no longer for sure: it shows until it is told anew. */
    outdate: () => void version++,
    /** These instead of what is known. */
    replace(summaries: readonly ConversationSummary[]) {
      epoch++
      known.clear()
      for (const one of summaries) known.set(one.uid, one)
    },
  }
}
