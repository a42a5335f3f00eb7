import type { CompactRow } from '../../shared/mail/message.ts'
import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { HeaderCache } from '../cache/headerCache.ts'
import { arrange, type Arrangement, type SortOrder } from './arrange.ts'
import { Conversations, type ConversationSummary } from './conversations.ts'
import type { HeaderBlock, HeaderRow } from './headerBlock.ts'
import { prepareSearch, searchBlock } from './headerSearch.ts'
import { SYNC_BATCH, WRITE_DELAY_MS } from './limits.ts'
import { MailboxTable } from './mailboxTable.ts'
import { MARK } from './marks.ts'
import { missingBatches, RangeSet } from './rangeSet.ts'

/** UIDs of a whole mailbox, and of those that have a flag, as SEARCH told them: `1:5,9`. */
export interface ServerSets {
  all: string
  seen?: string
  unseen?: string
  flagged?: string
  answered?: string
  deleted?: string
  draft?: string
}

/** How a mailbox and its index compare. */
export interface Comparison {
  /** Headers at hand. */
  known: number
  /** Messages on the server. */
  total: number
  /** Those to ask for, newest first, in sets to be asked for one after the other; empty when all are here. */
  missing: string[]
}

interface OpenMailbox {
  uidValidity: string
  table: MailboxTable
  staged: CompactRow[]
}

const FLAG_SETS = [
  ['seen', MARK.seen],
  ['flagged', MARK.flagged],
  ['answered', MARK.answered],
  ['deleted', MARK.deleted],
  ['draft', MARK.draft],
] as const

/**
 * All headers of one account's synced mailboxes, kept in the browser: what rows, sorting and searches are answered from
 * without asking the server. Runs in a worker; nothing here touches the page.
 */
export class HeaderIndex {
  readonly #mailboxes = new Map<string, Promise<OpenMailbox>>()
  readonly #account: string
  readonly #cache: HeaderCache
  readonly #conversations = new Conversations()
  #writing: ReturnType<typeof setTimeout> | undefined

  constructor(account: string, cache: HeaderCache) {
    this.#account = account
    this.#cache = cache
  }

  /** Headers at hand of a mailbox; those of another UIDVALIDITY are dropped (RFC 3501 section 2.3.1.1). */
  async open(mailbox: MailboxRef): Promise<number> {
    return (await this.#open(mailbox)).table.count
  }

  /** Hands over headers from the server, some at a time: a whole batch at once would hold up the page that sends it. */
  async stage(mailbox: MailboxRef, rows: readonly CompactRow[]): Promise<void> {
    const { staged } = await this.#open(mailbox)
    for (const row of rows) staged.push(row)
  }

  /** Adds what was staged. @returns how many headers there are */
  async add(mailbox: MailboxRef): Promise<number> {
    const { table, staged } = await this.#open(mailbox)
    table.add(staged)
    staged.length = 0
    this.#writeSoon()
    return table.count
  }

  /** The connection was lost, and what was staged comes again. */
  async unstage(mailbox: MailboxRef): Promise<void> {
    ;(await this.#open(mailbox)).staged.length = 0
  }

  /** Takes over what the server holds: what is gone goes, flags are set, and what is missing is told. */
  async compare(mailbox: MailboxRef, sets: ServerSets): Promise<Comparison> {
    const { table } = await this.#open(mailbox)
    const all = new RangeSet(sets.all)
    const gone = new Set(table.uids().filter((uid) => !all.has(uid)))
    if (gone.size > 0) table.remove(gone)
    this.#takeFlags(table, sets)
    this.#writeSoon()
    return {
      known: table.count,
      total: all.size,
      missing: missingBatches(all, (uid) => table.has(uid), SYNC_BATCH),
    }
  }

  #takeFlags(table: MailboxTable, sets: ServerSets): void {
    for (const [name, bit] of FLAG_SETS) {
      const set = sets[name]
      if (set !== undefined) {
        const having = new RangeSet(set)
        table.mark(bit, (uid) => (having.has(uid) ? bit : 0))
      }
    }
    if (sets.unseen === undefined) return
    const unseen = new RangeSet(sets.unseen)
    table.mark(MARK.seen, (uid) => (unseen.has(uid) ? 0 : MARK.seen))
  }

  /** Flags of one message as they are now, as bits of `MARK`. */
  async mark(mailbox: MailboxRef, uid: number, marks: number): Promise<void> {
    const { table } = await this.#open(mailbox)
    if (table.markOne(uid, 255 & ~MARK.files, marks)) this.#writeSoon()
  }

  /**
   * A message went. Its sequence number tells which it was as long as nothing is missing here.
   *
   * @param now `exists` as it is without it.
   */
  async expunge(mailbox: MailboxRef, now: { exists: number; seq?: number; uid?: number }): Promise<void> {
    const { table } = await this.#open(mailbox)
    const bySeq =
      now.seq !== undefined && table.count === now.exists + 1 ? table.uidAt(now.seq - 1) : undefined
    const uid = now.uid ?? bySeq
    if (uid !== undefined && table.remove(new Set([uid])) > 0) this.#writeSoon()
  }

  /** One flag, a bit of `MARK`, of some messages. */
  async markAll(
    mailbox: MailboxRef,
    uids: readonly number[],
    change: { bit: number; on: boolean },
  ): Promise<void> {
    const { table } = await this.#open(mailbox)
    let changed = false
    for (const uid of uids) changed = table.markOne(uid, change.bit, change.on ? change.bit : 0) || changed
    if (changed) this.#writeSoon()
  }

  /** The highest UID that is known; 0 without any. */
  async newest(mailbox: MailboxRef): Promise<number> {
    return (await this.#open(mailbox)).table.blocks.at(-1)?.block.uids.at(-1) ?? 0
  }

  /** Rows of those that are known, in the order asked for. */
  async rows(mailbox: MailboxRef, uids: readonly number[]): Promise<HeaderRow[]> {
    return (await this.#open(mailbox)).table.rowsOf(uids)
  }

  /** Rows by sequence number, where the index holds as many messages as the mailbox: then they are the same ones. */
  async rowsAt(mailbox: MailboxRef, at: { exists: number; seqs: readonly number[] }): Promise<HeaderRow[]> {
    const { table } = await this.#open(mailbox)
    if (table.count !== at.exists) return []
    return table.rowsOf(at.seqs.flatMap((seq) => table.uidAt(seq - 1) ?? []))
  }

  /**
   * The rows of the list in an order.
   *
   * @param options.conversations The other mailboxes a conversation runs through; without, every message is a row.
   */
  async arrange(
    mailbox: MailboxRef,
    options: { order: SortOrder; outgoing: boolean; conversations?: readonly MailboxRef[] },
  ): Promise<Arrangement> {
    const { order, outgoing, conversations } = options
    const blocksOf = async (one: MailboxRef): Promise<HeaderBlock[]> =>
      (await this.#open(one)).table.blocks.map(({ block }) => block)
    const home = await blocksOf(mailbox)
    if (!conversations) return arrange(home, { order, outgoing })
    const others = (await Promise.all(conversations.map(blocksOf))).flat()
    return this.#conversations.arrange({ order, outgoing, home, others })
  }

  /** What rows of conversations show, as last arranged. */
  async summaries(uids: readonly number[]): Promise<ConversationSummary[]> {
    return this.#conversations.summaries(uids)
  }

  /** The UIDs at places counted from the newest, which is 1, as far as they are known. */
  async uidsFromTop(mailbox: MailboxRef, places: readonly number[]): Promise<(number | undefined)[]> {
    const { table } = await this.#open(mailbox)
    return places.map((place) => (place > table.count ? undefined : table.uidAt(table.count - place)))
  }

  /** UIDs that surely match, ascending. */
  async search(mailbox: MailboxRef, criteria: SearchCriteria): Promise<Uint32Array> {
    const { table } = await this.#open(mailbox)
    return Uint32Array.from(table.blocks.flatMap(({ block }) => searchBlock(block, criteria)))
  }

  /** So that the first letter typed finds all ready. */
  async prepare(mailbox: MailboxRef): Promise<void> {
    for (const { block } of (await this.#open(mailbox)).table.blocks) prepareSearch(block)
  }

  /** Writes what has not been written yet. Where it cannot be kept, it is asked for again another time. */
  async flush(): Promise<void> {
    clearTimeout(this.#writing)
    this.#writing = undefined
    for (const [path, opening] of this.#mailboxes) {
      const { uidValidity, table } = await opening
      const changes = table.takeDirty()
      if (changes.put.length === 0 && changes.remove.length === 0) continue
      await this.#cache.write(this.#account, path, { uidValidity, ...changes }).catch(() => undefined)
    }
  }

  /** Nothing is to be kept any more. */
  async forget(): Promise<void> {
    clearTimeout(this.#writing)
    this.#writing = undefined
    this.#mailboxes.clear()
    await this.#cache.clear().catch(() => undefined)
  }

  #writeSoon(): void {
    this.#writing ??= setTimeout(() => void this.flush(), WRITE_DELAY_MS)
  }

  async #open({ path, uidValidity }: MailboxRef): Promise<OpenMailbox> {
    const known = await this.#mailboxes.get(path)
    if (known?.uidValidity === uidValidity) return known
    const opening = this.#load(path, uidValidity)
    this.#mailboxes.set(path, opening)
    return opening
  }

  async #load(path: string, uidValidity: string): Promise<OpenMailbox> {
    const kept = await this.#cache.load(this.#account, path).catch(() => undefined)
    if (kept?.uidValidity === uidValidity)
      return { uidValidity, table: new MailboxTable(kept.blocks), staged: [] }
    if (kept) await this.#cache.drop(this.#account, path).catch(() => undefined)
    return { uidValidity, table: new MailboxTable(), staged: [] }
  }
}
